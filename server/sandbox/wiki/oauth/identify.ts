// Special:OAuth/identify: who the access token belongs to, as a JWT signed with the consumer secret.
// Global groups never show here; whoever wants them asks api.php.
import { createHmac } from 'node:crypto';
import { bareToken } from './refusal.ts';
import { checkAccess } from './checks.ts';
import { localGroups, rightsAt } from '../accounts.ts';
import { refusals } from './refusals.ts';
import type { Account } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { Consumer, Grant } from './memory.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

/** MediaWiki's tokens are good for this many seconds. */
const lifetime = 100;

/** @throws OAuthRefusal */
export function identify( site: Site, request: WikiRequest ): Answer {
	const { consumer, grant, nonce } = checkAccess( site, request );
	const account = usableAccount( site, consumer, grant );
	const now = Math.floor( request.time / 1000 );
	return bareToken( jwt( {
		iss: site.server,
		aud: consumer.key,
		exp: now + lifetime,
		iat: now,
		...profile( account, grant, request.time ),
		nonce
	}, consumer.secret ) );
}

/**
 * The account of a grant, if it may still be used. api.php refuses with the same keys.
 *
 * @throws OAuthRefusal
 */
export function usableAccount( site: Site, consumer: Consumer, grant: Grant ): Account {
	const account = site.accounts.findById( grant.centralId );
	if ( account === undefined ) {
		throw refusals.userUnknown();
	}
	if ( account.locked ) {
		throw refusals.userBlocked();
	}
	if ( consumer.disabled ) {
		throw refusals.notApproved( consumer.name );
	}
	return account;
}

function profile( account: Account, grant: Grant, time: number ): Record<string, unknown> {
	const sub = String( account.centralId );
	if ( account.suppressed ) {
		return { sub, blocked: true };
	}
	return {
		sub,
		username: account.name,
		editcount: account.editCount,
		email_verified: account.emailConfirmed,
		confirmed_email: account.emailConfirmed,
		blocked: false,
		registered: account.registered.replace( /\D/g, '' ),
		groups: localGroups( account ),
		rights: rightsAt( account, time ),
		grants: grant.grants,
		...( grant.grants.includes( 'mwoauth-authonlyprivate' ) ? { realname: '', email: '' } : {} )
	};
}

function jwt( claims: Record<string, unknown>, secret: string ): string {
	// PHP writes everything beyond ASCII as an escape; a signature covers bytes, so this does too.
	const part = ( value: unknown ): string => Buffer.from( JSON.stringify( value ).replace( /[\u0080-\uffff]/g,
		( sign ) => `\\u${ sign.charCodeAt( 0 ).toString( 16 ).padStart( 4, '0' ) }` ) ).toString( 'base64url' );
	const signed = `${ part( { typ: 'JWT', alg: 'HS256' } ) }.${ part( claims ) }`;
	return `${ signed }.${ createHmac( 'sha256', secret ).update( signed ).digest( 'base64url' ) }`;
}
