// A page's event stream: in order, nothing twice, resumed after a break, and only for as long as its
// reader may listen.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PageView } from '../../../../server/contract/page.ts';
import { SESSION_MS } from '../../../../server/auth/sessions.ts';
import { startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem, openEvents, type EventReader } from '../ask.ts';

describe( 'The event stream of a page', () => {
	let world: World;
	let sender: SenderClient;
	let page: PageView;
	let streams: EventReader[] = [];
	let held: Promise<void> | undefined;
	let release = (): void => undefined;
	/** From now on the store takes its time to find a page, until release(). */
	const hold = (): void => {
		held = new Promise( ( resolve ) => {
			release = resolve;
		} );
	};
	let finding = (): void => undefined;
	beforeAll( async () => {
		world = await startWorld( { overrides: { wrapPageStore: ( store ) => ( {
			...store,
			async find( id ) {
				finding();
				await held;
				return store.find( id );
			}
		} ) } } );
		sender = await world.signIn( 'Steward Foo' );
		page = ( await sender.sendPage() ).body;
		await sender.sees( page.id, 'ringing' );
	} );
	afterEach( () => {
		streams.forEach( ( stream ) => stream.close() );
		streams = [];
		vi.useRealTimers();
	} );
	afterAll( () => world.stop() );

	const url = (): string => `${ world.url }/v1/pages/${ page.id }/events`;
	const listen = async ( headers: Record<string, string> = {}, token = sender.token ): Promise<EventReader> => {
		const stream = await openEvents( url(), { Authorization: `Bearer ${ token }`, ...headers } );
		streams.push( stream );
		return stream;
	};
	const kinds = async ( stream: EventReader, count: number ): Promise<string[]> => {
		const heard: string[] = [];
		while ( heard.length < count ) {
			const next = await stream.next();
			heard.push( typeof next === 'string' ? next : `${ next.id } ${ next.event.kind }` );
		}
		return heard;
	};

	it( 'tells everything from the beginning, in order', async () => {
		expect( await kinds( await listen(), 3 ) ).toEqual( [ '1 accepted', '2 delivered', '3 ringing' ] );
	} );

	it( 'numbers what it says as the page does', async () => {
		const stream = await listen();
		const next = await stream.next();
		expect( next ).toEqual( { id: 1, event: ( await sender.readPage( page.id ) ).events[ 0 ] } );
	} );

	it( 'is a stream that no proxy holds back or keeps', async () => {
		const { headers, status } = ( await listen() ).response;
		expect( [ status, headers.get( 'content-type' ), headers.get( 'x-accel-buffering' ), headers.get( 'cache-control' ) ] )
			.toEqual( [ 200, 'text/event-stream; charset=utf-8', 'no', 'no-store' ] );
	} );

	it( 'ends the oldest of a sender who opens more than fifty', async () => {
		const first = await listen();
		await kinds( first, 3 );
		for ( let more = 0; more < 49; more++ ) {
			await listen();
		}
		const last = await listen();
		expect( await first.next() ).toBe( 'end' );
		expect( await kinds( last, 3 ) ).toHaveLength( 3 );
	} );

	it( 'goes on after the last event that was seen', async () => {
		expect( await kinds( await listen( { 'Last-Event-ID': '2' } ), 1 ) ).toEqual( [ '3 ringing' ] );
	} );

	it.each( [ 'abc', '-1', '1.5', '1e0', '99999999999999999999', '' ] )( 'begins anew after an id that is none of ours: %j', async ( id ) => {
		expect( await kinds( await listen( { 'Last-Event-ID': id } ), 1 ) ).toEqual( [ '1 accepted' ] );
	} );

	it( 'tells news as they happen, once, to everybody who listens', async () => {
		const other = ( await sender.sendPage() ).body;
		const open = (): Promise<EventReader> => openEvents( `${ world.url }/v1/pages/${ other.id }/events`, { Authorization: `Bearer ${ sender.token }` } );
		const [ one, two ] = [ await open(), await open() ];
		streams.push( one, two );
		await sender.sees( other.id, 'ringing' );
		world.onCall.acknowledge( `page-sre/${ other.id }`, 'alice' );
		await sender.sees( other.id, 'acknowledged' );
		world.onCall.resolve( `page-sre/${ other.id }`, 'alice' );
		await sender.sees( other.id, 'resolved' );
		const all = [ '1 accepted', '2 delivered', '3 ringing', '4 acknowledged', '5 resolved' ];
		expect( [ await kinds( one, 5 ), await kinds( two, 5 ) ] ).toEqual( [ all, all ] );
	} );

	it( 'is refused to who is not signed in', async () => {
		await expectProblem( await ask( url() ), 'notSignedIn' );
	} );

	it( 'is unknown to everybody but the sender', async () => {
		const other = await world.signIn( '東京 執事' );
		await expectProblem( await ask( url(), { headers: { Authorization: `Bearer ${ other.token }` } } ), 'notFound' );
	} );

	describe( 'when nothing happens', () => {
		const heartbeat = (): Promise<unknown> => vi.advanceTimersByTimeAsync( 15_000 );
		const listenOn = async ( token?: string ): Promise<EventReader> => {
			vi.useFakeTimers( { toFake: [ 'setInterval', 'clearInterval' ] } );
			const stream = await listen( { 'Last-Event-ID': '3' }, token );
			return stream;
		};

		it( 'shows every 15 s that it is alive', async () => {
			const stream = await listenOn();
			await heartbeat();
			await heartbeat();
			expect( await kinds( stream, 2 ) ).toEqual( [ 'keep-alive', 'keep-alive' ] );
		} );

		it( 'ends once its reader has signed out', async () => {
			const { token, call } = await world.signIn( 'Steward Foo' );
			const stream = await listenOn( token );
			await call( 'DELETE', '/v1/session' );
			await heartbeat();
			expect( await stream.next() ).toBe( 'end' );
		} );

		it( 'goes on when the reader has signed out somewhere else', async () => {
			const elsewhere = await world.signIn( 'Steward Foo' );
			const stream = await listenOn();
			await elsewhere.call( 'DELETE', '/v1/session' );
			await heartbeat();
			expect( await stream.next() ).toBe( 'keep-alive' );
		} );

		it( 'ends once the session has expired', async () => {
			const { token } = await world.signIn( 'Steward Foo' );
			const stream = await listenOn( token );
			world.clock.jump( SESSION_MS );
			await heartbeat();
			expect( await stream.next() ).toBe( 'end' );
			sender = await world.signIn( 'Steward Foo' );
		} );
	} );

	describe( 'when the server stops', () => {
		it( 'ends', async () => {
			const stream = await listen( { 'Last-Event-ID': '3' } );
			const stopped = world.stopServer();
			expect( await stream.next() ).toBe( 'end' );
			await stopped;
			await world.restart();
		} );

		it( 'goes on at the next process with the same token, after the last event', async () => {
			await world.restart();
			expect( await kinds( await listen( { 'Last-Event-ID': '1' } ), 2 ) ).toEqual( [ '2 delivered', '3 ringing' ] );
		} );

		it( 'is not written to any more, even if it was just being opened', async () => {
			const crashes: unknown[] = [];
			const note = ( error: unknown ): void => {
				crashes.push( error );
			};
			process.on( 'uncaughtException', note );
			hold();
			const looked = new Promise<void>( ( resolve ) => {
				finding = resolve;
			} );
			const opening = listen();
			await looked;
			const stopped = world.stopServer();
			release();
			held = undefined;
			expect( await ( await opening ).next() ).toBe( 'end' );
			await stopped;
			process.off( 'uncaughtException', note );
			expect( crashes ).toEqual( [] );
			await world.restart();
		} );
	} );
} );
