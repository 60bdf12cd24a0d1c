// The checks every signed request goes through, in MediaWiki's order: version, consumer, token,
// timestamp, nonce, signature. The nonce is burned before the signature is looked at.
import { oauthParameters, single } from './parameters.ts';
import { protocolRefusal } from './refusal.ts';
import { refusals } from './refusals.ts';
import { sameSignature, sign, signatureBase } from './signature.ts';
import type { Consumer, Grant } from './memory.ts';
import type { OAuthParameters } from './signature.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

// MediaWiki accepts clocks that are this far off, in seconds, either way.
const timestampTolerance = 300;

/** What the request must be signed with besides the consumer's secret. */
export interface SigningToken {
	key: string;
	secret: string;
}

export interface SignedRequest<Token> {
	parameters: OAuthParameters;
	consumer: Consumer;
	token: Token;
}

/**
 * @param findToken looks up the token that this endpoint wants; may throw its own refusal
 * @throws OAuthRefusal
 */
export function checkSigned<Token extends SigningToken | undefined>(
	site: Site,
	request: WikiRequest,
	findToken: ( parameters: OAuthParameters, consumer: Consumer ) => Token
): SignedRequest<Token> {
	const parameters = oauthParameters( request );
	checkVersion( parameters );
	const consumer = findConsumer( site, parameters );
	const token = findToken( parameters, consumer );
	const timestamp = checkTimestamp( parameters, request.time );
	burnNonce( site, request, { parameters, consumer, token }, timestamp );
	checkSignature( site, request, { parameters, consumer, token } );
	return { parameters, consumer, token };
}

/**
 * The grant behind the access token of a request, as identify and api.php check it.
 *
 * @throws OAuthRefusal
 */
export function checkAccess( site: Site, request: WikiRequest ): { consumer: Consumer; grant: Grant; nonce: string } {
	const { parameters, consumer, token } = checkSigned( site, request, ( given, owner ) => {
		const grant = site.oauth.grantByToken( single( given, 'oauth_token' ) ?? '' );
		if ( grant?.consumerKey !== owner.key ) {
			throw refusals.accessTokenUnknown();
		}
		return { key: grant.accessToken, secret: grant.accessSecret, grant };
	} );
	return { consumer, grant: token.grant, nonce: single( parameters, 'oauth_nonce' ) ?? '' };
}

function checkVersion( parameters: OAuthParameters ): void {
	const version = single( parameters, 'oauth_version' ) ?? '1.0';
	if ( Number.parseInt( version, 10 ) !== 1 ) {
		throw refusals.wrongVersion( version );
	}
	if ( version !== '1.0' ) {
		throw protocolRefusal( `OAuth version '${ version }' not supported` );
	}
}

function findConsumer( site: Site, parameters: OAuthParameters ): Consumer {
	const key = single( parameters, 'oauth_consumer_key' );
	if ( key === undefined || key === '' ) {
		throw protocolRefusal( 'Invalid consumer key' );
	}
	const consumer = site.oauth.consumers.get( key );
	if ( consumer === undefined ) {
		throw protocolRefusal( 'Invalid consumer' );
	}
	return consumer;
}

function checkTimestamp( parameters: OAuthParameters, time: number ): number {
	const given = single( parameters, 'oauth_timestamp' );
	if ( given === undefined || given === '' ) {
		throw protocolRefusal( 'Missing timestamp parameter. The parameter is required' );
	}
	const now = Math.floor( time / 1000 );
	const timestamp = Number.parseInt( given, 10 ) || 0;
	if ( Math.abs( now - timestamp ) > timestampTolerance ) {
		throw protocolRefusal( `Expired timestamp, yours ${ given }, ours ${ now }` );
	}
	return timestamp;
}

function burnNonce( site: Site, request: WikiRequest, signed: SignedRequest<SigningToken | undefined>, timestamp: number ): void {
	const nonce = single( signed.parameters, 'oauth_nonce' );
	if ( nonce === undefined || nonce === '' ) {
		throw protocolRefusal( 'Missing nonce parameter. The parameter is required' );
	}
	const parts = [ signed.consumer.key, signed.token?.key ?? '', signed.token?.secret ?? '', nonce ];
	if ( !site.oauth.burnNonce( parts, ( timestamp + timestampTolerance ) * 1000, request.time ) ) {
		throw protocolRefusal( `Nonce already used: ${ nonce }` );
	}
}

function checkSignature( site: Site, request: WikiRequest, signed: SignedRequest<SigningToken | undefined> ): void {
	const method = single( signed.parameters, 'oauth_signature_method' );
	if ( method === undefined || method === '' ) {
		throw protocolRefusal( 'No signature method parameter. This parameter is required' );
	}
	// RSA needs a public key at registration, which no sandbox consumer has.
	if ( method !== 'HMAC-SHA1' ) {
		throw protocolRefusal( `Signature method '${ method }' not supported try one of the following: HMAC-SHA1, RSA-SHA1` );
	}
	const base = signatureBase( request.method, site.server + request.path, signed.parameters );
	const expected = sign( base, signed.consumer.secret, signed.token?.secret );
	if ( !sameSignature( expected, single( signed.parameters, 'oauth_signature' ) ?? '' ) ) {
		throw protocolRefusal( 'Invalid signature' );
	}
}
