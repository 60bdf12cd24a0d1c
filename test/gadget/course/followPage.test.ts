// Promises of following a page, with the page's own machine before it; only our server is played.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { followPage } from '../../../gadget/course/followPage.ts';
import type { Host } from '../../../gadget/panel/host.ts';
import { useDraft, type DraftHolder } from '../../../gadget/panel/useDraft.ts';
import { FOLLOWED, usePage, type PageHolder } from '../../../gadget/panel/usePage.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi, settle, type FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, aPage, aSession, anEvent, memory, problem } from '../fixtures.ts';

let api: FakeApi;
let host: Host;
let session: SessionHolder;
let holder: DraftHolder;
let page: PageHolder;
let keys = 0;

function signedIn(): void {
	session.state.value = { name: 'signedIn', session: aSession() };
}

function write(): void {
	Object.assign( holder.draft, { summary: 'Login fails', scope: 'enwiki', ircNick: ' foo ' } );
}

const submittedKeys = (): string[] => api.submitPage.mock.calls.map( ( [ input ] ) => input.idempotencyKey );

beforeEach( () => {
	api = fakeApi();
	host = aHost( { storage: memory() } );
	session = fakeSession( { name: 'signedOut', why: { kind: 'fresh' } } );
	holder = useDraft( host, () => `key-${ ++keys }`.padEnd( 20, '0' ) );
	page = usePage( host, api, session, holder );
	followPage( api, page, session );
	signedIn();
	write();
} );

describe( 'followPage', () => {
	/** Plays the stream of an accepted page; returns what writes to it. */
	async function follow(): Promise<( text: string ) => void> {
		let send: ( text: string ) => void = () => undefined;
		const stream = new ReadableStream<Uint8Array>( {
			start: ( control ) => {
				send = ( text ) => control.enqueue( new TextEncoder().encode( text ) );
			}
		} );
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		api.openEvents.mockResolvedValueOnce( { kind: 'answered', value: stream.getReader() } );
		await page.submit();
		await settle();
		return send;
	}

	const shown = (): unknown => page.step.value.name === 'following' ?
		[ page.step.value.page.state, page.step.value.page.events.length ] : page.step.value.name;

	it( 'begins after the last event that is known', async () => {
		await follow();
		expect( api.openEvents.mock.calls.map( ( [ id, seq ] ) => [ id, seq ] ) ).toEqual( [ [ '01JPAGE', 1 ] ] );
	} );

	it( 'follows a page that was accepted before it came', async () => {
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		page = usePage( host, api, session, holder );
		await page.submit();
		expect( api.openEvents ).not.toHaveBeenCalled();
		followPage( api, page, session );
		expect( api.openEvents ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'shows each event as it comes, once', async () => {
		const send = await follow();
		const delivered = anEvent( 2, { kind: 'delivered', provider: 'splunk', incident: '81' } );
		const wire = ( event: object & { seq: number } ): string => `id: ${ event.seq }\nevent: page\ndata: ${ JSON.stringify( event ) }\n\n`;
		send( wire( delivered ) );
		await vi.waitUntil( () => JSON.stringify( shown() ) === '["delivered",2]' );
		send( wire( delivered ) + wire( anEvent( 3, { kind: 'acknowledged', provider: 'splunk', by: 'alice' } ) ) );
		await vi.waitUntil( () => JSON.stringify( shown() ) === '["acknowledged",3]' );
	} );

	it( 'shows the page, and asks to sign in, when the session expires; then goes on', async () => {
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		api.openEvents.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'sessionExpired' ) } );
		await page.submit();
		await settle();
		expect( page.step.value ).toMatchObject( { name: 'following', connected: false } );
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		signedIn();
		await settle();
		expect( page.step.value ).toMatchObject( { name: 'following', connected: true } );
		expect( api.openEvents ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'takes over what an action brought, and nothing that is older or of another page', async () => {
		const send = await follow();
		const noted = aPage( { state: 'delivered', events: [ ...aPage().events, anEvent( 2, { kind: 'delivered', provider: 'splunk', incident: null } ), anEvent( 3, { kind: 'note', text: 'x', by: null } ) ] } );
		page.update( { ...noted, id: '01JOTHER' } );
		expect( shown() ).toEqual( [ 'accepted', 1 ] );
		page.update( noted );
		page.update( aPage() );
		expect( shown() ).toEqual( [ 'delivered', 3 ] );
		// The stream tells of the same events a moment later.
		send( noted.events.concat( anEvent( 4, { kind: 'withdrawn' } ) ).map( ( event ) => `event: page\ndata: ${ JSON.stringify( event ) }\n\n` ).join( '' ) );
		await vi.waitUntil( () => JSON.stringify( shown() ) === '["withdrawn",4]' );
		expect( host.storage.get( FOLLOWED ) ).toBeNull();
	} );

	it( 'ends with another page, under another key', async () => {
		await follow();
		const signal = api.openEvents.mock.calls[ 0 ]![ 2 ];
		holder.draft.note = 'About this one';
		page.startNew();
		expect( signal.aborted ).toBe( true );
		expect( holder.draft.note ).toBe( '' );
		expect( page.step.value ).toEqual( { name: 'composing', faults: [] } );
		expect( host.storage.get( FOLLOWED ) ).toBeNull();
		write();
		await page.submit();
		expect( new Set( submittedKeys() ).size ).toBe( 2 );
	} );
} );
