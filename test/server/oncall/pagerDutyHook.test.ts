// Webhooks of PagerDuty: signed by one of the secrets and not too old, or they do not count. What they say
// does not matter.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pagerDutyHook } from '../../../server/oncall/pagerDutyHook.ts';
import type { HookReading } from '../../../server/pages/provider.ts';

const now = Date.parse( '2026-11-23T14:00:00Z' );

function body( changed: Record<string, unknown> = {} ): string {
	return JSON.stringify( { event: {
		id: '5ac64822-4adc-4fda-ade0-410becf0de4f', event_type: 'incident.acknowledged', occurred_at: '2026-11-23T13:59:59.000Z',
		data: { incident_key: 'page-sre/A' }, more: 'ünknown', ...changed
	} } );
}

function sign( text: string, secret: string ): string {
	return `v1=${ createHmac( 'sha256', secret ).update( text ).digest( 'hex' ) }`;
}

function read( text: string, signature: string | undefined, secrets = [ 'new', 'old' ] ): HookReading {
	return pagerDutyHook( secrets.map( ( secret ) => ( { reveal: () => secret } ) ), () => now )
		.readHook!( { headers: { 'x-pagerduty-signature': signature }, rawBody: Buffer.from( text ) } );
}

const hint = { kind: 'hint', id: '5ac64822-4adc-4fda-ade0-410becf0de4f' };

describe( 'a webhook of PagerDuty', () => {
	it.each( [ 'new', 'old' ] )( 'is a hint when it is signed by the secret "%s"', ( secret ) => {
		expect( read( body(), sign( body(), secret ) ) ).toEqual( hint );
	} );

	it( 'is a hint when one of several signatures fits', () => {
		expect( read( body(), `${ sign( body(), 'gone' ) },${ sign( body(), 'old' ) }` ) ).toEqual( hint );
		expect( read( body(), `v0=zz, ${ sign( body(), 'new' ) }` ) ).toEqual( hint );
	} );

	it( 'has the same id when it is repeated', () => {
		expect( [ 1, 2 ].map( () => read( body(), sign( body(), 'new' ) ) ) ).toEqual( [ hint, hint ] );
	} );

	it.each( [
		[ 'no signature', undefined ],
		[ 'an empty signature', '' ],
		[ 'commas', ',,' ],
		[ 'the signature of another secret', sign( body(), 'gone' ) ],
		[ 'the signature of another body', sign( body( { id: 'x' } ), 'new' ) ],
		[ 'a signature without its version', sign( body(), 'new' ).slice( 3 ) ],
		[ 'another version', sign( body(), 'new' ).replace( 'v1', 'v2' ) ],
		[ 'half a signature', sign( body(), 'new' ).slice( 0, 30 ) ],
		[ 'a signature in capitals', sign( body(), 'new' ).toUpperCase() ]
	] )( 'is forged with %s', ( _, signature ) => {
		expect( read( body(), signature ) ).toEqual( { kind: 'forged' } );
	} );

	it.each( [
		[ 'late, but within what PagerDuty repeats', '2026-11-21T14:00:00Z', 'hint' ],
		[ 'from a clock that is ahead', '2026-11-23T14:04:00Z', 'hint' ],
		[ 'older than that', '2026-11-21T12:59:00Z', 'forged' ],
		[ 'from the future', '2026-11-23T14:06:00Z', 'forged' ],
		[ 'of no time', undefined, 'forged' ],
		[ 'of a time that is none', 'yesterday', 'forged' ]
	] )( '%s is judged by its time', ( _, at, kind ) => {
		const text = body( { occurred_at: at } );
		expect( read( text, sign( text, 'new' ) ).kind ).toBe( kind );
	} );

	it.each( [ '', '<html>', '[]', 'null', '{}', '{"event":[]}', body( { id: 7 } ), body( { id: '' } ) ] )( 'is forged when it is %s, however signed', ( text ) => {
		expect( read( text, sign( text, 'new' ) ) ).toEqual( { kind: 'forged' } );
	} );

	it( 'cannot be told from a forgery without a secret, so there are none', () => {
		expect( pagerDutyHook( [], () => now ) ).toEqual( {} );
	} );
} );
