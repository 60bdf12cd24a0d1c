// A line to IRC follows an accepted page; it comes after acceptance, wakes nobody, and whatever becomes
// of it delays or fails nothing.
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../environment.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'The announcement of a page', () => {
	let world: World;
	let sender: SenderClient;
	let relay: Server | undefined;
	let port: number;
	let heard: string[];
	const listen = async (): Promise<void> => {
		relay = createServer( { allowHalfOpen: false }, ( socket ) => socket.on( 'data', ( data ) => heard.push( data.toString() ) ) ).listen( port, '127.0.0.1' );
		await once( relay, 'listening' );
	};
	beforeEach( async () => {
		heard = [];
		relay = undefined;
		port = await freePort();
		world = await startWorld( { env: { PAGE_SRE_IRC_RELAY: `127.0.0.1:${ port }` } } );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( async () => {
		await world.stop();
		relay?.close();
	} );

	it( 'is one line, once, however often the page is retried', async () => {
		await listen();
		const idempotencyKey = 'announced-only-once';
		const { body: page } = await sender.sendPage( { idempotencyKey } );
		await sender.sendPage( { idempotencyKey } );
		await vi.waitUntil( () => heard.length > 0 );
		await sender.sees( page.id, 'delivered' );
		expect( heard ).toEqual( [ `#page Login fails for everyone - enwiki - Steward Foo (${ page.id })\n` ] );
	} );

	it( 'says nothing that the sender wrote, nor who it is, when the page is private', async () => {
		await listen();
		await sender.sendPage( { private: true, details: 'names of the suppressed' } );
		await vi.waitUntil( () => heard.length > 0 );
		expect( heard.join() ).not.toMatch( /Login|enwiki|Foo|suppressed/ );
	} );

	it( 'does not come of a page that was refused', async () => {
		await listen();
		world.wiki.accounts.demote( 'Steward Foo' );
		expect( ( await sender.sendPage() ).status ).toBe( 403 );
		await world.advance( 10_000 );
		expect( heard ).toEqual( [] );
	} );

	it( 'delays and fails nothing when the relay is gone', async () => {
		const { status, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		await sender.sees( page.id, 'ringing' );
		expect( world.log.some( ( { level, message } ) => level === 'warn' && /not announced/.test( message ) ) ).toBe( true );
	} );
} );
