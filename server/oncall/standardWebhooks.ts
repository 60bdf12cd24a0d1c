// Standard Webhooks 1.0.0 (https://www.standardwebhooks.com, read 2026-11), the symmetric half: signing
// what goes out, and telling whether what came in is genuine. What a message means never enters here.
import { createHmac } from 'node:crypto';
import type { Millis } from '../pages/page.ts';
import type { ProviderHook } from '../pages/provider.ts';
import type { Secret } from './boundedCall.ts';
import { sameProof } from './hookProof.ts';

/** The usual tolerance of clocks; what is older could be somebody's recording. */
const toleranceMs = 300_000;

/** A receiver compares each; nobody rotates more than a handful of keys at once. */
const mostSignatures = 20;

/** Bytes of the key. The list is for rotation: each signs, and any of them proves. */
export type WebhookKeys = readonly Buffer[];

/**
 * @param secrets as text, `whsec_<base64 of 24 to 64 bytes>`
 * @throws Error when there is none or one is not such a text; it shows nothing of them
 */
export function webhookKeys( secrets: readonly Secret[] ): WebhookKeys {
	if ( secrets.length === 0 ) {
		throw new Error( 'Standard Webhooks: there is no secret' );
	}
	return secrets.map( ( secret ) => {
		const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec( secret.reveal() )?.[ 1 ];
		const key = Buffer.from( base64 ?? '', 'base64' );
		if ( key.length < 24 || key.length > 64 ) {
			throw new Error( 'Standard Webhooks: a secret must be whsec_ and the base64 of 24 to 64 bytes' );
		}
		return key;
	} );
}

/** Headers that prove the body. @param id has no full stop: full stops part what is signed */
export function signWebhook( keys: WebhookKeys, id: string, now: Millis, body: string ): Record<string, string> {
	const timestamp = String( Math.floor( now / 1000 ) );
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': keys
			.map( ( key ) => signature( key, id, timestamp, Buffer.from( body ) ) )
			.join( ' ' )
	};
}

/** The message's id when one of the keys signed it not long ago; undefined for anything else. */
export function verifiedWebhookId( keys: WebhookKeys, hook: ProviderHook, now: Millis ): string | undefined {
	const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = hook.headers;
	if ( !id || id.includes( '.' ) || !timestamp || !signatures || !/^\d{1,12}$/.test( timestamp ) ) {
		return undefined;
	}
	if ( Math.abs( now - Number( timestamp ) * 1000 ) > toleranceMs ) {
		return undefined;
	}
	const given = signatures.split( ' ' ).slice( 0, mostSignatures );
	const wanted = keys.map( ( key ) => signature( key, id, timestamp, hook.rawBody ) );
	return given.some( ( one ) => wanted.some( ( other ) => sameProof( one, other ) ) ) ? id : undefined;
}

/** `v1` is the symmetric kind; others are not ours to make or to believe. */
function signature( key: Buffer, id: string, timestamp: string, body: Buffer ): string {
	const hmac = createHmac( 'sha256', key ).update( `${ id }.${ timestamp }.` ).update( body );
	return `v1,${ hmac.digest( 'base64' ) }`;
}
