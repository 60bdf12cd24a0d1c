// Two servers on one PostgreSQL are one service: a session, a page and its course are known to both, and
// each delivery is made by one of them.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type RunningServer } from '../../../server/server.ts';
import { senderClient, startWorld, type SenderClient, type World } from '../../harness.ts';
import { signInByPopup } from '../../signIn.ts';
import { newPostgres } from './stores.ts';

describe( 'Two servers on one PostgreSQL', () => {
	let world: World;
	let servers: RunningServer[];
	let drop: () => Promise<void>;
	/** The same person, by way of one server and of the other. */
	let here: SenderClient;
	let there: SenderClient;
	beforeEach( async () => {
		const made = await newPostgres();
		( { drop } = made );
		world = await startWorld( { env: { PAGE_SRE_HEARTBEAT_SECONDS: '0' } } );
		// Sandboxes and clock of that world, but servers of our own, the first where the wiki expects it.
		await world.stopServer();
		const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined } as never;
		const start = ( port: number ): Promise<RunningServer> => startServer(
			{ ...world.config, databaseUrl: made.url, listen: { host: '127.0.0.1', port } }, { clock: world.clock, log, random: () => 0 }
		);
		servers = [ await start( world.config.listen.port ), await start( 0 ) ];
		const token = await signInByPopup( { url: world.url, wiki: world.wiki, name: 'Steward Foo' } );
		[ here, there ] = servers.map( ( { port } ) => senderClient( `http://127.0.0.1:${ port }`, token, world.clock ) ) as [ SenderClient, SenderClient ];
	} );
	afterEach( async () => {
		await Promise.all( servers.map( ( server ) => server.stop() ) );
		await world.stop();
		await drop();
	} );

	/** What a panel at this server is told from now on, as it comes. */
	async function stream(
		sender: SenderClient, server: RunningServer, id: string
	): Promise<{ until( text: string ): Promise<void>; close(): void }> {
		const closing = new AbortController();
		const response = await fetch( `http://127.0.0.1:${ server.port }/v1/pages/${ id }/events`, {
			headers: { Authorization: `Bearer ${ sender.token }` }, signal: closing.signal
		} );
		const reader = response.body!.pipeThrough( new TextDecoderStream() ).getReader();
		let told = '';
		return {
			async until( text ) {
				while ( !told.includes( text ) ) {
					const { value, done } = await reader.read();
					if ( done ) {
						throw new Error( `the stream ended without ${ text }: ${ told }` );
					}
					told += value;
				}
			},
			close: () => closing.abort()
		};
	}

	it( 'deliver a page once, whichever of them accepted it, and both know its course', async () => {
		const { status, body: page } = await there.sendPage();
		expect( status ).toBe( 202 );
		await here.sees( page.id, 'delivered' );
		expect( await there.readPage( page.id ) ).toEqual( await here.readPage( page.id ) );
		await world.advance( 60_000 );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'answer a repeated key with the same page', async () => {
		const { body: page } = await there.sendPage();
		const { status, body: again } = await here.sendPage( { idempotencyKey: page.idempotencyKey } );
		expect( [ status, again.id ] ).toEqual( [ 202, page.id ] );
	} );

	it( 'tell a panel at one of them at once what happened at the other', async () => {
		const { body: page } = await there.sendPage();
		const panel = await stream( here, servers[ 0 ]!, page.id );
		await panel.until( '"kind":"accepted"' );
		// Nothing but the other server's word can wake this stream: its own reading is 15 s away.
		await there.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'said there' } );
		await panel.until( 'said there' );
		panel.close();
	} );

	it( 'go on when one of them stops', async () => {
		const { body: page } = await there.sendPage();
		await servers.pop()!.stop();
		await here.sees( page.id, 'delivered' );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );
} );
