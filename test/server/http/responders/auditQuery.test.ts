// From what a responder types to a filter of the audit log, or to words at the field.
import { describe, expect, it } from 'vitest';
import type { AccountSearch, FoundAccount } from '../../../../server/access/ports.ts';
import { asAddress, readQuery, toFilter } from '../../../../server/http/responders/auditQuery.ts';

const nobody: AccountSearch = { byName: async () => ( { kind: 'unknown' } ) };
const answering = ( answer: FoundAccount ): AccountSearch => ( { byName: async () => answer } );
const found = ( name: string ): AccountSearch => answering( { kind: 'found', centralId: 50001, name, locked: true } );

describe( 'toFilter', () => {
	it( 'asks for everything where nothing was typed', async () => {
		expect( await toFilter( readQuery( { action: '', person: ' ', foo: 'x', from: [ '2026-01-01' ] } ), nobody ) ).toEqual( { filter: {} } );
	} );

	it( 'takes all fields together, and days to their end', async () => {
		const query = readQuery( { action: 'grantAdded', person: 'Steward Foo', page: '01JDCWZ5X0000000000000000A', from: '2026-11-22', until: '2026-11-23' } );
		expect( await toFilter( query, found( 'Steward Foo' ) ) ).toEqual( { filter: {
			action: 'grantAdded', centralId: 50001, pageId: '01JDCWZ5X0000000000000000A', from: Date.UTC( 2026, 10, 22 ), until: Date.UTC( 2026, 10, 24 )
		} } );
	} );

	it.each( [ [ '50001', 50001 ], [ '#50001', 50001 ], [ '#-3', -3 ], [ '-3', -3 ] ] )( 'takes %s for a number without asking the wiki', async ( person, centralId ) => {
		const silent: AccountSearch = { byName: () => Promise.reject( new Error( 'asked' ) ) };
		expect( await toFilter( readQuery( { person } ), silent ) ).toEqual( { filter: { centralId } } );
	} );

	it( 'says every fault at once, each at its field', async () => {
		const { faults } = await toFilter( readQuery( { action: 'x', person: 'Nobody', page: 'x', from: 'x', until: '2026-02-31' } ), nobody ) as { faults: object };
		expect( Object.keys( faults ).toSorted() ).toEqual( [ 'action', 'from', 'page', 'person', 'until' ] );
	} );

	it( 'tells a wiki that is silent from a name that it does not know', async () => {
		const unknown = await toFilter( readQuery( { person: 'Nobody' } ), nobody );
		const silent = await toFilter( readQuery( { person: 'Nobody' } ), answering( { kind: 'noAnswer', reason: 'timeout' } ) );
		expect( unknown ).toMatchObject( { faults: { person: expect.stringContaining( 'knows no such account' ) as string } } );
		expect( silent ).toMatchObject( { faults: { person: expect.stringContaining( 'does not answer' ) as string } } );
	} );
} );

describe( 'asAddress', () => {
	it( 'leads back to the same query', () => {
		const query = readQuery( { person: 'O\'Brien & Sons+1 東京', from: '2026-11-22' } );
		expect( readQuery( Object.fromEntries( new URLSearchParams( asAddress( query ) ) ) ) ).toEqual( query );
	} );

	it( 'says nothing where nothing was asked', () => {
		expect( asAddress( readQuery( {} ) ) ).toBe( '' );
	} );
} );
