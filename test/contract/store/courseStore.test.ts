// The course of a page after acceptance, in real stores: nobody answers, or its sender adds, withdraws
// or pages again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { bounds, stores, type OpenStore } from './stores.ts';
import { colleague, LEASE, sender, verbsOn, type Verbs } from './verbs.ts';

const { answerMs } = bounds;
const MINUTE = 60_000;

describe.each( stores )( 'CourseStore on $name', ( { open } ) => {
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
	const pageNotOpen = { code: 'pageNotOpen' };
	const acknowledge = async (): Promise<void> => {
		await verbs.observe( await verbs.watched( 'one', id ), { phase: 'acknowledged' } );
	};

	describe( 'escalateUnanswered', () => {
		it( 'starts the next provider when nobody has answered in time, once, and not before', async () => {
			await verbs.deliver();
			expect( await store.course.nextUnanswered() ).toBe( t0 + answerMs );
			expect( await store.course.escalateUnanswered( t0 + answerMs - 1 ) ).toEqual( [] );
			expect( await store.course.escalateUnanswered( t0 + answerMs ) ).toMatchObject( [ { id } ] );
			expect( await store.course.escalateUnanswered( t0 + answerMs ) ).toEqual( [] );
			expect( await last( 1 ) ).toEqual( [ 'unanswered' ] );
			expect( await verbs.due( t0 + answerMs ) ).toEqual( [ 'two 1' ] );
			expect( await store.course.nextUnanswered() ).toBe( t0 + 2 * answerMs );
		} );

		it( 'pages again when no provider is left, three rounds in all, and then leaves it', async () => {
			let now = t0;
			await verbs.deliver( now );
			await store.course.escalateUnanswered( now += answerMs );
			expect( await verbs.deliver( now ) ).toMatchObject( { provider: 'two', round: 1 } );
			for ( const round of [ 2, 3 ] ) {
				await store.course.escalateUnanswered( now += answerMs );
				expect( await last( 2 ) ).toEqual( [ 'unanswered', `pagedAgain ${ round } server` ] );
				expect( await store.pages.find( id ) ).toMatchObject( { round } );
				expect( ( await verbs.deliver( now ) ) ).toMatchObject( { provider: 'one', round } );
				await store.course.escalateUnanswered( now += answerMs );
				expect( await last( 1 ) ).toEqual( [ 'unanswered' ] );
				expect( await verbs.deliver( now ) ).toMatchObject( { provider: 'two', round } );
			}
			expect( await store.course.escalateUnanswered( now += answerMs ) ).toMatchObject( [ { id } ] );
			expect( await last( 1 ) ).toEqual( [ 'unanswered' ] );
			expect( [ await store.course.nextUnanswered(), await verbs.due( now + 99 * answerMs ) ] ).toEqual( [ undefined, [] ] );
		} );

		it( 'leaves what was acknowledged, and takes it up when it is reopened', async () => {
			await verbs.deliver();
			await acknowledge();
			expect( [ await store.course.nextUnanswered(), await store.course.escalateUnanswered( t0 + answerMs ) ] ).toEqual( [ undefined, [] ] );
			await verbs.observe( await verbs.watched( 'one', id ), { phase: 'triggered' }, [], t0 + 10 );
			expect( await store.course.nextUnanswered() ).toBe( t0 + 10 + answerMs );
		} );

		it( 'goes on with a page for one of those who ask at once', async () => {
			await verbs.deliver();
			const asked = await Promise.all( [ 1, 2, 3 ].map( () => store.course.escalateUnanswered( t0 + answerMs ) ) );
			expect( asked.flat() ).toHaveLength( 1 );
			expect( ( await verbs.events( id ) ).filter( ( event ) => event === 'unanswered' ) ).toHaveLength( 1 );
		} );
	} );

	describe( 'addNote', () => {
		it( 'tells the note, and every incident that is open', async () => {
			await verbs.accept( 'another' );
			const underWay = await store.deliveries.claimDue( t0 + bounds.failoverMs, LEASE, 4 );
			await Promise.all( underWay.map( ( claimed ) => verbs.record( claimed ) ) );
			await store.course.addNote( id, 'It is back', sender, t0 + 5 );
			expect( await last( 1 ) ).toEqual( [ 'note It is back' ] );
			const handle = ( provider: string ): object => ( {
				kind: 'note', text: 'Steward Foo: It is back', pageId: id, provider, handle: { dedupKey: `page-sre/${ id }`, incident: `of ${ provider }` }
			} );
			expect( await store.actions.claimActions( t0 + 5, 1000, 10 ) ).toMatchObject( [ handle( 'one' ), handle( 'two' ) ] );
		} );

		it( 'is told although no incident is open yet, and to nobody', async () => {
			await store.course.addNote( id, 'Also on dewiki', sender, t0 );
			expect( [ await last( 1 ), await store.actions.nextAction() ] ).toEqual( [ [ 'note Also on dewiki' ], undefined ] );
		} );

		it( 'is refused for what is closed, and for what is not there', async () => {
			await store.course.withdraw( id, sender, t0 );
			await expect( store.course.addNote( id, 'late', sender, t0 ) ).rejects.toMatchObject( pageNotOpen );
			await expect( store.course.addNote( 'no page', 'lost', sender, t0 ) ).rejects.toMatchObject( pageNotOpen );
			expect( await last( 1 ) ).toEqual( [ 'withdrawn' ] );
		} );
	} );

	describe( 'addNote by another member', () => {
		it( 'says whose it is, in the course and on the incident, and lets them follow the page', async () => {
			await verbs.deliver();
			await store.course.addNote( id, 'dewiki too', colleague, t0 );
			expect( await last( 1 ) ).toEqual( [ 'note dewiki too Steward Bar' ] );
			expect( await store.actions.claimActions( t0, 1000, 10 ) ).toMatchObject( [ { kind: 'note', text: 'Steward Bar: dewiki too' } ] );
			expect( await store.pages.isFollower( id, colleague.centralId! ) ).toBe( true );
			await store.course.addNote( id, 'and frwiki', colleague, t0 );
			expect( await last( 1 ) ).toEqual( [ 'note and frwiki Steward Bar' ] );
		} );

		it( 'makes nobody follow what is closed', async () => {
			await store.course.withdraw( id, sender, t0 );
			await expect( store.course.addNote( id, 'late', colleague, t0 ) ).rejects.toMatchObject( pageNotOpen );
			expect( await store.pages.isFollower( id, colleague.centralId! ) ).toBe( false );
		} );
	} );

	describe( 'withdraw', () => {
		it( 'attempts nothing any more, repeats nothing, and resolves what was opened', async () => {
			await store.deliveries.recordOutcome( await verbs.claim(), { kind: 'delivered', incident: '42' }, t0 + 10, t0 );
			await store.course.withdraw( id, sender, t0 + 5 );
			expect( [ await verbs.stateOf( id ), await last( 1 ) ] ).toEqual( [ 'withdrawn', [ 'withdrawn' ] ] );
			expect( [ await verbs.due( t0 + 99 * answerMs ), await store.course.nextUnanswered() ] ).toEqual( [ [], undefined ] );
			expect( await store.actions.claimActions( t0 + 5, 1000, 10 ) ).toMatchObject( [ { kind: 'resolve', provider: 'one', handle: { incident: '42' } } ] );
		} );

		it( 'resolves what a provider took while the page was withdrawn', async () => {
			const underWay = await verbs.claim();
			await store.course.withdraw( id, sender, t0 );
			// Should this process die, the provider is told once the attempt must have ended.
			expect( await store.actions.nextAction() ).toBe( t0 + LEASE );
			expect( await verbs.record( underWay ) ).toBe( true );
			expect( [ await verbs.stateOf( id ), await last( 1 ) ] ).toEqual( [ 'withdrawn', [ 'withdrawn' ] ] );
			expect( await store.actions.claimActions( t0, 1000, 10 ) ).toMatchObject( [ { kind: 'resolve', text: 'Withdrawn by its sender.' } ] );
		} );

		it( 'does nothing the second time, and is refused once resolved', async () => {
			await verbs.deliver();
			await store.course.withdraw( id, sender, t0 );
			await store.course.withdraw( id, sender, t0 );
			expect( ( await verbs.events( id ) ).filter( ( event ) => event === 'withdrawn' ) ).toHaveLength( 1 );
			await verbs.accept( 'another' );
			await verbs.deliver();
			await verbs.observe( await verbs.watched( 'one', 'another' ), { phase: 'resolved' } );
			await expect( store.course.withdraw( 'another', sender, t0 ) ).rejects.toMatchObject( pageNotOpen );
			await expect( store.course.withdraw( 'no page', sender, t0 ) ).rejects.toMatchObject( pageNotOpen );
		} );
	} );

	describe( 'pageAgain', () => {
		it( 'makes a new alert at every provider, in order, under keys of its own', async () => {
			await verbs.deliver();
			await store.course.pageAgain( id, 2, sender, t0 + MINUTE );
			expect( [ await last( 1 ), ( await store.pages.find( id ) )?.round ] ).toEqual( [ [ 'pagedAgain 2 sender' ], 2 ] );
			expect( await verbs.due( t0 + MINUTE + bounds.failoverMs - 1 ) ).toEqual( [ 'one 2' ] );
			expect( await verbs.due( t0 + MINUTE + bounds.failoverMs ) ).toEqual( [ 'two 2' ] );
			expect( await store.course.nextUnanswered() ).toBe( t0 + MINUTE + answerMs );
		} );

		it( 'does nothing for a round that was started, however many ask for it', async () => {
			await verbs.deliver();
			await Promise.all( [ 1, 2, 3 ].map( () => store.course.pageAgain( id, 2, sender, t0 + MINUTE ) ) );
			await store.course.pageAgain( id, 1, sender, t0 + MINUTE );
			expect( ( await verbs.events( id ) ).filter( ( event ) => event.startsWith( 'pagedAgain' ) ) ).toEqual( [ 'pagedAgain 2 sender' ] );
		} );

		it( 'lets a phone ring for a minute first', async () => {
			await verbs.deliver();
			await expect( store.course.pageAgain( id, 2, sender, t0 + MINUTE - 1 ) ).rejects.toMatchObject( { code: 'pagedAgainTooSoon' } );
			await store.course.pageAgain( id, 2, sender, t0 + MINUTE );
			await expect( store.course.pageAgain( id, 3, sender, t0 + 2 * MINUTE - 1 ) ).rejects.toMatchObject( { code: 'pagedAgainTooSoon' } );
			await store.course.pageAgain( id, 3, sender, t0 + 2 * MINUTE );
			expect( await store.pages.find( id ) ).toMatchObject( { round: 3 } );
		} );

		it( 'is refused when somebody has it, when it is closed, and for a round that leaves one out', async () => {
			await verbs.deliver();
			await expect( store.course.pageAgain( id, 3, sender, t0 + MINUTE ) ).rejects.toMatchObject( pageNotOpen );
			await acknowledge();
			await expect( store.course.pageAgain( id, 2, sender, t0 + MINUTE ) ).rejects.toMatchObject( pageNotOpen );
			await store.course.withdraw( id, sender, t0 );
			await expect( store.course.pageAgain( id, 2, sender, t0 + MINUTE ) ).rejects.toMatchObject( pageNotOpen );
		} );
	} );
} );
