// What a real MediaWiki makes of the built gadget's titles before any browser has a word.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gadgets } from '../../gadget/build/gadgets.ts';
import { contentSecurityPolicy } from '../../server/sandbox/wiki/shell/csp.ts';
import { people } from './people.ts';
import { startRealWiki, type RealWiki } from './realWiki.ts';

let wiki: RealWiki;
beforeAll( async () => {
	const definition = await readFile( join( import.meta.dirname, '../../gadget/dist/wiki/Gadgets-definition' ), 'utf8' );
	wiki = await startRealWiki( people, {
		// Objects are spread since ES2018.
		'MediaWiki:Gadget-Newer.js': 'mw.newer = { ...mw };',
		'MediaWiki:Gadgets-definition': `${ definition }\n* Newer[ResourceLoader|hidden]|Newer.js`
	} );
} );
afterAll( () => wiki.stop() );

describe( 'A real MediaWiki', () => {
	it( 'enforces the policy that the sandbox wiki enforces, word for word', async () => {
		const { headers } = await fetch( `${ wiki.url }/wiki/Main_Page` );
		expect( headers.get( 'Content-Security-Policy' ) ).toBe( contentSecurityPolicy );
	} );

	it.each( gadgets.map( ( { name, limit } ) => ( { module: `ext.gadget.${ name }`, limit } ) ) )( 'serves $module whole, within the $limit bytes of the build', async ( { module, limit } ) => {
		const served = await wiki.load( module );
		expect( served ).toContain( `"${ module }@` );
		expect( served ).not.toContain( 'Parse error' );
		expect( gzipSync( served, { level: 9 } ).length ).toBeLessThanOrEqual( limit );
	} );

	it( 'puts a line for its log in the place of a script that is newer than ours', async () => {
		expect( await wiki.load( 'ext.gadget.Newer' ) ).toContain( 'mw.log.error("Parse error' );
	} );
} );
