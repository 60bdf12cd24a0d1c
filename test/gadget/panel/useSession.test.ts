// Promises of signing in: every way out of the popup has its own state, foreign messages count for
// nothing, and what another script overhears is of no use to it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useSession } from '../../../gadget/panel/useSession.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi } from '../fakeApi.ts';
import type { FakeApi } from '../fakeApi.ts';
import { aHost, aSession, problem } from '../fixtures.ts';

const BACKEND = 'https://page-sre.example';
const code = 'c'.repeat( 43 );

let api: FakeApi;
let session: SessionHolder;
let popup: { closed: boolean };
let opened: string[];
let open: ReturnType<typeof vi.spyOn>;

function hear( data: unknown, from: { origin?: string; source?: unknown } = {} ): void {
	const event = new MessageEvent( 'message', { data, origin: from.origin ?? BACKEND } );
	Object.defineProperty( event, 'source', { value: 'source' in from ? from.source : popup } );
	window.dispatchEvent( event );
}

/** Real hashing takes real turns of the event loop. */
async function ready(): Promise<void> {
	await vi.waitUntil( () => session.ready.value );
}

const why = (): unknown => session.state.value.name === 'signedOut' ? session.state.value.why : session.state.value.name;

beforeEach( async () => {
	vi.useFakeTimers( { toFake: [ 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval' ] } );
	popup = { closed: false };
	opened = [];
	open = vi.spyOn( window, 'open' ).mockImplementation( ( url ) => {
		opened.push( String( url ) );
		return popup as Window;
	} );
	api = fakeApi();
	api.exchange.mockResolvedValue( { kind: 'answered', value: aSession() } );
	session = useSession( aHost(), api );
	await ready();
} );

afterEach( () => {
	vi.useRealTimers();
	vi.restoreAllMocks();
} );

describe( 'useSession on a wiki', () => {
	it( 'opens the window in the click itself, with our origin and an S256 challenge', () => {
		session.signIn();
		const url = new URL( opened[ 0 ]! );
		expect( url.origin + url.pathname ).toBe( `${ BACKEND }/oauth/start` );
		expect( url.searchParams.get( 'origin' ) ).toBe( location.origin );
		expect( url.searchParams.get( 'challenge' ) ).toMatch( /^[A-Za-z0-9_-]{43}$/ );
		expect( session.state.value.name ).toBe( 'waiting' );
	} );

	it( 'exchanges the code with the verifier that the challenge was made of', async () => {
		session.signIn();
		hear( { type: 'page-sre:signed-in', code } );
		expect( session.state.value.name ).toBe( 'exchanging' );
		const { verifier } = api.exchange.mock.calls[ 0 ]![ 0 ];
		const digest = await crypto.subtle.digest( 'SHA-256', new TextEncoder().encode( verifier ) );
		expect( new URL( opened[ 0 ]! ).searchParams.get( 'challenge' ) ).toBe( Buffer.from( digest ).toString( 'base64url' ) );
		await vi.waitUntil( () => session.state.value.name === 'signedIn' );
		expect( api.setToken ).toHaveBeenLastCalledWith( aSession().token );
	} );

	it.each( [
		[ 'another origin', { origin: 'https://evil.example' } ],
		[ 'another window', { source: {} } ],
		[ 'no window', { source: null } ]
	] )( 'ignores a message from %s', ( _where, from ) => {
		session.signIn();
		hear( { type: 'page-sre:signed-in', code }, from );
		expect( session.state.value.name ).toBe( 'waiting' );
		expect( api.exchange ).not.toHaveBeenCalled();
	} );

	it.each( [ null, 'text', {}, { type: 'page-sre:signed-in' }, { type: 'page-sre:signed-in', code: 7 }, { type: 'other', code } ] )(
		'ignores %j from the right window', ( data ) => {
			session.signIn();
			hear( data );
			expect( session.state.value.name ).toBe( 'waiting' );
		}
	);

	it( 'says when the browser blocks the window', () => {
		open.mockReturnValue( null );
		session.signIn();
		expect( why() ).toEqual( { kind: 'blocked' } );
	} );

	it( 'says when the window was closed, after leaving the message time to arrive', () => {
		session.signIn();
		popup.closed = true;
		vi.advanceTimersByTime( 500 + 2999 );
		expect( why() ).toBe( 'waiting' );
		vi.advanceTimersByTime( 1 );
		expect( why() ).toEqual( { kind: 'closed' } );
	} );

	it( 'still hears a window that closed itself right after posting', () => {
		session.signIn();
		popup.closed = true;
		vi.advanceTimersByTime( 2000 );
		hear( { type: 'page-sre:signed-in', code } );
		vi.advanceTimersByTime( 60000 );
		expect( api.exchange ).toHaveBeenCalledTimes( 1 );
		expect( why() ).not.toEqual( { kind: 'closed' } );
	} );

	it( 'says what the window says when sign-in failed', () => {
		session.signIn();
		hear( { type: 'page-sre:sign-in-failed', error: 'accountNotUsable' } );
		expect( why() ).toEqual( { kind: 'failed', error: 'accountNotUsable' } );
	} );

	it( 'opens a fresh window while a cancelled one is still about, and forgets the old one', async () => {
		session.signIn();
		await ready();
		const old = popup;
		popup = { closed: false };
		session.signIn();
		old.closed = true;
		vi.advanceTimersByTime( 10000 );
		expect( why() ).toBe( 'waiting' );
		hear( { type: 'page-sre:signed-in', code }, { source: old } );
		expect( api.exchange ).not.toHaveBeenCalled();
		const [ first, second ] = opened.map( ( url ) => new URL( url ).searchParams.get( 'challenge' ) );
		expect( first ).not.toBe( second );
	} );

	it.each( [
		[ 'refused', { kind: 'refused', problem: problem( 'signInExpired' ) } ],
		[ 'not answered', { kind: 'noAnswer' } ]
	] as const )( 'says when the exchange was %s', async ( _how, answer ) => {
		api.exchange.mockResolvedValue( answer );
		session.signIn();
		hear( { type: 'page-sre:signed-in', code } );
		await vi.waitUntil( () => session.state.value.name === 'signedOut' );
		expect( why() ).toEqual( answer );
	} );

	it( 'drops the token when the session ends', async () => {
		session.signIn();
		hear( { type: 'page-sre:signed-in', code } );
		await vi.waitUntil( () => session.state.value.name === 'signedIn' );
		session.expire();
		expect( why() ).toEqual( { kind: 'expired' } );
		expect( api.setToken ).toHaveBeenLastCalledWith( null );
	} );

	it( 'takes over what our server says later, and remembers who it was when the session ends', async () => {
		expect( session.sender.value ).toBeNull();
		session.update( aSession( { drill: true } ) );
		expect( session.state.value ).toMatchObject( { name: 'signedIn', session: { drill: true, guidance: { confirmed: true } } } );
		session.requireGuidance();
		expect( session.state.value ).toMatchObject( { name: 'signedIn', session: { drill: true, guidance: { confirmed: false } } } );
		session.expire();
		expect( session.sender.value ).toEqual( aSession().sender );
		session.requireGuidance();
		expect( session.state.value.name ).toBe( 'signedOut' );
	} );

	it( 'tells our server on signing out, and can sign in again', async () => {
		session.signIn();
		hear( { type: 'page-sre:signed-in', code } );
		await vi.waitUntil( () => session.state.value.name === 'signedIn' );
		session.signOut();
		expect( api.endSession ).toHaveBeenCalledTimes( 1 );
		await ready();
		session.signIn();
		expect( why() ).toBe( 'waiting' );
	} );
} );

describe( 'useSession without a digest', () => {
	it( 'says that sign-in is impossible here', async () => {
		vi.spyOn( crypto.subtle, 'digest' ).mockRejectedValue( new Error( 'insecure' ) );
		session = useSession( aHost(), api );
		await vi.waitUntil( () => JSON.stringify( why() ) === '{"kind":"impossible"}' );
		expect( session.ready.value ).toBe( false );
	} );
} );

describe( 'useSession on our own origin', () => {
	it.each( [
		[ 'a cookie that holds', { kind: 'answered', value: aSession() }, 'signedIn' ],
		[ 'no cookie', { kind: 'refused', problem: problem( 'notSignedIn' ) }, { kind: 'fresh' } ],
		[ 'no answer', { kind: 'noAnswer' }, { kind: 'noAnswer' } ]
	] as const )( 'begins by asking; with %s', async ( _what, answer, expected ) => {
		api.readSession.mockResolvedValue( answer );
		session = useSession( aHost( { signIn: 'redirect' } ), api );
		expect( session.state.value.name ).toBe( 'checking' );
		await vi.waitUntil( () => session.state.value.name !== 'checking' );
		expect( why() ).toEqual( expected );
		expect( session.ready.value ).toBe( true );
	} );

	it( 'leaves for the wiki and comes back here', () => {
		api.readSession.mockResolvedValue( { kind: 'noAnswer' } );
		const assign = vi.fn();
		session = useSession( aHost( { signIn: 'redirect' } ), api, { location: { assign } } as unknown as Window );
		session.signIn();
		expect( assign ).toHaveBeenCalledWith( '/oauth/start?return=standalone' );
	} );
} );
