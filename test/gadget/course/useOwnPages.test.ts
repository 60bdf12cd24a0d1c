// Promises of the sender's own pages: they come a part at a time and only to whom they belong, and looking at them
// costs nothing of what was being written, noted or followed. The page's own machine is real; our server is played.
import { beforeEach, describe, expect, it } from 'vitest';
import { followPage } from '../../../gadget/course/followPage.ts';
import { useOwnPages } from '../../../gadget/course/useOwnPages.ts';
import type { OwnPagesHolder } from '../../../gadget/course/useOwnPages.ts';
import type { Answer } from '../../../gadget/panel/api.ts';
import type { Host } from '../../../gadget/panel/host.ts';
import { useDraft, type DraftHolder } from '../../../gadget/panel/useDraft.ts';
import { FOLLOWED, usePage, type PageHolder } from '../../../gadget/panel/usePage.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi, settle, type FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, aPage, aSession, memory, problem } from '../fixtures.ts';

const open = aPage( { id: '01JOPEN', state: 'delivered' } );
const over = aPage( { id: '01JOVER', state: 'resolved' } );
const followed = aPage( { id: '01JFOLLOWED', state: 'acknowledged' } );

let api: FakeApi;
let host: Host;
let session: SessionHolder;
let holder: DraftHolder;
let page: PageHolder;
let own: OwnPagesHolder;

beforeEach( () => {
	api = fakeApi();
	api.read.mockResolvedValue( { kind: 'answered', value: { pages: [ open, over ], next: null } } );
	host = aHost( { storage: memory() } );
	session = fakeSession( { name: 'signedIn', session: aSession() } );
	holder = useDraft( host, () => 'k'.repeat( 20 ) );
	page = usePage( host, api, session, holder );
	followPage( api, page, session );
	own = useOwnPages( api, page, session, holder );
	Object.assign( holder.draft, { summary: 'Login fails', scope: 'enwiki' } );
} );

const enter = (): Promise<void> => {
	own.enter();
	return settle();
};
const ids = (): string[] => own.list.value.pages.map( ( { id } ) => id );
const seen = (): string => page.step.value.name === 'following' ? page.step.value.page.id : page.step.value.name;

describe( 'the list', () => {
	it( 'goes on behind the part that came last, until the end', async () => {
		api.read.mockResolvedValueOnce( { kind: 'answered', value: { pages: [ open ], next: '01JOPEN' } } );
		await enter();
		expect( ids() ).toEqual( [ '01JOPEN' ] );
		api.read.mockResolvedValueOnce( { kind: 'answered', value: { pages: [ over ], next: null } } );
		await own.ask();
		expect( ids() ).toEqual( [ '01JOPEN', '01JOVER' ] );
		expect( own.list.value.next ).toBeNull();
		expect( api.read.mock.calls ).toEqual( [ [ '/v1/pages' ], [ '/v1/pages?before=01JOPEN' ] ] );
	} );

	it.each<[ string, Answer<unknown>, string ]>( [
		[ 'no answer', { kind: 'noAnswer' }, 'noAnswer' ],
		[ 'nonsense', { kind: 'answered', value: null }, 'noAnswer' ],
		[ 'a refusal', { kind: 'refused', problem: problem( 'internal' ) }, 'refused' ]
	] )( 'keeps what it has on %s, and goes on from there', async ( _what, answer, name ) => {
		api.read.mockResolvedValueOnce( { kind: 'answered', value: { pages: [ open ], next: '01JOPEN' } } ).mockResolvedValueOnce( answer );
		await enter();
		await own.ask();
		expect( own.state.value.name ).toBe( name );
		expect( ids() ).toEqual( [ '01JOPEN' ] );
		await own.ask();
		expect( api.read ).toHaveBeenLastCalledWith( '/v1/pages?before=01JOPEN' );
	} );

	it( 'is asked for once at a time', async () => {
		own.enter();
		await own.ask();
		await settle();
		expect( api.read ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'ends with the session, and begins anew with the next: that may be somebody else’s', async () => {
		await enter();
		api.read.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'sessionExpired' ) } );
		await own.ask();
		expect( session.state.value.name ).toBe( 'signedOut' );
		expect( ids() ).toEqual( [] );
		api.read.mockResolvedValueOnce( { kind: 'answered', value: { pages: [ followed ], next: null } } );
		session.update( aSession() );
		await settle();
		expect( ids() ).toEqual( [ '01JFOLLOWED' ] );
	} );

	it( 'takes nothing that was asked for by whoever was signed in before', async () => {
		let tell: ( answer: Answer<unknown> ) => void = () => undefined;
		api.read.mockReturnValueOnce( new Promise( ( resolve ) => {
			tell = resolve;
		} ) );
		own.enter();
		session.expire();
		tell( { kind: 'answered', value: { pages: [ open ], next: null } } );
		await settle();
		expect( ids() ).toEqual( [] );
	} );
} );

describe( 'the way back', () => {
	it( 'leads to what was being written, with every word of it', async () => {
		page.review();
		page.edit();
		const before = { ...holder.draft };
		await enter();
		own.look( over );
		expect( seen() ).toBe( '01JOVER' );
		await enter();
		own.leave();
		expect( seen() ).toBe( 'composing' );
		expect( holder.draft ).toEqual( before );
	} );

	it( 'does not bring back at the next visit what was only looked at', async () => {
		await enter();
		own.look( open );
		expect( host.storage.get( FOLLOWED ) ).toBe( '01JOPEN' );
		await enter();
		own.leave();
		expect( host.storage.get( FOLLOWED ) ).toBeNull();
	} );

	it( 'leads to the page that was followed, whose note was added to no other', async () => {
		page.go( { name: 'following', page: followed, connected: true } );
		holder.draft.note = 'half a note';
		await enter();
		own.look( open );
		expect( holder.draft.note ).toBe( '' );
		await enter();
		own.leave();
		expect( seen() ).toBe( '01JFOLLOWED' );
		expect( holder.draft.note ).toBe( 'half a note' );
		expect( host.storage.get( FOLLOWED ) ).toBe( '01JFOLLOWED' );
	} );

	it( 'leaves the page that is followed to the next visit while another is looked at that is over', async () => {
		page.go( { name: 'following', page: followed, connected: true } );
		await enter();
		own.look( over );
		expect( host.storage.get( FOLLOWED ) ).toBe( '01JFOLLOWED' );
	} );

	it( 'is short where the page that is looked at is the one that was followed', async () => {
		page.go( { name: 'following', page: open, connected: true } );
		holder.draft.note = 'half a note';
		await enter();
		own.look( open );
		expect( seen() ).toBe( '01JOPEN' );
		expect( holder.draft.note ).toBe( 'half a note' );
	} );

	it( 'passes the list again, as long as it was, with what has become of that page', async () => {
		await enter();
		own.look( open );
		page.update( aPage( { id: '01JOPEN', state: 'acknowledged', events: [ { seq: 2, at: open.acceptedAt, kind: 'reopened', provider: 'x' } ] } ) );
		await enter();
		expect( own.list.value.pages.map( ( { state } ) => state ) ).toEqual( [ 'acknowledged', 'resolved' ] );
		expect( api.read ).toHaveBeenCalledTimes( 1 );
	} );
} );

it( 'an open page that is looked at is followed as any other', async () => {
	await enter();
	own.look( open );
	expect( api.openEvents ).toHaveBeenCalledWith( '01JOPEN', 1, expect.anything() );
} );
