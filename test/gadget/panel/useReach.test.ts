// Promises about a server that cannot be reached: said within three seconds, taken back when it answers, and told
// apart from a wiki that forbids to ask.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, Files } from '../../../gadget/panel/api.ts';
import { useReach } from '../../../gadget/panel/useReach.ts';
import type { ReachHolder } from '../../../gadget/panel/useReach.ts';
import { fakeApi } from '../fakeApi.ts';
import type { FakeApi } from '../fakeApi.ts';
import { aHost } from '../fixtures.ts';

const there: Answer<Files> = { kind: 'answered', value: { de: 'a' } };
let api: FakeApi;
let page: EventTarget;
let reach: ReachHolder;

beforeEach( () => {
	vi.useFakeTimers();
	api = fakeApi();
	page = new EventTarget();
	reach = useReach( aHost( { language: 'de', now: () => Date.now() } ), api, page as Document );
} );
afterEach( () => void vi.useRealTimers() );

const violate = ( blockedURI: string ): boolean => page.dispatchEvent( Object.assign( new Event( 'securitypolicyviolation' ), { blockedURI } ) );

describe( 'useReach', () => {
	it( 'says nothing while the answer may still come, and that the server is gone after three seconds', async () => {
		let come: ( answer: Answer<Files> ) => void = () => undefined;
		api.readFiles.mockReturnValue( new Promise( ( resolve ) => {
			come = resolve;
		} ) );
		const files = reach.files();
		await vi.advanceTimersByTimeAsync( 2999 );
		expect( reach.hindrance.value ).toBeNull();
		await vi.advanceTimersByTimeAsync( 1 );
		expect( reach.hindrance.value ).toBe( 'gone' );
		come( there );
		expect( await files ).toEqual( { de: 'a' } );
		expect( reach.hindrance.value ).toBeNull();
	} );

	it( 'says so at once where nobody answers, and asks by itself until somebody does', async () => {
		api.readFiles.mockResolvedValueOnce( { kind: 'noAnswer' } ).mockResolvedValueOnce( { kind: 'noAnswer' } ).mockResolvedValue( there );
		expect( await reach.files() ).toEqual( {} );
		expect( reach.hindrance.value ).toBe( 'gone' );
		await vi.advanceTimersByTimeAsync( 10_000 );
		expect( reach.hindrance.value ).toBe( 'gone' );
		await vi.advanceTimersByTimeAsync( 10_000 );
		expect( reach.hindrance.value ).toBeNull();
		await vi.advanceTimersByTimeAsync( 60_000 );
		expect( api.readFiles ).toHaveBeenCalledTimes( 3 );
	} );

	it( 'asks once for all who ask at the same time, and anew afterwards', async () => {
		api.readFiles.mockResolvedValue( there );
		await Promise.all( [ reach.files(), reach.files() ] );
		expect( api.readFiles.mock.calls ).toEqual( [ [ 'de' ] ] );
		await reach.files();
		expect( api.readFiles ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'does not ask twice when the panel is shown, even where the list came in time', async () => {
		api.readFiles.mockResolvedValue( there );
		await reach.files();
		reach.look();
		expect( api.readFiles ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'asks when the panel is shown without anybody having asked, and each time that it is opened later', async () => {
		api.readFiles.mockResolvedValue( there );
		reach.look();
		expect( api.readFiles ).toHaveBeenCalledTimes( 1 );
		await vi.advanceTimersByTimeAsync( 10_000 );
		reach.look();
		expect( api.readFiles ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'takes a refusal for an answer: somebody is there', async () => {
		api.readFiles.mockResolvedValue( { kind: 'refused', problem: { code: 'notFound' } } as Answer<Files> );
		expect( await reach.files() ).toEqual( {} );
		expect( reach.hindrance.value ).toBeNull();
	} );

	it.each( [ 'before', 'after' ] )( 'tells a wiki that forbids it apart, when the browser says so %s the call has failed', async ( when ) => {
		api.readFiles.mockResolvedValue( { kind: 'noAnswer' } );
		const uri = 'https://page-sre.example/i18n/de.files.json';
		if ( when === 'before' ) {
			violate( uri );
		}
		await reach.files();
		violate( uri );
		expect( reach.hindrance.value ).toBe( 'forbidden' );
		await vi.advanceTimersByTimeAsync( 30_000 );
		expect( reach.hindrance.value ).toBe( 'forbidden' );
	} );

	it( 'does not mind what the wiki forbids to others', () => {
		violate( 'https://tracker.example/x' );
		expect( reach.hindrance.value ).toBeNull();
	} );
} );
