// Promises of what a sender does about an open page: once for a double click, never twice after a lost
// answer, and what was written stays until it has arrived. Each transition of the diagram is walked.
import { shallowRef } from 'vue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../../gadget/panel/api.ts';
import { useDraft } from '../../../gadget/panel/useDraft.ts';
import type { DraftHolder } from '../../../gadget/panel/useDraft.ts';
import type { PageHolder, PageStep } from '../../../gadget/panel/usePage.ts';
import { usePageActions } from '../../../gadget/course/usePageActions.ts';
import type { PageActions } from '../../../gadget/panel/parts.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import type { PageView } from '../../../server/contract/page.ts';
import { fakeApi } from '../fakeApi.ts';
import type { FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, aPage, aSession, anEvent, problem } from '../fixtures.ts';

const NOTE = 'It is back.';
const noted = aPage( { events: [ ...aPage().events, anEvent( 2, { kind: 'note', text: NOTE, by: null } ) ] } );
const withdrawn = aPage( { state: 'withdrawn', events: [ ...aPage().events, anEvent( 2, { kind: 'withdrawn' } ) ] } );
const again = aPage( { round: 2, events: [ ...aPage().events, anEvent( 2, { kind: 'pagedAgain', round: 2, by: 'sender' } ) ] } );
const answered = ( value: PageView ): Answer<PageView> => ( { kind: 'answered', value } );
const refused = ( ...of: Parameters<typeof problem> ): Answer<PageView> => ( { kind: 'refused', problem: problem( ...of ) } );
const noAnswer: Answer<PageView> = { kind: 'noAnswer' };

let api: FakeApi;
let page: PageHolder;
let session: SessionHolder;
let holder: DraftHolder;
let actions: PageActions;

const follow = ( shown: PageView ): void => {
	page.step.value = { name: 'following', page: shown, connected: true };
};

beforeEach( () => {
	api = fakeApi();
	session = fakeSession( { name: 'signedIn', session: aSession() } );
	page = {
		step: shallowRef<PageStep>( { name: 'following', page: aPage(), connected: true } ),
		review: vi.fn(), edit: vi.fn(), startNew: vi.fn(), adopt: vi.fn(), go: vi.fn(), submit: vi.fn(), see: vi.fn(), retry: vi.fn(),
		update: vi.fn( follow )
	};
	holder = useDraft( aHost(), () => 'k'.repeat( 20 ) );
	holder.draft.note = ` ${ NOTE }\r\n`;
	actions = usePageActions( api, page, session, holder );
} );

describe.each( [
	[ 'addNote', 'addNote', [ '01JPAGE', NOTE ], noted ],
	[ 'withdraw', 'withdrawPage', [ '01JPAGE' ], withdrawn ],
	[ 'pageAgain', 'pageAgain', [ '01JPAGE', 2 ], again ]
] as const )( '%s', ( name, asked, args, done ) => {
	const ask = () => api[ asked ];
	const run = (): Promise<void> => actions[ name ].run();
	const state = (): string => actions[ name ].state.value.name;

	it( 'asks our server, once for a double click, and shows the page as it is then', async () => {
		ask().mockResolvedValue( answered( done ) );
		const both = [ run(), run() ];
		expect( state() ).toBe( 'underWay' );
		await Promise.all( both );
		expect( ask().mock.calls ).toEqual( [ args ] );
		expect( page.update ).toHaveBeenCalledExactlyOnceWith( done );
		expect( state() ).toBe( 'done' );
	} );

	it( 'shows a refusal, and may be asked for again', async () => {
		ask().mockResolvedValueOnce( refused( 'pageNotOpen' ) ).mockResolvedValueOnce( answered( done ) );
		await run();
		expect( actions[ name ].state.value ).toMatchObject( { name: 'refused', problem: { code: 'pageNotOpen' } } );
		expect( holder.draft.note ).toContain( NOTE );
		await run();
		expect( state() ).toBe( 'done' );
		expect( api.readPage ).not.toHaveBeenCalled();
	} );

	it( 'is done when the answer was lost but the page says so', async () => {
		ask().mockResolvedValueOnce( noAnswer );
		api.readPage.mockResolvedValueOnce( answered( done ) );
		await run();
		expect( state() ).toBe( 'done' );
		expect( ask() ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'says that there is no answer when the page does not say so, and looks again before it asks again', async () => {
		ask().mockResolvedValueOnce( noAnswer ).mockResolvedValueOnce( answered( done ) );
		api.readPage.mockResolvedValue( answered( aPage() ) );
		await run();
		expect( state() ).toBe( 'noAnswer' );
		expect( holder.draft.note ).toContain( NOTE );
		await run();
		expect( ask().mock.calls ).toEqual( [ args, args ] );
		expect( api.readPage ).toHaveBeenCalledTimes( 2 );
		expect( state() ).toBe( 'done' );
	} );

	it( 'does not ask again when a look at the page finds it', async () => {
		ask().mockResolvedValueOnce( noAnswer );
		api.readPage.mockResolvedValueOnce( noAnswer ).mockResolvedValueOnce( answered( done ) );
		await run();
		await run();
		expect( ask() ).toHaveBeenCalledTimes( 1 );
		expect( state() ).toBe( 'done' );
	} );

	it( 'does not ask blindly while our server does not say what became of it', async () => {
		ask().mockResolvedValueOnce( noAnswer );
		api.readPage.mockResolvedValue( noAnswer );
		await run();
		await run();
		expect( state() ).toBe( 'noAnswer' );
		expect( ask() ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'is done as soon as the page’s events tell of it', async () => {
		ask().mockResolvedValueOnce( noAnswer );
		api.readPage.mockResolvedValue( noAnswer );
		await run();
		follow( aPage( { state: 'delivered' } ) );
		expect( state() ).toBe( 'noAnswer' );
		follow( done );
		expect( state() ).toBe( 'done' );
	} );

	it( 'is done when the events told of it while the answer was being lost', async () => {
		ask().mockImplementationOnce( () => {
			follow( done );
			return Promise.resolve( noAnswer );
		} );
		api.readPage.mockResolvedValue( noAnswer );
		await run();
		expect( state() ).toBe( 'done' );
	} );

	it( 'looks for it too after a fault of our server’s, which may have come later', async () => {
		ask().mockResolvedValueOnce( refused( 'internal' ) );
		api.readPage.mockResolvedValueOnce( answered( done ) );
		await run();
		expect( state() ).toBe( 'refused' );
		await run();
		expect( ask() ).toHaveBeenCalledTimes( 1 );
		expect( state() ).toBe( 'done' );
	} );

	it( 'asks to sign in when the session has ended, keeps what was written, and begins anew then', async () => {
		ask().mockResolvedValueOnce( refused( 'sessionExpired' ) );
		await run();
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		expect( state() ).toBe( 'refused' );
		expect( holder.draft.note ).toContain( NOTE );
		session.state.value = { name: 'signedIn', session: aSession() };
		expect( state() ).toBe( 'idle' );
	} );

	it( 'says nothing about a page to the next one', async () => {
		let answer: ( given: Answer<PageView> ) => void = () => undefined;
		ask().mockReturnValueOnce( new Promise( ( resolve ) => {
			answer = resolve;
		} ) );
		const running = run();
		follow( aPage( { id: '01JOTHER' } ) );
		expect( state() ).toBe( 'idle' );
		holder.draft.note = 'About the other one.';
		answer( refused( 'pageNotOpen' ) );
		await running;
		expect( state() ).toBe( 'idle' );
		expect( holder.draft.note ).toBe( 'About the other one.' );
	} );

	it( 'does nothing while no page is followed', async () => {
		page.step.value = { name: 'reviewing' };
		await run();
		expect( ask() ).not.toHaveBeenCalled();
	} );
} );

describe( 'a note', () => {
	it( 'is wiped once it has arrived', async () => {
		api.addNote.mockResolvedValue( answered( noted ) );
		await actions.addNote.run();
		expect( holder.draft.note ).toBe( '' );
	} );

	it( 'is not wiped when another one was begun meanwhile', async () => {
		api.addNote.mockImplementation( () => {
			holder.draft.note = 'One more thing';
			return Promise.resolve( answered( noted ) );
		} );
		await actions.addNote.run();
		expect( holder.draft.note ).toBe( 'One more thing' );
	} );

	it( 'is not taken for an earlier one with the same words', async () => {
		follow( noted );
		api.addNote.mockResolvedValueOnce( noAnswer );
		api.readPage.mockResolvedValue( answered( noted ) );
		await actions.addNote.run();
		expect( actions.addNote.state.value.name ).toBe( 'noAnswer' );
	} );

	it( 'that was changed after a lost answer is added beside the one that had arrived', async () => {
		api.addNote.mockResolvedValueOnce( noAnswer ).mockResolvedValueOnce( answered( noted ) );
		api.readPage.mockResolvedValueOnce( noAnswer ).mockResolvedValueOnce( answered( aPage() ) );
		await actions.addNote.run();
		holder.draft.note = 'Other words';
		await actions.addNote.run();
		expect( api.addNote.mock.calls.map( ( [ , text ] ) => text ) ).toEqual( [ NOTE, 'Other words' ] );
	} );
} );

describe( 'join', () => {
	const theirs = aPage( { id: '01JOTHER', events: [ ...aPage().events, anEvent( 2, { kind: 'note', text: NOTE, by: 'Steward Foo' } ) ] } );
	const join = (): Promise<void> => actions.join( '01JOTHER' ).run();
	const state = (): unknown => actions.join( '01JOTHER' ).state.value;

	beforeEach( () => {
		page.step.value = { name: 'unseen', openPages: [], openIncidents: [] };
		vi.mocked( page.adopt ).mockImplementation( follow );
	} );

	it( 'adds the note to somebody else’s page, once for a double click, and follows that page', async () => {
		api.addNote.mockResolvedValue( answered( theirs ) );
		await Promise.all( [ join(), join() ] );
		expect( api.addNote.mock.calls ).toEqual( [ [ '01JOTHER', NOTE ] ] );
		expect( page.adopt ).toHaveBeenCalledWith( theirs );
	} );

	it( 'is one action for each page', async () => {
		api.addNote.mockResolvedValue( refused( 'pageNotOpen' ) );
		await join();
		expect( state() ).toMatchObject( { name: 'refused', problem: { code: 'pageNotOpen' } } );
		expect( actions.join( '01JTHIRD' ).state.value ).toEqual( { name: 'idle' } );
	} );

	it( 'finds a note that had arrived, although its answer was lost', async () => {
		api.addNote.mockResolvedValue( noAnswer );
		api.readPage.mockResolvedValue( answered( theirs ) );
		await join();
		expect( page.adopt ).toHaveBeenCalledWith( theirs );
		expect( api.addNote ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'asks again only after looking, when a note has not arrived', async () => {
		api.addNote.mockResolvedValueOnce( noAnswer ).mockResolvedValueOnce( answered( theirs ) );
		api.readPage.mockResolvedValue( refused( 'notFound' ) );
		await join();
		expect( state() ).toEqual( { name: 'noAnswer' } );
		await join();
		expect( api.readPage ).toHaveBeenCalledTimes( 2 );
		expect( page.adopt ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'is not taken for done by somebody who may read everything', async () => {
		api.addNote.mockResolvedValue( noAnswer );
		api.readPage.mockResolvedValue( answered( aPage( { id: '01JOTHER' } ) ) );
		await join();
		expect( page.adopt ).not.toHaveBeenCalled();
		expect( state() ).toEqual( { name: 'noAnswer' } );
	} );

	it( 'asks to sign in when the session is over, and to read the guidance when that is due', async () => {
		api.addNote.mockResolvedValueOnce( refused( 'guidanceNotConfirmed' ) ).mockResolvedValueOnce( refused( 'sessionExpired' ) );
		await join();
		expect( session.requireGuidance ).toHaveBeenCalledTimes( 1 );
		await join();
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		expect( page.step.value.name ).toBe( 'unseen' );
	} );
} );
