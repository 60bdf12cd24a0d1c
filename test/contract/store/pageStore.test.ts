// Pages in real stores: accepted whole or not at all, once for each key, and found as they were stored.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptOutcome, AcceptTerms, PageFilter } from '../../../server/pages/ports.ts';
import { actorOf, type Page } from '../../../server/pages/page.ts';
import { acceptedAt, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { sender, termsFor, verbsOn } from './verbs.ts';

describe.each( stores )( 'PageStore on $name', ( { open } ) => {
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );
	const accept = ( page: Page, providers = [ 'one' ], terms: Partial<AcceptTerms> = {} ): Promise<AcceptOutcome> =>
		store.pages.accept( page, providers, termsFor( page, terms ) );
	const rows = async ( table: 'pages' | 'deliveries' | 'page_events' ): Promise<unknown[]> =>
		( await store.other() ).database.selectFrom( table ).selectAll().execute();

	it( 'stores page, deliveries and first event together, for other processes to see', async () => {
		const page = domainPage( { summary: '東京 😀', contact: { ircNick: 'foo' }, context: { revision: 7 } }, { sender: { centralId: -3, name: 'foo', email: 'foo@例え.jp' } } );
		expect( await accept( page, [ 'one', 'two' ] ) ).toEqual( { kind: 'accepted', page } );
		const { pages } = await store.other();
		expect( await pages.find( page.id ) ).toEqual( page );
		expect( await pages.eventsAfter( page.id, 0 ) ).toEqual( [ { seq: 1, kind: 'accepted', at: new Date( acceptedAt ).toISOString() } ] );
		expect( await rows( 'deliveries' ) ).toMatchObject( [ { provider: 'one', state: 'waiting', attempts: 0 }, { provider: 'two', state: 'standby', attempts: 0 } ] );
	} );

	it( 'gives all events of several pages, each in its order', async () => {
		const [ one, two ] = [ domainPage(), domainPage( {}, { id: '01JDCWZ5X0000000000000000B', idempotencyKey: 'l'.repeat( 16 ) } ) ];
		await accept( one );
		await accept( two );
		await store.course.addNote( one.id, 'More', actorOf( { ...one.sender, singleSignOn: null } ), acceptedAt );
		const events = await store.pages.eventsOf( [ two.id, one.id, 'unknown' ] );
		expect( [ ...events ].map( ( [ id, those ] ) => [ id, ...those.map( ( { kind } ) => kind ) ] ) )
			.toEqual( [ [ two.id, 'accepted' ], [ one.id, 'accepted', 'note' ], [ 'unknown' ] ] );
		expect( await store.pages.eventsOf( [] ) ).toEqual( new Map() );
	} );

	it( 'stores nothing of a page of which a part cannot be stored', async () => {
		await expect( accept( domainPage(), [ 'one', 'one' ] ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( [ await rows( 'pages' ), await rows( 'deliveries' ), await rows( 'page_events' ) ] ).toEqual( [ [], [], [] ] );
	} );

	it( 'answers a repeated key with the page as it is now', async () => {
		await accept( domainPage() );
		const [ claim ] = await store.deliveries.claimDue( acceptedAt, 1000, 1 );
		await store.deliveries.recordOutcome( claim!, { kind: 'delivered', incident: '1' }, null, acceptedAt );
		const again = await accept( domainPage( {}, { id: 'another' } ) );
		expect( again ).toMatchObject( { kind: 'repeated', page: { id: domainPage().id, state: 'delivered' } } );
		expect( await rows( 'deliveries' ) ).toHaveLength( 1 );
	} );

	it( 'does not take other content under a used key, and keeps the first', async () => {
		await accept( domainPage() );
		expect( await accept( domainPage( { summary: 'Other' }, { id: 'another', contentHash: 'other' } ) ) ).toEqual( { kind: 'keyReused' } );
		expect( await store.pages.find( 'another' ) ).toBeUndefined();
		expect( await store.pages.find( domainPage().id ) ).toEqual( domainPage() );
	} );

	it( 'lets two senders have the same key', async () => {
		await accept( domainPage() );
		const theirs = domainPage( {}, { id: 'theirs', sender: { centralId: 2, name: 'Other', email: null } } );
		expect( await accept( theirs, [ 'one' ], { seen: [ domainPage().id ] } ) ).toMatchObject( { kind: 'accepted' } );
		expect( await store.pages.findByKey( 2, theirs.idempotencyKey ) ).toEqual( theirs );
	} );

	it( 'accepts one of many that come at once, and of those that come to another process', async () => {
		const other = await store.other();
		const one = ( pages: OpenStore[ 'pages' ] ) => ( _one: unknown, index: number ): ReturnType<typeof pages.accept> =>
			pages.accept( domainPage( {}, { id: `page ${ index }` } ), [ 'one' ], termsFor( domainPage() ) );
		const outcomes = [
			...await Promise.all( Array.from( { length: 5 }, one( store.pages ) ) ),
			...await Promise.all( Array.from( { length: 5 }, one( other.pages ) ) )
		];
		expect( outcomes.filter( ( { kind } ) => kind === 'accepted' ) ).toHaveLength( 1 );
		expect( new Set( outcomes.map( ( outcome ) => 'page' in outcome && outcome.page.id ) ).size ).toBe( 1 );
	} );

	it( 'finds nothing that is not there', async () => {
		expect( [ await store.pages.find( 'x' ), await store.pages.findByKey( 1, 'x' ), await store.pages.eventsAfter( 'x', 0 ), await store.pages.list( { centralId: 1, limit: 5 } ) ] )
			.toEqual( [ undefined, undefined, [], [] ] );
	} );

	it( 'lists pages newest first: open or closed ones, those of a sender, from where a list ended; heartbeats never', async () => {
		const verbs = verbsOn( store );
		for ( const id of [ 'a', 'b', 'c' ] ) {
			await verbs.accept( id );
		}
		await accept( domainPage( {}, { id: 'd', idempotencyKey: 'd', kind: 'drill', sender: { centralId: 2, name: 'x', email: null } } ) );
		await store.pages.accept( domainPage( {}, { id: 'e', idempotencyKey: 'e', kind: 'heartbeat', sender: { centralId: 0, name: '', email: null } } ), [ 'one' ], null );
		await store.course.withdraw( 'b', sender, acceptedAt );
		const ids = async ( filter: Partial<PageFilter> ): Promise<string> => ( await store.pages.list( { limit: 9, ...filter } ) ).map( ( { id } ) => id ).join( '' );
		expect( await Promise.all( [ {}, { open: true }, { open: false }, { centralId: 50001 }, { before: 'c' }, { limit: 2 }, { open: true, before: 'd', limit: 1 } ].map( ids ) ) )
			.toEqual( [ 'dcba', 'dca', 'b', 'cba', 'ba', 'dc', 'c' ] );
	} );

	it( 'removes a heartbeat with all that belongs to it', async () => {
		await store.pages.accept( domainPage( {}, { kind: 'heartbeat' } ), [ 'one' ], null );
		await store.pages.remove( domainPage().id );
		expect( [ await rows( 'pages' ), await rows( 'deliveries' ), await rows( 'page_events' ) ] ).toEqual( [ [], [], [] ] );
	} );

	it( 'gives events after a number, in order', async () => {
		await accept( domainPage() );
		const [ claim ] = await store.deliveries.claimDue( acceptedAt, 1000, 1 );
		await store.deliveries.recordOutcome( claim!, { kind: 'delivered', incident: '1' }, null, acceptedAt + 5 );
		const { id } = domainPage();
		expect( ( await store.pages.eventsAfter( id, 0 ) ).map( ( { seq, kind } ) => `${ seq } ${ kind }` ) ).toEqual( [ '1 accepted', '2 delivered' ] );
		expect( await store.pages.eventsAfter( id, 1 ) ).toEqual( [ { seq: 2, at: new Date( acceptedAt + 5 ).toISOString(), kind: 'delivered', provider: 'one', incident: '1' } ] );
		expect( await store.pages.eventsAfter( id, 2 ) ).toEqual( [] );
	} );

	it( 'says that the store is unavailable when it is gone', async () => {
		await store.database.destroy();
		await expect( store.pages.find( 'x' ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		await expect( accept( domainPage() ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
	} );
} );
