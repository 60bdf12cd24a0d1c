// Promises of what is going on now: asked for while somebody looks and not otherwise, kept when nothing newer comes,
// each part with its age and failing alone, in words.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { situationWords, isPartlyUnknown } from '../../../gadget/aid/situationWords.ts';
import { useSituation } from '../../../gadget/aid/useSituation.ts';
import { fakeApi } from '../fakeApi.ts';
import { AT, anIncident, anOpenPage, aSituation } from '../fixtures.ts';
import { words } from '../panel/components/show.ts';

const told = situationWords( words, () => Date.parse( AT ) );
const plain = ( text: string ): string => text.replace( /[\u2068\u2069]/g, '' );

describe( 'useSituation', () => {
	beforeEach( () => void vi.useFakeTimers() );
	afterEach( () => {
		vi.useRealTimers();
	} );

	it( 'asks at once and every ten seconds, until nobody looks', async () => {
		const api = fakeApi();
		api.read.mockResolvedValue( { kind: 'answered', value: aSituation() } );
		const { state, follow } = useSituation( api );
		expect( state.value.name ).toBe( 'loading' );
		const end = follow();
		await vi.advanceTimersByTimeAsync( 20_000 );
		expect( api.read.mock.calls ).toEqual( [ [ '/v1/situation' ], [ '/v1/situation' ], [ '/v1/situation' ] ] );
		end();
		await vi.advanceTimersByTimeAsync( 60_000 );
		expect( api.read ).toHaveBeenCalledTimes( 3 );
	} );

	it( 'asks nothing in a hidden tab, and at once when it is seen again', async () => {
		const api = fakeApi();
		const hidden = vi.spyOn( document, 'visibilityState', 'get' ).mockReturnValue( 'hidden' );
		const end = useSituation( api ).follow();
		await vi.advanceTimersByTimeAsync( 30_000 );
		expect( api.read ).not.toHaveBeenCalled();
		hidden.mockRestore();
		document.dispatchEvent( new Event( 'visibilitychange' ) );
		expect( api.read ).toHaveBeenCalledTimes( 1 );
		end();
	} );

	it( 'keeps what came when nothing newer comes, and takes nothing that is no situation', async () => {
		const api = fakeApi();
		api.read.mockResolvedValueOnce( { kind: 'answered', value: {} } ).mockResolvedValueOnce( { kind: 'answered', value: aSituation() } );
		const { state, follow } = useSituation( api );
		const end = follow();
		await vi.advanceTimersByTimeAsync( 0 );
		expect( state.value.name ).toBe( 'missing' );
		await vi.advanceTimersByTimeAsync( 10_000 );
		expect( state.value ).toMatchObject( { name: 'here', isOld: false } );
		await vi.advanceTimersByTimeAsync( 10_000 );
		expect( state.value ).toMatchObject( { name: 'here', isOld: true, situation: aSituation() } );
		end();
	} );
} );

describe( 'situationWords', () => {
	it( 'names no trouble where there is none', () => {
		expect( told.troubles( aSituation() ) ).toEqual( [] );
		expect( isPartlyUnknown( aSituation() ) ).toBe( false );
	} );

	it( 'says in one line what is wrong, by kind', () => {
		const [ provider ] = aSituation().providers;
		const situation = aSituation( {
			pages: [ anOpenPage() ],
			providers: [ { ...provider!, incidents: { asOf: AT, failing: false, value: [ anIncident(), anIncident( { incident: '8' } ) ] } } ],
			status: { asOf: AT, failing: false, value: { url: '', indicator: 'none', incidents: [], components: [ { name: 'Search', condition: 'degraded_performance' } ] } }
		} );
		expect( told.troubles( situation ).map( plain ) ).toEqual( [ '1 open page', '2 incidents', 'Status page: Search · slow' ] );
	} );

	it( 'tells each part with its own age, and of each alone that it failed', () => {
		const situation = aSituation( { pages: [ anOpenPage( { private: true, summary: '', scope: '', by: null } ) ], status: { asOf: null, failing: true, value: null } } );
		expect( isPartlyUnknown( situation ) ).toBe( true );
		expect( told.details( situation, false ).map( ( { text, age, lines } ) => [ text, age, ...lines ].map( plain ) ) ).toEqual( [
			[ '1 open page', '', 'Delivered, no answer yet · 20 seconds ago' ],
			[ 'On call: Amal, Bo', 'as of 12 seconds ago' ],
			[ 'Incidents of others: none', 'as of 12 seconds ago' ],
			[ 'Status page: could not be asked', '' ]
		] );
		expect( told.details( situation, true )[ 1 ]!.age ).toBe( 'as of 12 seconds ago; newer could not be had' );
	} );

	it( 'says of an incident what it is, how it stands, who has it and for how long', () => {
		expect( plain( told.incident( anIncident( { phase: 'acknowledged', by: 'amal' } ) ) ) ).toBe( 'Many 503s · an engineer has it · amal · 4 minutes ago' );
	} );
} );
