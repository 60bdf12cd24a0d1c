// What incidents are to be told, in real stores: claimed by one, tried again, and done once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedAction } from '../../../server/pages/ports.ts';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { sender, verbsOn } from './verbs.ts';

const SECOND = 1000;

describe.each( stores )( 'ActionStore on $name', ( { open } ) => {
	let store: OpenStore;
	const id = 'a page';
	beforeEach( async () => {
		store = await open();
		const verbs = verbsOn( store );
		await verbs.accept( id );
		await verbs.deliver();
		await store.course.addNote( id, 'first', sender, t0 );
	} );
	afterEach( () => store.remove() );

	const claim = ( now = t0, limit = 10 ): Promise<ClaimedAction[]> => store.actions.claimActions( now, SECOND, limit );
	const texts = ( claimed: ClaimedAction[] ): string[] => claimed.map( ( { text } ) => text );

	it( 'gives what is due in the order in which it was asked for, as many as wanted', async () => {
		await store.course.addNote( id, 'second', sender, t0 );
		await store.course.addNote( id, 'third', sender, t0 + 1 );
		expect( texts( await claim( t0, 1 ) ) ).toEqual( [ 'Steward Foo: first' ] );
		expect( texts( await claim( t0 ) ) ).toEqual( [ 'Steward Foo: second' ] );
		expect( texts( await claim( t0 + 1 ) ) ).toEqual( [ 'Steward Foo: third' ] );
	} );

	it( 'gives each to one of those who ask at once', async () => {
		await store.course.addNote( id, 'second', sender, t0 );
		const claims = ( await Promise.all( [ 1, 2, 3 ].map( () => claim() ) ) ).flat();
		expect( texts( claims ).sort() ).toEqual( [ 'Steward Foo: first', 'Steward Foo: second' ] );
	} );

	it( 'gives it anew when the lease has run out, and takes no record for the old one', async () => {
		const [ dead ] = await claim();
		expect( await claim( t0 + SECOND - 1 ) ).toEqual( [] );
		const [ heir ] = await claim( t0 + SECOND );
		expect( heir ).toMatchObject( { actionId: dead!.actionId, attempts: 0 } );
		await store.actions.recordAction( dead!, null );
		expect( await store.actions.nextAction() ).toBe( t0 + 2 * SECOND );
		await store.actions.recordAction( heir!, null );
		expect( [ await store.actions.nextAction(), await claim( t0 + 999 * SECOND ) ] ).toEqual( [ undefined, [] ] );
	} );

	it( 'gives what failed again at its time, rounded up to a whole millisecond', async () => {
		const [ failed ] = await claim();
		await store.actions.recordAction( failed!, t0 + 30 * SECOND + 0.25 );
		expect( await store.actions.nextAction() ).toBe( t0 + 30 * SECOND + 1 );
		expect( await claim( t0 + 30 * SECOND ) ).toEqual( [] );
		expect( await claim( t0 + 30 * SECOND + 1 ) ).toMatchObject( [ { text: 'Steward Foo: first', attempts: 1 } ] );
	} );
} );
