// What responders do to a page on our own site, in real stores; drills; and that the audit log has each
// deed of each person once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { bounds, stores, type OpenStore } from './stores.ts';
import { colleague, responder, sender, termsFor, verbsOn, type Verbs } from './verbs.ts';

const MINUTE = 60_000;

describe.each( stores )( 'CourseStore for responders on $name', ( { open } ) => {
	let store: OpenStore;
	let verbs: Verbs;
	const id = 'a page';
	beforeEach( async () => {
		store = await open();
		verbs = verbsOn( store );
		await verbs.accept( id );
	} );
	afterEach( () => store.remove() );

	const last = async ( count: number ): Promise<string[]> => ( await verbs.events( id ) ).slice( -count );
	const told = async (): Promise<string[]> => ( await store.actions.claimActions( t0 + MINUTE, 1, 10 ) ).map( ( { kind, text } ) => `${ kind } ${ text }` );
	const deeds = async (): Promise<string[]> => ( await store.audit.list( { pageId: id, limit: 99 } ) )
		.map( ( { action, actor } ) => `${ action } by ${ actor.name }` ).reverse().slice( 1 );
	const acknowledge = ( readBack: string[] = [], now = t0 ): Promise<void> => store.course.answer( id, 'acknowledged', responder, readBack, now );
	const resolve = ( readBack: string[] = [], now = t0 ): Promise<void> => store.course.answer( id, 'resolved', responder, readBack, now );

	describe( 'reply', () => {
		it( 'is told to the sender and to the incidents, by name', async () => {
			await verbs.deliver();
			await store.course.reply( id, 'Looking into it', responder, t0 + 5 );
			expect( await last( 1 ) ).toEqual( [ 'reply Looking into it Engineer' ] );
			expect( await told() ).toEqual( [ 'note Engineer to the sender: Looking into it' ] );
			expect( await deeds() ).toEqual( [ 'replied by Engineer' ] );
		} );

		it( 'reaches the sender in whatever state the page is', async () => {
			await store.course.withdraw( id, sender, t0 );
			await store.course.reply( id, 'It was real', responder, t0 );
			expect( [ await last( 1 ), await verbs.stateOf( id ) ] ).toEqual( [ [ 'reply It was real Engineer' ], 'withdrawn' ] );
		} );

		it( 'needs a page', async () => {
			await expect( store.course.reply( 'no page', 'x', responder, t0 ) ).rejects.toMatchObject( { code: 'notFound' } );
		} );
	} );

	describe( 'answer', () => {
		it( 'acknowledges: nothing more is tried, and nobody is paged again', async () => {
			await verbs.deliver();
			await acknowledge();
			expect( [ await verbs.stateOf( id ), await last( 1 ) ] ).toEqual( [ 'acknowledged', [ 'acknowledged page-sre Engineer' ] ] );
			expect( [ await verbs.due( t0 + 99 * bounds.answerMs ), await store.course.nextUnanswered() ] ).toEqual( [ [], undefined ] );
			expect( await told() ).toEqual( [] );
		} );

		it( 'resolves, and closes what was opened', async () => {
			await store.deliveries.recordOutcome( await verbs.claim(), { kind: 'delivered', incident: '42' }, t0 + 10, t0 );
			await resolve();
			expect( [ await verbs.stateOf( id ), await last( 1 ) ] ).toEqual( [ 'resolved', [ 'resolved page-sre Engineer' ] ] );
			expect( await told() ).toEqual( [ 'resolve Answered on the site of Page SRE.' ] );
			expect( await verbs.due( t0 + 99 * bounds.answerMs ) ).toEqual( [] );
		} );

		it( 'does nothing the second time', async () => {
			await acknowledge();
			await acknowledge();
			await resolve();
			await resolve();
			expect( await last( 3 ) ).toEqual( [ 'accepted', 'acknowledged page-sre Engineer', 'resolved page-sre Engineer' ] );
			expect( await deeds() ).toEqual( [ 'acknowledged by Engineer', 'resolved by Engineer' ] );
		} );

		it( 'is refused where a provider has it that tells by itself, and not before it has it', async () => {
			await acknowledge( [ 'one' ] );
			await verbs.accept( 'another' );
			await verbs.deliver();
			const elsewhere = store.course.answer( 'another', 'acknowledged', responder, [ 'one' ], t0 );
			await expect( elsewhere ).rejects.toMatchObject( { code: 'answerElsewhere' } );
			expect( await verbs.stateOf( 'another' ) ).toBe( 'delivered' );
			await store.course.answer( 'another', 'acknowledged', responder, [ 'two' ], t0 );
			expect( await verbs.stateOf( 'another' ) ).toBe( 'acknowledged' );
		} );

		it( 'is refused for what is closed, and for what is not there', async () => {
			await resolve();
			await expect( acknowledge() ).rejects.toMatchObject( { code: 'pageNotOpen' } );
			await expect( store.course.answer( 'no page', 'resolved', responder, [], t0 ) ).rejects.toMatchObject( { code: 'pageNotOpen' } );
			expect( await deeds() ).toEqual( [ 'resolved by Engineer' ] );
		} );
	} );

	describe( 'a drill', () => {
		beforeEach( async () => {
			const drill = domainPage( {}, { id: 'drill', idempotencyKey: 'drill', kind: 'drill' } );
			await store.pages.accept( drill, [ 'one' ], termsFor( drill ) );
		} );

		it( 'goes on to nobody when it is not answered, and cannot be sent again', async () => {
			const [ claim ] = ( await store.deliveries.claimDue( t0, MINUTE, 9 ) ).filter( ( { page } ) => page.kind === 'drill' );
			await verbs.record( claim! );
			expect( await store.course.escalateUnanswered( t0 + 99 * bounds.answerMs ) ).toEqual( [] );
			expect( await verbs.events( 'drill' ) ).toEqual( [ 'accepted', 'delivered one of one' ] );
			await expect( store.course.pageAgain( 'drill', 2, sender, t0 + MINUTE ) ).rejects.toMatchObject( { code: 'pageNotOpen' } );
		} );
	} );

	it( 'has each deed of each person in the audit log, and none that was refused', async () => {
		await verbs.deliver();
		await store.course.addNote( id, 'more', sender, t0 + 1 );
		await store.course.addNote( id, 'also', colleague, t0 + 2 );
		await store.course.pageAgain( id, 2, sender, t0 + MINUTE );
		await store.course.pageAgain( id, 2, sender, t0 + MINUTE );
		await expect( store.course.pageAgain( id, 3, sender, t0 + MINUTE ) ).rejects.toMatchObject( { code: 'pagedAgainTooSoon' } );
		await store.course.withdraw( id, sender, t0 + MINUTE );
		await store.course.withdraw( id, sender, t0 + MINUTE );
		await expect( store.course.addNote( id, 'late', colleague, t0 + MINUTE ) ).rejects.toMatchObject( { code: 'pageNotOpen' } );
		expect( await deeds() ).toEqual( [ 'noteAdded by Steward Foo', 'noteAdded by Steward Bar', 'pagedAgain by Steward Foo', 'pageWithdrawn by Steward Foo' ] );
		expect( JSON.stringify( await store.audit.list( { limit: 99 } ) ) ).not.toMatch( /more|also/ );
	} );
} );
