// The audit log as CSV: read back by a reader of RFC 4180 it is the same, and no spreadsheet finds a
// formula in it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../server/access/ports.ts';
import { csvHeader, csvRow } from '../../../server/access/auditCsv.ts';

const entry: AuditEntry = {
	id: 7, at: Date.parse( '2026-11-23T14:02:11.000Z' ), actor: { kind: 'wiki', centralId: 50001, name: 'Steward Foo' },
	action: 'grantAdded', pageId: null, subject: { centralId: 50003, name: 'Plain Baz' }, evidence: { grant: 3 }
};

const named = ( name: string ): AuditEntry => ( { ...entry, actor: { ...entry.actor, name } } );

/** RFC 4180, section 2, and nothing else. */
function readRow( text: string ): string[] {
	const cells: string[] = [];
	let rest = text;
	for ( ;; ) {
		const [ whole, quoted, plain, end ] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec( rest ) ?? [];
		if ( whole === undefined ) {
			throw new Error( `no CSV: ${ JSON.stringify( rest ) }` );
		}
		cells.push( quoted === undefined ? plain! : quoted.replaceAll( '""', '"' ) );
		rest = rest.slice( whole.length );
		if ( end === '\r\n' ) {
			expect( rest ).toBe( '' );
			return cells;
		}
	}
}

const ACTOR_NAME = 5;

describe( 'csvRow', () => {
	it( 'has one cell for each name in the header', () => {
		expect( readRow( csvHeader ) ).toEqual( [ 'id', 'at', 'action', 'actor_kind', 'actor_id', 'actor_name', 'subject_id', 'subject_name', 'page_id', 'evidence' ] );
		expect( readRow( csvRow( entry ) ) ).toEqual( [ '7', '2026-11-23T14:02:11.000Z', 'grantAdded', 'wiki', '50001', 'Steward Foo', '50003', 'Plain Baz', '', '{"grant":3}' ] );
	} );

	it( 'leaves empty what there is not', () => {
		const cells = readRow( csvRow( { ...entry, actor: { kind: 'server', centralId: null, name: 'Page SRE' }, subject: null, pageId: '01JDCWZ5X0000000000000000A' } ) );
		expect( cells.slice( 3, 9 ) ).toEqual( [ 'server', '', 'Page SRE', '', '', '01JDCWZ5X0000000000000000A' ] );
	} );

	it.each( [ '=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x' ] )( 'makes no formula of %j', ( name ) => {
		expect( readRow( csvRow( named( name ) ) )[ ACTOR_NAME ] ).toBe( `'${ name }` );
	} );

	it( 'keeps our own numbers numbers, also those of a single sign-on', () => {
		expect( readRow( csvRow( { ...entry, actor: { kind: 'singleSignOn', centralId: -3, name: 'amal' } } ) )[ 4 ] ).toBe( '-3' );
	} );

	it( 'carries any name to a reader as it is, and none as a formula', () => {
		fc.assert( fc.property( fc.string( { unit: fc.constantFrom( ...'ab",\r\n\t=+-@;\'東é ' ) } ), ( name ) => {
			const cells = readRow( csvRow( named( name ) ) );
			expect( cells ).toHaveLength( 10 );
			expect( [ name, `'${ name }` ] ).toContain( cells[ ACTOR_NAME ] );
			expect( cells[ ACTOR_NAME ] ).not.toMatch( /^[=+\-@\t\r\n]/ );
		} ) );
	} );
} );
