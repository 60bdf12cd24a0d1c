// Promises of one page's course in the panel. Each transition of the diagram in usePage.ts is walked
// here; the rest of the panel is real, only our server is played.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Submission } from '../../../gadget/panel/api.ts';
import type { Host } from '../../../gadget/panel/host.ts';
import { useDraft, type DraftHolder } from '../../../gadget/panel/useDraft.ts';
import { FOLLOWED, usePage, type PageHolder } from '../../../gadget/panel/usePage.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi, settle, type FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, aPage, aSession, memory, problem } from '../fixtures.ts';

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

describe( 'review', () => {
	it( 'shows every fault instead, while there is one', () => {
		holder.draft.scope = ' ';
		page.review();
		expect( page.step.value ).toEqual( { name: 'composing', faults: [ { field: 'scope', rule: 'missing', limit: 1 } ] } );
		holder.draft.scope = 'enwiki';
		page.review();
		expect( page.step.value.name ).toBe( 'reviewing' );
		page.edit();
		expect( page.step.value ).toEqual( { name: 'composing', faults: [] } );
	} );

	it( 'asks nothing of our server', () => {
		page.review();
		expect( api.submitPage ).not.toHaveBeenCalled();
		expect( holder.draft.idempotencyKey ).toBe( '' );
	} );
} );

describe( 'submit', () => {
	it.each( [ [ false, {} ], [ true, { private: true } ] ] )( 'posts what was written and where the sender stands, and nothing left empty (private: %s)', async ( isPrivate, more ) => {
		holder.draft.private = isPrivate;
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( api.submitPage.mock.calls[ 0 ]![ 0 ] ).toEqual( {
			idempotencyKey: expect.stringMatching( /^key-/ ) as string,
			summary: 'Login fails', scope: 'enwiki', since: '', details: '',
			contact: { ircNick: 'foo' }, context: { wiki: 'enwiki', title: 'Special:UserLogin' }, language: 'en', ...more
		} );
	} );

	it( 'posts another way to reach the sender, and leaves out what they took out of where they stand', async () => {
		Object.assign( holder.draft, { contactOther: ' @foo:matrix.example ', removed: 'title skin' } );
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( api.submitPage.mock.calls[ 0 ]![ 0 ] ).toMatchObject( { contact: { ircNick: 'foo', other: '@foo:matrix.example' } } );
		expect( api.submitPage.mock.calls[ 0 ]![ 0 ].context ).toEqual( { wiki: 'enwiki' } );
		expect( holder.draft ).toMatchObject( { contactOther: '', removed: '' } );
	} );

	it( 'happens once for a double click', async () => {
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		await Promise.all( [ page.submit(), page.submit() ] );
		expect( api.submitPage ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'follows an accepted page and wipes the draft', async () => {
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'following', page: aPage(), connected: true } );
		expect( holder.draft ).toMatchObject( { summary: '', idempotencyKey: '' } );
	} );

	it( 'keeps text and key when there is no answer, and repeats them', async () => {
		api.submitPage.mockResolvedValueOnce( { kind: 'noAnswer' } ).mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'unanswered', asked: 'submit' } );
		expect( holder.draft.summary ).toBe( 'Login fails' );
		await page.retry();
		expect( page.step.value.name ).toBe( 'following' );
		expect( new Set( submittedKeys() ).size ).toBe( 1 );
	} );

	it( 'shows the server’s faults at the fields', async () => {
		const faults = [ { field: 'summary', rule: 'tooLong', limit: 80 } as const ];
		api.submitPage.mockResolvedValue( { kind: 'refused', problem: problem( 'invalidRequest', { fields: faults } ) } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'composing', faults } );
		expect( holder.draft.summary ).toBe( 'Login fails' );
	} );

	it( 'shows any other refusal, and keeps the text', async () => {
		const refusal = problem( 'notMember', { reason: 'locked' } );
		api.submitPage.mockResolvedValue( { kind: 'refused', problem: refusal } );
		await page.submit();
		expect( page.step.value ).toEqual( { name: 'refused', problem: refusal, asked: 'submit' } );
		page.edit();
		expect( page.step.value.name ).toBe( 'composing' );
		expect( holder.draft.summary ).toBe( 'Login fails' );
	} );

	it( 'goes on by itself, with the same key, after a session that expired while typing', async () => {
		api.submitPage.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'sessionExpired' ) } )
			.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( page.step.value.name ).toBe( 'interrupted' );
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		expect( holder.draft.summary ).toBe( 'Login fails' );
		signedIn();
		await settle();
		expect( page.step.value.name ).toBe( 'following' );
		expect( new Set( submittedKeys() ).size ).toBe( 1 );
	} );

	it( 'shows the earlier version when the text was changed after a lost answer', async () => {
		api.submitPage.mockResolvedValue( { kind: 'refused', problem: problem( 'idempotencyKeyReused' ) } );
		api.findPage.mockResolvedValue( { kind: 'answered', value: aPage( { summary: 'as first written' } ) } );
		await page.submit();
		expect( page.step.value ).toMatchObject( { name: 'following', page: { summary: 'as first written' } } );
		expect( api.findPage.mock.calls ).toEqual( [ submittedKeys() ] );
	} );
} );

describe( 'after a reload and a new sign-in', () => {
	async function crashAfter( answer: Submission ): Promise<string> {
		api.submitPage.mockResolvedValueOnce( answer );
		await page.submit();
		const key = submittedKeys()[ 0 ]!;
		load();
		return key;
	}

	it( 'finds the page that a lost answer had accepted, by the same key', async () => {
		const key = await crashAfter( { kind: 'noAnswer' } );
		api.findPage.mockResolvedValue( { kind: 'answered', value: aPage() } );
		signedIn();
		expect( page.step.value.name ).toBe( 'resuming' );
		await settle();
		expect( page.step.value.name ).toBe( 'following' );
		expect( api.findPage ).toHaveBeenCalledWith( key );
		expect( holder.draft.summary ).toBe( '' );
	} );

	it( 'goes on writing, with the same key, when it had not been accepted', async () => {
		const key = await crashAfter( { kind: 'noAnswer' } );
		api.findPage.mockResolvedValue( { kind: 'answered', value: null } );
		signedIn();
		await settle();
		expect( page.step.value.name ).toBe( 'composing' );
		expect( holder.draft.summary ).toBe( 'Login fails' );
		api.submitPage.mockResolvedValueOnce( { kind: 'accepted', page: aPage() } );
		await page.submit();
		expect( submittedKeys()[ 1 ] ).toBe( key );
	} );

	it( 'does not submit again when only looking for the page had no answer', async () => {
		await crashAfter( { kind: 'noAnswer' } );
		api.findPage.mockResolvedValueOnce( { kind: 'noAnswer' } ).mockResolvedValueOnce( { kind: 'answered', value: aPage() } );
		signedIn();
		await settle();
		expect( page.step.value ).toEqual( { name: 'unanswered', asked: 'resume' } );
		await page.retry();
		expect( page.step.value.name ).toBe( 'following' );
		expect( api.submitPage ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'follows again a page that is not over', async () => {
		await crashAfter( { kind: 'accepted', page: aPage() } );
		api.readPage.mockResolvedValue( { kind: 'answered', value: aPage( { state: 'delivered' } ) } );
		signedIn();
		await settle();
		expect( page.step.value ).toMatchObject( { name: 'following', page: { state: 'delivered' } } );
	} );

	it( 'does not come back to a page that is over', async () => {
		await crashAfter( { kind: 'accepted', page: aPage( { state: 'resolved' } ) } );
		signedIn();
		await settle();
		expect( page.step.value.name ).toBe( 'composing' );
	} );

	it( 'says when the page does not exist, once', async () => {
		host.storage.set( FOLLOWED, '01JGONE' );
		load();
		api.readPage.mockResolvedValue( { kind: 'refused', problem: problem( 'notFound' ) } );
		signedIn();
		await settle();
		expect( page.step.value ).toMatchObject( { name: 'refused', problem: { code: 'notFound' } } );
		expect( host.storage.get( FOLLOWED ) ).toBeNull();
	} );
} );
