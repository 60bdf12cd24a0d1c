// Which callback a client may ask for at initiate, and how the answer finds its way back to it.
// Follows MWOAuthServer::checkCallback (Extension:OAuth, 2026-08); no other redirect is made here.
import { refusals } from './refusals.ts';
import type { Consumer } from './memory.ts';

/** A registered callback with this port stands for any port. */
const anyPort = '1';

/**
 * Where the wiki will send the person afterwards.
 *
 * @throws OAuthRefusal
 */
export function checkCallback( consumer: Consumer, asked: string | undefined ): string {
	if ( asked === 'oob' ) {
		return consumer.callbackUrl;
	}
	if ( !consumer.callbackIsPrefix ) {
		throw refusals.callbackNotOob();
	}
	if ( asked === undefined || !isBelow( consumer.callbackUrl, asked ) ) {
		throw refusals.callbackNotPrefix();
	}
	return asked;
}

/** The callback with the answer in its query. `oob` consumers get a page that shows the code. */
export function callbackUrl( server: string, callback: string, verifier: string, token: string ): string {
	const target = callback === 'oob' ? `${ server }/w/index.php?title=Special:OAuth/verified` : callback;
	return `${ target }${ target.includes( '?' ) ? '&' : '?' }oauth_verifier=${ verifier }&oauth_token=${ token }`;
}

function isBelow( registered: string, asked: string ): boolean {
	const [ prefix, given ] = [ URL.parse( registered ), URL.parse( asked ) ];
	if ( !prefix || !given || given.username !== '' || given.password !== '' ) {
		return false;
	}
	const sameScheme = given.protocol === prefix.protocol || ( prefix.protocol === 'http:' && given.protocol === 'https:' );
	const samePort = prefix.port === anyPort || given.port === prefix.port;
	const below = prefix.search === '' ?
		given.pathname.startsWith( prefix.pathname ) :
		given.pathname === prefix.pathname && given.search.startsWith( prefix.search );
	return sameScheme && samePort && given.hostname === prefix.hostname && below;
}
