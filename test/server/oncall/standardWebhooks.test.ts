// Standard Webhooks: the specification's own example, and everything that must count as forged.
import { describe, expect, it } from 'vitest';
import type { ProviderHook } from '../../../server/pages/provider.ts';
import { signWebhook, verifiedWebhookId, webhookKeys } from '../../../server/oncall/standardWebhooks.ts';
import type { WebhookKeys } from '../../../server/oncall/standardWebhooks.ts';

const keysOf = ( ...secrets: string[] ): WebhookKeys => webhookKeys( secrets.map( ( text ) => ( { reveal: () => text } ) ) );
const secretOf = ( bytes: number ): string => `whsec_${ Buffer.alloc( bytes, 0xFB ).toString( 'base64' ) }`;

/** The example that implementations of the specification share. */
const example = {
	secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
	id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
	at: 1_614_265_330_000,
	body: '{"test": 2432232314}',
	signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
};
const keys = keysOf( example.secret );

function hook( changed: Partial<Record<'id' | 'timestamp' | 'signature' | 'body', string | undefined>> = {} ): ProviderHook {
	const { id, timestamp, signature, body } = { id: example.id, timestamp: '1614265330', signature: example.signature, body: example.body, ...changed };
	return {
		headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
		rawBody: Buffer.from( body ?? '' )
	};
}

describe( 'signWebhook', () => {
	it( 'signs the example as everybody does', () => {
		expect( signWebhook( keys, example.id, example.at + 999, example.body ) ).toEqual( {
			'webhook-id': example.id,
			'webhook-timestamp': '1614265330',
			'webhook-signature': example.signature
		} );
	} );

	it( 'signs with each of several secrets, so that a receiver may have either', () => {
		const headers = signWebhook( keysOf( secretOf( 32 ), example.secret ), example.id, example.at, example.body );
		expect( headers[ 'webhook-signature' ]!.split( ' ' ) ).toEqual( [ expect.stringMatching( /^v1,.{44}$/ ), example.signature ] );
	} );

	it( 'signs bytes, not characters', () => {
		const body = '{"summary":"ログインできない 🔥"}';
		const headers = signWebhook( keys, 'id', example.at, body );
		expect( verifiedWebhookId( keys, { headers, rawBody: Buffer.from( body ) }, example.at ) ).toBe( 'id' );
	} );
} );

describe( 'verifiedWebhookId', () => {
	it.each( [
		[ 'the example', hook(), keys ],
		[ 'a second signature of ours', hook( { signature: `v1,${ 'A'.repeat( 43 ) }= ${ example.signature }` } ), keys ],
		[ 'a signature beside ones of a kind we do not know', hook( { signature: `v1a,xyz v2,abc ${ example.signature }` } ), keys ],
		[ 'the old of two secrets', hook(), keysOf( secretOf( 24 ), example.secret ) ]
	] )( 'believes %s', ( _, received, ours ) => {
		expect( verifiedWebhookId( ours, received, example.at ) ).toBe( example.id );
	} );

	it.each( [
		[ 'no id', hook( { id: undefined } ) ],
		[ 'another id', hook( { id: 'msg_other' } ) ],
		[ 'no time', hook( { timestamp: undefined } ) ],
		[ 'another time', hook( { timestamp: '1614265331' } ) ],
		[ 'a time that is none', hook( { timestamp: '1614265330e0' } ) ],
		[ 'no signature', hook( { signature: undefined } ) ],
		[ 'an empty signature', hook( { signature: 'v1,' } ) ],
		[ 'a signature under the name of another kind', hook( { signature: example.signature.replace( 'v1', 'v2' ) } ) ],
		[ 'half a signature', hook( { signature: example.signature.slice( 0, 20 ) } ) ],
		[ 'another body', hook( { body: example.body.replace( '4', '5' ) } ) ],
		[ 'no body', hook( { body: '' } ) ],
		[ 'no headers', { headers: {}, rawBody: Buffer.from( example.body ) } ]
	] )( 'believes nothing with %s', ( _, forged ) => {
		expect( verifiedWebhookId( keys, forged, example.at ) ).toBeUndefined();
	} );

	it( 'believes nobody else\'s secret', () => {
		expect( verifiedWebhookId( keysOf( secretOf( 32 ) ), hook(), example.at ) ).toBeUndefined();
	} );

	it( 'tells the id from the time, however the full stops fall', () => {
		const headers = signWebhook( keys, 'a.1614265330', example.at, 'x' );
		expect( verifiedWebhookId( keys, { headers, rawBody: Buffer.from( 'x' ) }, example.at ) ).toBeUndefined();
	} );

	it.each( [ [ -300_000, true ], [ -300_001, false ], [ 300_000, true ], [ 300_001, false ] ] )(
		'with a clock that differs by %i ms: %s', ( difference, believed ) => {
			expect( verifiedWebhookId( keys, hook(), example.at + difference ) !== undefined ).toBe( believed );
		} );
} );

describe( 'webhookKeys', () => {
	it.each( [ 24, 64 ] )( 'takes %i bytes', ( bytes ) => {
		expect( keysOf( secretOf( bytes ) )[ 0 ] ).toHaveLength( bytes );
	} );

	it.each( [ '', 'whsec_', secretOf( 23 ), secretOf( 65 ), secretOf( 32 ).slice( 6 ), `${ secretOf( 32 ) }\n`, 'whsec_canary not base64 canary not base64' ] )(
		'refuses %j without showing it', ( text ) => {
			expect( () => keysOf( text ) ).toThrow( /^Standard Webhooks: a secret must be whsec_ and the base64 of 24 to 64 bytes$/ );
		} );

	it( 'refuses to do without', () => {
		expect( () => keysOf() ).toThrow( /no secret/ );
	} );
} );
