// Whether somebody can be mailed: what the wiki says is kept, and what it does not say stays unknown.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { createMailability, type Mailability } from '../../../server/wiki/mailability.ts';
import { say, startRawWiki, type RawWiki } from '../rawWiki.ts';

let time = 0;
const clock = { now: () => time };
const mailabilityAt = ( wikiUrl: string ): Mailability =>
	createMailability( createActionApi( { wikiUrl, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 2_000, clock } ), clock );

describe( 'Whether an account can be mailed', () => {
	it.each( [ [ 'Steward Foo', true ], [ 'Plain Baz', false ], [ "O'Brien & Sons+1", false ], [ 'Nobody Here', false ] ] )( 'is what the wiki says: %s', async ( name, can ) => {
		const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
		const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost' } );
		const mailability = mailabilityAt( wiki.url );
		await mailability.ask( name );
		await wiki.stop();
		expect( mailability.known( name ) ).toBe( can );
	} );
} );

describe( 'What is known of it', () => {
	let raw: RawWiki;
	let mailability: Mailability;
	beforeEach( async () => {
		raw = await startRawWiki();
		mailability = mailabilityAt( raw.url );
	} );
	afterEach( () => raw.stop() );
	const users = ( user: unknown ): string => JSON.stringify( { query: { users: [ user ] } } );

	it( 'is asked for once a day', async () => {
		raw.answerWith( say( users( { name: 'A', emailable: false } ) ) );
		await mailability.ask( 'A' );
		await mailability.ask( 'A' );
		expect( raw.requests ).toHaveLength( 1 );
		time += 24 * 3_600_000;
		expect( mailability.known( 'A' ) ).toBeUndefined();
		await mailability.ask( 'A' );
		expect( raw.requests ).toHaveLength( 2 );
	} );

	it.each( [ users( {} ), users( { emailable: 'yes' } ), '{"query":{"users":[]}}', '{}', '{"error":{"code":"x"}}', '<html>' ] )( 'is nothing after %s', async ( text ) => {
		raw.answerWith( say( text ) );
		await mailability.ask( 'A' );
		expect( mailability.known( 'A' ) ).toBeUndefined();
	} );

	it.each( [ 'A|B', '\u001FA\u001FB' ] )( 'is never asked for two at once: %j', async ( name ) => {
		await mailability.ask( name );
		expect( raw.requests ).toEqual( [] );
	} );
} );
