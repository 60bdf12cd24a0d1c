// Webhooks of Splunk On-Call: only the secret lets one count, whatever it says, and a repetition is known
// as one.
import { describe, expect, it } from 'vitest';
import { splunkHook } from '../../../server/oncall/splunkHook.ts';
import type { HookReading } from '../../../server/pages/provider.ts';

const now = Date.parse( '2026-11-23T14:00:00Z' );
const secret = { reveal: (): string => 'a-long-random-secret' };

function read( headers: Record<string, string | undefined>, body = '{"phase":"ACKED"}', at = now ): HookReading {
	return splunkHook( secret, () => at ).readHook!( { headers, rawBody: Buffer.from( body ) } );
}

const proven = { 'x-page-sre-secret': 'a-long-random-secret' };

describe( 'a webhook of Splunk On-Call', () => {
	it( 'is a hint with the secret, whatever it says', () => {
		for ( const body of [ '{"phase":"ACKED"}', '', '<html>', '{"summary":"a "quote""}' ] ) {
			expect( read( proven, body ) ).toMatchObject( { kind: 'hint' } );
		}
	} );

	it.each( [ {}, { 'x-page-sre-secret': undefined }, { 'x-page-sre-secret': '' }, { 'x-page-sre-secret': 'a-long-random-secre' },
		{ 'x-page-sre-secret': 'a-long-random-secret ' }, { 'x-page-sre-secret': 'A-LONG-RANDOM-SECRET' }, { authorization: 'a-long-random-secret' } ] )(
		'is forged with %j', ( headers ) => {
			expect( read( headers ) ).toEqual( { kind: 'forged' } );
		} );

	it( 'is forged when the secret is empty, like the header', () => {
		const { readHook } = splunkHook( { reveal: () => '' }, () => now );
		expect( readHook!( { headers: { 'x-page-sre-secret': '' }, rawBody: Buffer.from( '' ) } ) ).toEqual( { kind: 'forged' } );
	} );

	it( 'is known again when it is repeated at once, and is news later', () => {
		const id = ( at: number, body?: string ): unknown => ( read( proven, body, at ) as { id: string } ).id;
		expect( id( now + 20_000 ) ).toBe( id( now ) );
		expect( id( now + 60_000 ) ).not.toBe( id( now ) );
		expect( id( now, '{"phase":"RESOLVED"}' ) ).not.toBe( id( now ) );
		expect( id( now ) ).not.toContain( 'a-long-random-secret' );
	} );

	it( 'cannot be told from a forgery without a secret, so there are none', () => {
		expect( splunkHook( undefined, () => now ) ).toEqual( {} );
	} );
} );
