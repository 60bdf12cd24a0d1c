// Promises of reading before paging: what is confirmed is what was read, in the language it was read in, and
// a text that changed meanwhile is read again. Each transition of the diagram is walked.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mock } from 'vitest';
import { useGuidance } from '../../../gadget/panel/useGuidance.ts';
import type { GuidanceHolder } from '../../../gadget/panel/useGuidance.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import type { GuidanceText } from '../../../gadget/panel/words.ts';
import { fakeApi, settle } from '../fakeApi.ts';
import type { FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aSession, problem } from '../fixtures.ts';

const text: GuidanceText = { language: 'de', version: 'a'.repeat( 16 ), lines: [ 'page-sre-guidance-harm' ] };
const newer: GuidanceText = { ...text, version: 'b'.repeat( 16 ) };
const unread = aSession( { guidance: { version: text.version, confirmed: false } } );

let api: FakeApi;
let session: SessionHolder;
let read: Mock<() => Promise<GuidanceText | null>>;
let guidance: GuidanceHolder;

beforeEach( async () => {
	api = fakeApi();
	session = fakeSession( { name: 'signedOut', why: { kind: 'fresh' } } );
	read = vi.fn( () => Promise.resolve<GuidanceText | null>( text ) );
	guidance = useGuidance( api, session, read );
} );

async function signIn( as = unread ): Promise<void> {
	session.update( as );
	await settle();
}

describe( 'useGuidance', () => {
	it( 'asks for nothing before anybody signs in, nor from those who have read it', async () => {
		expect( guidance.isDue.value ).toBe( false );
		await signIn( aSession() );
		expect( guidance.isDue.value ).toBe( false );
		expect( read ).not.toHaveBeenCalled();
	} );

	it( 'is there at once for those who have not, and does not say that it changed', async () => {
		session.update( unread );
		expect( guidance.state.value ).toEqual( { name: 'loading' } );
		await settle();
		expect( guidance.state.value ).toEqual( { name: 'reading', text, asked: { name: 'idle' } } );
		expect( guidance.isDue.value ).toBe( true );
		expect( guidance.hasChanged.value ).toBe( false );
	} );

	it( 'confirms the version and the language that were read, once for a double click', async () => {
		await signIn();
		api.confirmGuidance.mockResolvedValue( { kind: 'answered', value: aSession() } );
		await Promise.all( [ guidance.confirm(), guidance.confirm() ] );
		expect( api.confirmGuidance.mock.calls ).toEqual( [ [ { version: text.version, language: 'de' } ] ] );
		expect( guidance.isDue.value ).toBe( false );
	} );

	it( 'says when it did not come, and tries again', async () => {
		read.mockResolvedValueOnce( null );
		await signIn();
		expect( guidance.state.value ).toEqual( { name: 'missing' } );
		await guidance.load();
		expect( guidance.state.value.name ).toBe( 'reading' );
	} );

	it( 'shows the new text when it was confirmed too late, and says that it changed', async () => {
		await signIn();
		api.confirmGuidance.mockResolvedValueOnce( { kind: 'refused', problem: problem( 'guidanceOutdated' ) } )
			.mockResolvedValueOnce( { kind: 'answered', value: aSession() } );
		read.mockResolvedValue( newer );
		await guidance.confirm();
		expect( guidance.state.value ).toEqual( { name: 'reading', text: newer, asked: { name: 'idle' } } );
		expect( guidance.hasChanged.value ).toBe( true );
		await guidance.confirm();
		expect( api.confirmGuidance.mock.calls[ 1 ]![ 0 ].version ).toBe( newer.version );
	} );

	it( 'says that it changed to those for whom it was right until now', async () => {
		await signIn( aSession() );
		read.mockResolvedValue( newer );
		session.requireGuidance();
		await settle();
		expect( guidance.hasChanged.value ).toBe( true );
		expect( guidance.state.value ).toMatchObject( { name: 'reading', text: newer } );
	} );

	it.each( [
		[ 'no answer', { kind: 'noAnswer' }, { name: 'noAnswer' } ],
		[ 'a refusal', { kind: 'refused', problem: problem( 'membershipUnknown' ) }, { name: 'refused', problem: problem( 'membershipUnknown' ) } ]
	] as const )( 'stays readable after %s, and can be confirmed then', async ( _what, answer, asked ) => {
		await signIn();
		api.confirmGuidance.mockResolvedValueOnce( answer ).mockResolvedValueOnce( { kind: 'answered', value: aSession() } );
		await guidance.confirm();
		expect( guidance.state.value ).toEqual( { name: 'reading', text, asked } );
		expect( guidance.isDue.value ).toBe( true );
		await guidance.confirm();
		expect( guidance.isDue.value ).toBe( false );
	} );

	it( 'asks to sign in again when the session is over', async () => {
		await signIn();
		api.confirmGuidance.mockResolvedValue( { kind: 'refused', problem: problem( 'sessionExpired' ) } );
		await guidance.confirm();
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		expect( guidance.isDue.value ).toBe( false );
	} );

	it( 'can be read again by those who have, as it is now', async () => {
		await signIn( aSession() );
		guidance.open();
		expect( guidance.isOpen.value ).toBe( true );
		await settle();
		expect( guidance.state.value.name ).toBe( 'reading' );
		guidance.close();
		expect( guidance.isOpen.value ).toBe( false );
	} );
} );
