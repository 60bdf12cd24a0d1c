// Pages in real stores: accepted whole or not at all, once for each key, and found as they were stored.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedAt, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';

describe.each( stores )( 'PageStore on $name', ( { open } ) => {
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );
	const rows = async ( table: 'pages' | 'deliveries' | 'page_events' ): Promise<unknown[]> =>
		( await store.other() ).database.selectFrom( table ).selectAll().execute();

	it( 'stores page, deliveries and first event together, for other processes to see', async () => {
		const page = domainPage( { summary: '東京 😀', contact: { ircNick: 'foo' }, context: { revision: 7 } } );
		expect( await store.pages.accept( page, [ 'one', 'two' ] ) ).toEqual( { kind: 'accepted', page } );
		const { pages } = await store.other();
		expect( await pages.find( page.id ) ).toEqual( page );
		expect( await pages.eventsAfter( page.id, 0 ) ).toEqual( [ { seq: 1, kind: 'accepted', at: new Date( acceptedAt ).toISOString() } ] );
		expect( await rows( 'deliveries' ) ).toMatchObject( [ { provider: 'one', state: 'waiting', attempts: 0 }, { provider: 'two', state: 'standby', attempts: 0 } ] );
	} );

	it( 'stores nothing of a page of which a part cannot be stored', async () => {
		await expect( store.pages.accept( domainPage(), [ 'one', 'one' ] ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( [ await rows( 'pages' ), await rows( 'deliveries' ), await rows( 'page_events' ) ] ).toEqual( [ [], [], [] ] );
	} );

	it( 'answers a repeated key with the page as it is now', async () => {
		await store.pages.accept( domainPage(), [ 'one' ] );
		const [ claim ] = await store.deliveries.claimDue( acceptedAt, 1000, 1 );
		await store.deliveries.recordOutcome( claim!, { kind: 'delivered', incident: '1' }, null, acceptedAt );
		const again = await store.pages.accept( domainPage( {}, { id: 'another' } ), [ 'one' ] );
		expect( again ).toMatchObject( { kind: 'repeated', page: { id: domainPage().id, state: 'delivered' } } );
		expect( await rows( 'deliveries' ) ).toHaveLength( 1 );
	} );

	it( 'does not take other content under a used key, and keeps the first', async () => {
		await store.pages.accept( domainPage(), [ 'one' ] );
		expect( await store.pages.accept( domainPage( { summary: 'Other' }, { id: 'another', contentHash: 'other' } ), [ 'one' ] ) ).toEqual( { kind: 'keyReused' } );
		expect( await store.pages.find( 'another' ) ).toBeUndefined();
		expect( await store.pages.find( domainPage().id ) ).toEqual( domainPage() );
	} );

	it( 'lets two senders have the same key', async () => {
		await store.pages.accept( domainPage(), [ 'one' ] );
		const theirs = domainPage( {}, { id: 'theirs', sender: { centralId: 2, name: 'Other' } } );
		expect( await store.pages.accept( theirs, [ 'one' ] ) ).toMatchObject( { kind: 'accepted' } );
		expect( await store.pages.findByKey( 2, theirs.idempotencyKey ) ).toEqual( theirs );
	} );

	it( 'accepts one of many that come at once, and of those that come to another process', async () => {
		const other = await store.other();
		const one = ( pages: OpenStore[ 'pages' ] ) => ( _one: unknown, index: number ): ReturnType<typeof pages.accept> =>
			pages.accept( domainPage( {}, { id: `page ${ index }` } ), [ 'one' ] );
		const outcomes = [
			...await Promise.all( Array.from( { length: 5 }, one( store.pages ) ) ),
			...await Promise.all( Array.from( { length: 5 }, one( other.pages ) ) )
		];
		expect( outcomes.filter( ( { kind } ) => kind === 'accepted' ) ).toHaveLength( 1 );
		expect( new Set( outcomes.map( ( outcome ) => 'page' in outcome && outcome.page.id ) ).size ).toBe( 1 );
	} );

	it( 'finds nothing that is not there', async () => {
		expect( [ await store.pages.find( 'x' ), await store.pages.findByKey( 1, 'x' ), await store.pages.eventsAfter( 'x', 0 ), await store.pages.listBySender( 1, 5 ) ] )
			.toEqual( [ undefined, undefined, [], [] ] );
	} );

	it( 'lists a sender\'s pages newest first, no more than asked for, and nobody else\'s', async () => {
		for ( const [ id, at, centralId ] of [ [ 'b', 1, 1 ], [ 'a', 1, 1 ], [ 'c', 0, 1 ], [ 'd', 2, 1 ], [ 'x', 3, 2 ] ] as const ) {
			await store.pages.accept( domainPage( {}, { id, idempotencyKey: id, acceptedAt: acceptedAt + at, sender: { centralId, name: 'x' } } ), [ 'one' ] );
		}
		const ids = async ( limit: number ): Promise<string[]> => ( await store.pages.listBySender( 1, limit ) ).map( ( { id } ) => id );
		expect( [ await ids( 10 ), await ids( 2 ) ] ).toEqual( [ [ 'd', 'b', 'a', 'c' ], [ 'd', 'b' ] ] );
	} );

	it( 'gives events after a number, in order', async () => {
		await store.pages.accept( domainPage(), [ 'one' ] );
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
		await expect( store.pages.accept( domainPage(), [ 'one' ] ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
	} );
} );
