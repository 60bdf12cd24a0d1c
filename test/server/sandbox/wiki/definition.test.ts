// Gadget definition lines as Extension:Gadgets reads them, and on which views a gadget runs.
import { describe, expect, it } from 'vitest';
import { loadsOn, parseDefinition } from '../../../../server/sandbox/wiki/resources/definition.ts';
import type { Gadget, View } from '../../../../server/sandbox/wiki/resources/definition.ts';

const one = ( line: string ): Gadget => parseDefinition( line )[ 0 ] ?? expect.fail( `not a gadget: ${ line }` );
const steward: View = { rights: [ 'read', 'centralauth-lock' ], skin: 'vector-2022', action: 'view', namespace: 0, withGadget: undefined };

describe( 'a definition line', () => {
	it( 'names the module, its pages, options and dependencies', () => {
		const line = '* PageSRE[ResourceLoader|default|rights=centralauth-lock|dependencies=vue, @wikimedia/codex]|PageSRE.js|PageSRE.css';
		expect( one( line ) ).toMatchObject( {
			name: 'PageSRE', module: 'ext.gadget.PageSRE', pages: [ 'MediaWiki:Gadget-PageSRE.js', 'MediaWiki:Gadget-PageSRE.css' ],
			resourceLoader: true, default: true, hidden: false, rights: [ 'centralauth-lock' ], dependencies: [ 'vue', '@wikimedia/codex' ]
		} );
	} );

	it.each( [ '== heading ==', 'PageSRE|PageSRE.js', '* 1PageSRE|PageSRE.js', '* PageSRE', '*PageSRE[ResourceLoader]' ] )( 'is none: %s', ( line ) => {
		expect( parseDefinition( line ) ).toEqual( [] );
	} );

	it( 'is about styles only when it has nothing else, or says so', () => {
		expect( one( '* A[ResourceLoader]|A.css' ).stylesOnly ).toBe( true );
		expect( one( '* A[ResourceLoader|dependencies=vue]|A.css' ).stylesOnly ).toBe( false );
		expect( one( '* A[ResourceLoader|type=general]|A.css' ).stylesOnly ).toBe( false );
	} );
} );

describe( 'a gadget', () => {
	it.each( [
		[ 'default', {}, true ],
		[ 'hidden', {}, false ],
		[ 'hidden', { withGadget: 'A' }, true ],
		[ 'supportsUrlLoad=false', { withGadget: 'A' }, false ],
		[ 'default|hidden', {}, true ],
		[ 'default|rights=centralauth-lock', {}, true ],
		[ 'default|rights=centralauth-lock', { rights: [ 'read' ] }, false ],
		[ 'default|rights=centralauth-lock,delete', {}, false ],
		[ 'rights=centralauth-lock', { withGadget: 'A', rights: [ 'read' ] }, false ],
		[ 'default|skins=minerva,vector', {}, false ],
		[ 'default|skins=minerva,vector', { skin: 'minerva' }, true ],
		[ 'default|namespaces=2,3', {}, false ],
		[ 'default|namespaces=2,3', { namespace: 3 }, true ],
		[ 'default|actions=edit', { action: 'submit' }, true ],
		[ 'default|actions=edit', {}, false ]
	] )( 'with %s runs on %o: %s', ( options, view, runs ) => {
		expect( loadsOn( one( `* A[ResourceLoader|${ options }]|A.js` ), { ...steward, ...view } ) ).toBe( runs );
	} );

	it( 'without ResourceLoader never runs', () => {
		expect( loadsOn( one( '* A[default]|A.js' ), steward ) ).toBe( false );
	} );
} );
