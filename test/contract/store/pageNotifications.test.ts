// What one process writes to PostgreSQL the others hear at COMMIT, and hear again after their
// connection was lost. On SQLite there is one process, and nothing to hear.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Secret } from '../../../server/secret.ts';
import { listenForPages, type PageNotifications } from '../../../server/store/pageNotifications.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { createFakeClock, type FakeClock } from '../../fakeClock.ts';
import { asAdmin, newPostgres, openStores, type OpenStore } from './stores.ts';
import { verbsOn } from './verbs.ts';

describe( 'listenForPages', () => {
	let url: Secret;
	let drop: () => Promise<void>;
	let store: OpenStore;
	let clock: FakeClock;
	let heard: string[];
	let said: string[];
	let notifications: PageNotifications | undefined;
	beforeEach( async () => {
		( { url, drop } = await newPostgres() );
		store = await openStores( url );
		clock = createFakeClock( async () => undefined );
		[ heard, said ] = [ [], [] ];
	} );
	afterEach( async () => {
		await notifications?.stop();
		await store.remove();
		await drop();
	} );

	const listen = async (): Promise<void> => {
		const say = ( _facts: object, message: string ): void => void said.push( message );
		const feed = { changed: ( id: string ) => void heard.push( id ) };
		notifications = await listenForPages( { url, clock, feed, log: { info: say, warn: say } as never } );
	};
	const hears = ( id: string ): Promise<unknown> => vi.waitUntil( () => heard.includes( id ) );
	const cutOff = (): Promise<void> => asAdmin( `
		select pg_terminate_backend( pid ) from pg_stat_activity
		where datname = '${ new URL( url.reveal() ).pathname.slice( 1 ) }' and query in ( 'listen page_changed', 'select 1' )
	` );

	it( 'hears of every page that changes, as soon as the change can be read, and not before', async () => {
		await listen();
		const verbs = verbsOn( await store.other() );
		await verbs.accept( 'one' );
		await hears( 'one' );
		await store.database.transaction().execute( async ( transaction ) => {
			await transaction.insertInto( 'page_events' ).values( { page_id: 'one', seq: 2, at: t0, kind: 'note', data: '{}' } ).execute();
			await verbs.accept( 'two' );
			await hears( 'two' );
			expect( heard ).toEqual( [ 'one', 'two' ] );
		} );
		await vi.waitUntil( () => heard.length === 3 );
		expect( heard ).toEqual( [ 'one', 'two', 'one' ] );
	} );

	it( 'hears nothing of a change that was taken back', async () => {
		await listen();
		await expect( store.pages.accept( domainPage(), [ 'one', 'one' ], null ) ).rejects.toThrow();
		await verbsOn( store ).accept( 'after' );
		await hears( 'after' );
		expect( heard ).toEqual( [ 'after' ] );
	} );

	it( 'listens again half a second after its connection was lost, each time', async () => {
		await listen();
		const lostAndFound = async (): Promise<void> => {
			await cutOff();
			await vi.waitUntil( () => said.at( -1 )?.startsWith( 'does not hear' ) );
			const before = said.length;
			await clock.advance( 499 );
			expect( said ).toHaveLength( before );
			await clock.advance( 1 );
			await vi.waitUntil( () => said.at( -1 ) === 'hears other processes again' );
		};
		await lostAndFound();
		await lostAndFound();
		await verbsOn( store ).accept( 'after' );
		await hears( 'after' );
	} );

	it( 'asks every half minute whether the server is still there', async () => {
		await listen();
		await clock.advance( 30_000 );
		await vi.waitUntil( async () => ( await sql`select 1 from pg_stat_activity where query = 'select 1' and datname = current_database()`
			.execute( store.database ) ).rows.length === 1 );
	} );

	it( 'does not keep a server from starting when it cannot listen, and goes on trying', async () => {
		const name = new URL( url.reveal() ).pathname.slice( 1 );
		await asAdmin( `alter database ${ name } allow_connections false` );
		await listen();
		expect( said ).toEqual( [ expect.stringMatching( /^does not hear/ ) ] );
		await clock.advance( 500 );
		await vi.waitUntil( () => said.length === 2 );
		await asAdmin( `alter database ${ name } allow_connections true` );
		await clock.advance( 1000 );
		await vi.waitUntil( () => said.at( -1 ) === 'hears other processes again' );
	} );
} );
