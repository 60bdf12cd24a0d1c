// Promises of the terms on which a page is taken, as the panel meets them: others were faster, the guidance
// has changed, it is only a drill. Nothing written is lost, and the intent keeps its key.
import { beforeEach, describe, expect, it } from 'vitest';
import { followPage } from '../../../gadget/course/followPage.ts';
import type { Submission } from '../../../gadget/panel/api.ts';
import type { Host } from '../../../gadget/panel/host.ts';
import { useDraft, type DraftHolder } from '../../../gadget/panel/useDraft.ts';
import { FOLLOWED, usePage, type PageHolder } from '../../../gadget/panel/usePage.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi, type FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, anIncident, anOpenPage, aPage, aSession, memory, problem } from '../fixtures.ts';

let api: FakeApi;
let host: Host;
let session: SessionHolder;
let holder: DraftHolder;
let page: PageHolder;
let keys = 0;

function signedIn(): void {
	session.state.value = { name: 'signedIn', session: aSession() };
}

/** A new document with the same storage: what a reload or a crash leaves. */
function load(): void {
	session = fakeSession( { name: 'signedOut', why: { kind: 'fresh' } } );
	holder = useDraft( host, () => `key-${ ++keys }`.padEnd( 20, '0' ) );
	page = usePage( host, api, session, holder );
	followPage( api, page, session );
}

function write(): void {
	Object.assign( holder.draft, { summary: 'Login fails', scope: 'enwiki', ircNick: ' foo ' } );
}

const submittedKeys = (): string[] => api.submitPage.mock.calls.map( ( [ input ] ) => input.idempotencyKey );

beforeEach( () => {
	api = fakeApi();
	host = aHost( { storage: memory() } );
	load();
	signedIn();
	write();
} );

describe( 'submit', () => {
	it.each( [ [ false, undefined ], [ true, true ] ] )( 'says whether it is a drill: %s', async ( drill, expected ) => {
		holder.draft.drill = drill;
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage( { drill } ) } );
		await page.submit();
		expect( api.submitPage.mock.calls[ 0 ]![ 0 ].drill ).toBe( expected );
		expect( holder.draft.drill ).toBe( false );
	} );

	it( 'waits for the guidance that changed meanwhile, then goes on with the same text and key', async () => {
		api.submitPage.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'guidanceNotConfirmed' ) } )
			.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( session.requireGuidance ).toHaveBeenCalledTimes( 1 );
		expect( page.step.value.name ).toBe( 'reviewing' );
		expect( holder.draft.summary ).toBe( 'Login fails' );
		await page.submit();
		expect( page.step.value.name ).toBe( 'following' );
		expect( new Set( submittedKeys() ).size ).toBe( 1 );
	} );
} );

describe( 'when others were faster', () => {
	const unseen = ( ...ids: string[] ): Submission =>
		( { kind: 'refused', problem: problem( 'unseenPages', { openPages: ids.map( ( id ) => anOpenPage( { id } ) ) } ) } );
	const seen = (): unknown[] => api.submitPage.mock.calls.map( ( [ input ] ) => input.seen );

	it( 'shows their pages, and pages beside all that were shown, with the same key', async () => {
		api.submitPage.mockResolvedValueOnce( unseen( '01JB', '01JA' ) ).mockResolvedValueOnce( unseen( '01JC' ) )
			.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'unseen', openIncidents: [], openPages: [ anOpenPage( { id: '01JB' } ), anOpenPage( { id: '01JA' } ) ] } );
		await page.submit();
		expect( page.step.value ).toMatchObject( { name: 'unseen', openPages: [ { id: '01JC' } ] } );
		await page.submit();
		expect( seen() ).toEqual( [ undefined, [ '01JB', '01JA' ], [ '01JB', '01JA', '01JC' ] ] );
		expect( new Set( submittedKeys() ).size ).toBe( 1 );
		expect( page.step.value.name ).toBe( 'following' );
	} );

	it( 'still knows what was shown after going back to the form, and after a lost answer', async () => {
		api.submitPage.mockResolvedValueOnce( unseen( '01JB' ) ).mockResolvedValueOnce( { kind: 'noAnswer' } )
			.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		page.edit();
		await page.submit();
		await page.retry();
		expect( seen() ).toEqual( [ undefined, [ '01JB' ], [ '01JB' ] ] );
	} );

	it( 'follows theirs in place of what was written, and begins the next page afresh', async () => {
		api.submitPage.mockResolvedValueOnce( unseen( '01JB' ) ).mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		page.adopt( aPage( { id: '01JB' } ) );
		expect( page.step.value ).toMatchObject( { name: 'following', page: { id: '01JB' } } );
		expect( holder.draft ).toMatchObject( { summary: '', idempotencyKey: '' } );
		expect( host.storage.get( FOLLOWED ) ).toBe( '01JB' );
		expect( api.openEvents.mock.calls[ 0 ]![ 0 ] ).toBe( '01JB' );
		page.startNew();
		write();
		await page.submit();
		expect( seen() ).toEqual( [ undefined, undefined ] );
	} );

	it( 'shows incidents that came up meanwhile, and pages beside those and beside what was shown before', async () => {
		const [ known, fresh ] = [ anIncident(), anIncident( { incident: '8' } ) ];
		page.see( [ known ] );
		page.see( [ known ] );
		api.submitPage.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'unseenPages', { openIncidents: [ fresh ] } ) } )
			.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } ).mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'unseen', openPages: [], openIncidents: [ fresh ] } );
		await page.submit();
		page.startNew();
		write();
		await page.submit();
		expect( api.submitPage.mock.calls.map( ( [ input ] ) => input.seenIncidents ) )
			.toEqual( [ [ 'splunk-on-call/7' ], [ 'splunk-on-call/7', 'splunk-on-call/8' ], undefined ] );
	} );
} );
