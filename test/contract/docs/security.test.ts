// What SECURITY.md and docs/asvs.md name as evidence is there, and no requirement is left out by mistake.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join( import.meta.dirname, '../../..' );
const read = ( path: string ): string => readFileSync( join( root, path ), 'utf8' );

const named = ( text: string ): string[] =>
	[ ...text.matchAll( /`((?:server|test|gadget|docs|i18n)\/[\w./-]+|SECURITY\.md|\.dependency-cruiser\.cjs)`/g ) ].map( ( [ , path ] ) => path! );

describe.each( [ 'SECURITY.md', 'docs/asvs.md' ] )( '%s', ( document ) => {
	it( 'names only files that exist', () => {
		const paths = named( read( document ) );
		expect( paths.length ).toBeGreaterThan( 20 );
		expect( paths.filter( ( path ) => !existsSync( join( root, path ) ) ) ).toEqual( [] );
	} );
} );

it( 'SECURITY.md shows a test for every threat', () => {
	const threats = read( 'SECURITY.md' ).split( '\n' ).filter( ( line ) => line.startsWith( '| ' ) && !line.startsWith( '| who' ) );
	expect( threats.length ).toBeGreaterThan( 15 );
	expect( threats.filter( ( line ) => !named( line ).some( ( path ) => path.endsWith( '.test.ts' ) ) ) ).toEqual( [] );
} );

describe( 'docs/asvs.md', () => {
	const rows = [ ...read( 'docs/asvs.md' ).matchAll( /^\| (\d+\.\d+\.\d+) \| (.+?) \| (met|n\/a|not met) \| (.+) \|$/gm ) ]
		.map( ( [ , id, , verdict, why ] ) => ( { id: id!, verdict: verdict!, why: why! } ) );

	// Levels 1 and 2 of ASVS 5.0.0 have 253 requirements.
	it( 'has every requirement of level 2 once', () => {
		expect( new Set( rows.map( ( { id } ) => id ) ).size ).toBe( 253 );
		expect( rows ).toHaveLength( 253 );
	} );

	it( 'counts as it says', () => {
		const count = ( verdict: string ): number => rows.filter( ( row ) => row.verdict === verdict ).length;
		expect( read( 'docs/asvs.md' ) ).toContain( `${ count( 'met' ) } met, ${ count( 'n/a' ) } not applicable, ${ count( 'not met' ) } not met.` );
	} );
} );
