// Small floods: whoever asks slowly is hung up on, whoever sends without end is stopped, and everybody else is
// served meanwhile. `npm run attack` brings larger ones.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawAsk } from './raw.ts';
import type { SenderClient } from '../harness.ts';
import { bodyFlood, churn, guessTokens, headerFlood, idleStreams, slowLoris } from './floods.ts';
import { startTarget, type Target } from './target.ts';

/** Bytes that nobody sends by mistake; on loopback they take ten seconds. */
const ENDLESS = 2 * 1024 ** 3;

describe( 'A flood', () => {
	let target: Target;
	let sender: SenderClient;
	beforeAll( async () => {
		target = await startTarget();
		sender = await target.signIn( 'Steward Foo' );
	} );
	afterAll( () => target.stop() );

	const stillPages = async (): Promise<void> => {
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
	};

	it( 'of bytes that drip is hung up on', async () => {
		expect( ( await slowLoris( target, 50, 30_000 ) ).filter( ( took ) => took === Infinity ) ).toEqual( [] );
		await stillPages();
	} );

	it( 'of headers is refused', async () => {
		expect( await headerFlood( target, 15_000 ) ).toBe( 200 );
		// Hung up on while it still talks, it may not read why.
		expect( [ 0, 431 ] ).toContain( await headerFlood( target, 1_000_000 ) );
		await stillPages();
	} );

	it( 'of a body that says how long it is, is refused before it comes', async () => {
		const { status } = await rawAsk( target.port, 'POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{' );
		expect( status ).toBe( 413 );
	} );

	it.each( [
		[ '/v1/pages', 401, {} ],
		[ '/v1/session', 413, { 'Content-Type': 'application/json' } ],
		[ '/v1/hooks/splunk-on-call', 413, {} ],
		[ '/oauth/continue', 413, { 'Content-Type': 'application/x-www-form-urlencoded' } ]
	] )( 'of a body at %s is stopped long before its end', async ( path, status, headers ) => {
		const flood = await bodyFlood( target, path, headers, ENDLESS );
		expect( [ 0, status, 400 ] ).toContain( flood.status );
		expect( flood.bytes ).toBeLessThan( ENDLESS );
		await stillPages();
	} );

	it( 'of streams leaves the newest fifty of a sender', async () => {
		const { body: page } = await sender.sendPage();
		const streams = await idleStreams( target, page.id, [ sender.token ], 200 );
		await expect.poll( () => streams.open(), { timeout: 10_000 } ).toBe( 50 );
		streams.close();
		await stillPages();
	} );

	it( 'of connections that are gone at once leaves nothing', async () => {
		await churn( { url: target.url, token: sender.token }, 500 );
		await stillPages();
	} );

	it( 'of guesses finds no session', async () => {
		expect( [ ...( await guessTokens( target, 500 ) ).statuses ] ).toEqual( [ 401 ] );
	} );
} );
