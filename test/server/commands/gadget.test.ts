// Promises of publishing the gadget, on a wiki that answers as MediaWiki does: nothing is written unasked, nothing of
// others is touched or written over, and what was written is always known.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { dispatch } from '../../../server/commands/dispatch.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { newConsumer } from '../../environment.ts';
import { createFakeClock } from '../../fakeClock.ts';
import type { Said } from './surroundings.ts';

const DEFINITION = 'MediaWiki:Gadgets-definition';
const built = {
	'Gadget-PageSRE': 'Page SRE\n',
	'Gadget-PageSRE.js': '/*! Page SRE */\nloader();\n',
	'Gadget-PageSRE-panel.js': `panel( ${ 'x'.repeat( 5000 ) }, 2 );\n`,
	'Gadget-PageSRE-panel.css': '.a{}\n',
	'Gadgets-definition': '* PageSRE-panel[ResourceLoader|hidden]|PageSRE-panel.js|PageSRE-panel.css\n* PageSRE[ResourceLoader|default]|PageSRE.js\n'
};
const inOrder = [ 'Gadget-PageSRE-panel.css', 'Gadget-PageSRE-panel.js', 'Gadget-PageSRE.js', 'Gadget-PageSRE', 'Gadgets-definition' ]
	.map( ( name ) => `MediaWiki:${ name }` );
const others = '== Editing ==\n* HotCat[ResourceLoader]|HotCat.js\n* PageSREnity[ResourceLoader]|Other.js';

let wiki: SandboxWiki;
let folder: string;
let account: { name: string; password: string };
/** Called with all that is written. */
let heard: ( text: string ) => void;

async function type( line: string, env: Record<string, string | undefined> = {} ): Promise<Said> {
	const said = { out: '', complaint: '' };
	const code = await dispatch( [ ...line.split( ' ' ), '--wiki', wiki.url, '--folder', folder ], {
		environment: { PAGE_SRE_CONTACT: 'test@example.org', PAGE_SRE_PUBLISH_NAME: account.name, PAGE_SRE_PUBLISH_PASSWORD: account.password, ...env },
		config: () => {
			throw new Error( 'needs no configuration' );
		},
		write: ( text ) => {
			said.out += text;
			heard( text );
		},
		complain: ( text ) => {
			said.complaint += text;
		},
		clock: createFakeClock( async () => undefined ),
		newId: () => 'x'
	} );
	return { code, ...said };
}

const stored = (): ( string | undefined )[] => inOrder.map( ( title ) => wiki.publishing.latest( title )?.text );

/** Somebody edits the definition as soon as this is read on the terminal. */
function interruptAt( words: string ): void {
	heard = ( text ) => {
		if ( text.includes( words ) ) {
			wiki.publishing.edit( DEFINITION, 'theirs', 'Somebody' );
		}
	};
}

beforeEach( async () => {
	heard = () => undefined;
	folder = await mkdtemp( join( tmpdir(), 'page-sre-built-' ) );
	await Promise.all( Object.entries( built ).map( ( [ name, text ] ) => writeFile( join( folder, name ), text ) ) );
	wiki = await startSandboxWiki( {
		gadgetPages: async () => ( { [ DEFINITION ]: `${ others }\n` } ), consumer: newConsumer( 1 ), backendUrl: 'http://localhost:1'
	} );
	wiki.publishing.makeInterfaceAdmin( 'Plain Baz' );
	account = wiki.publishing.addBotPassword( 'Plain Baz', 'publish' );
	const [ here, there ] = [ wiki, folder ];
	onTestFinished( async () => {
		await here.stop();
		await rm( there, { recursive: true } );
	} );
} );

describe( 'gadget publish', () => {
	it( 'writes nothing unless told to, and shows what it would', async () => {
		const { code, out } = await type( 'gadget publish' );
		expect( code ).toBe( 1 );
		expect( out ).toContain( '+* PageSRE[ResourceLoader|default]|PageSRE.js' );
		expect( stored().filter( Boolean ) ).toEqual( [] );
	} );

	it( 'writes what others depend on first and the definition last, keeps every line of others, and then all is the same', async () => {
		const { code, out } = await type( 'gadget publish --yes' );
		expect( code ).toBe( 0 );
		expect( [ ...out.matchAll( /^written +(.*)$/gm ) ].map( ( [ , title ] ) => title ) ).toEqual( inOrder );
		expect( stored().at( -1 ) ).toBe( `${ others }\n${ built[ 'Gadgets-definition' ].trimEnd() }` );
		expect( stored()[ 2 ] ).toBe( built[ 'Gadget-PageSRE.js' ].trimEnd() );
		expect( ( await type( 'gadget diff' ) ).code ).toBe( 0 );
		expect( ( await type( 'gadget publish --yes' ) ).out ).not.toContain( 'written' );
	} );

	it( 'replaces its lines where they stand, and takes out those of parts that are gone', async () => {
		wiki.publishing.edit( DEFINITION, `== Tools ==\n* PageSRE[old]|PageSRE.js\n* PageSRE-gone[x]|PageSRE-gone.js\n${ others }`, 'Somebody' );
		await type( 'gadget publish --yes' );
		expect( stored().at( -1 ) ).toBe( [
			'== Tools ==', '* PageSRE[ResourceLoader|default]|PageSRE.js',
			'* PageSRE-panel[ResourceLoader|hidden]|PageSRE-panel.js|PageSRE-panel.css', others
		].join( '\n' ) );
	} );

	it( 'writes nothing over an edit that came before its own, and says what was written', async () => {
		interruptAt( 'written    MediaWiki:Gadget-PageSRE.js' );
		const { code, complaint } = await type( 'gadget publish --yes' );
		expect( code ).toBe( 2 );
		expect( complaint ).toContain( 'editconflict' );
		expect( complaint ).toContain( 'written      MediaWiki:Gadget-PageSRE-panel.js' );
		expect( complaint ).toContain( `not written  ${ DEFINITION }` );
		expect( stored().at( -1 ) ).toBe( 'theirs' );
	} );

	it( 'writes nothing at all where a title has changed since it was shown', async () => {
		interruptAt( '+++' );
		const { code, complaint } = await type( 'gadget publish --yes' );
		expect( code ).toBe( 75 );
		expect( complaint ).toContain( DEFINITION );
		expect( stored().filter( Boolean ) ).toEqual( [ 'theirs' ] );
	} );

	it( 'says what it does not know when the wiki falls silent half way', async () => {
		heard = ( text ) => {
			if ( text.startsWith( 'written' ) ) {
				wiki.faults.set( { kind: 'refuseConnections' }, 'api' );
			}
		};
		const { code, complaint } = await type( 'gadget publish --yes' );
		expect( code ).toBe( 2 );
		expect( complaint ).toContain( `written      ${ inOrder[ 0 ] }` );
		expect( complaint ).toContain( `not certain  ${ inOrder[ 1 ] }` );
		expect( complaint ).toContain( `not written  ${ DEFINITION }` );
	} );

	it.each( [
		[ 'signing in again', 'reauthenticate', 'Your session needs re-authentication.' ],
		[ 'more than the account has', 'sitejsprotected', 'You do not have permission.' ],
		[ 'something that nobody here knows', 'newthing', 'New.' ]
	] )( 'says what to do by hand where the wiki wants %s', async ( _what, code, info ) => {
		wiki.publishing.refuse( inOrder[ 0 ]!, { code, info } );
		const said = await type( 'gadget publish --yes' );
		expect( said.code ).toBe( 77 );
		expect( said.complaint ).toContain( `${ code }: ${ info }` );
		for ( const title of inOrder ) {
			expect( said.complaint ).toContain( `${ wiki.url }/w/index.php?title=${ title }&action=edit` );
		}
		expect( said.complaint ).toContain( 'Replace the lines that begin with "* PageSRE"' );
	} );

	it.each( [
		[ 'a wrong password', { PAGE_SRE_PUBLISH_PASSWORD: 'wrong-secret' }, 77, 'Incorrect' ],
		[ 'an account without a bot password', { PAGE_SRE_PUBLISH_NAME: 'Plain Baz' }, 77, 'requires user interaction' ],
		[ 'no password', { PAGE_SRE_PUBLISH_PASSWORD: undefined }, 78, 'PAGE_SRE_PUBLISH_PASSWORD' ]
	] )( 'writes nothing with %s, and never prints it', async ( _what, env, code, words ) => {
		const said = await type( 'gadget publish --yes', env );
		expect( said.code ).toBe( code );
		expect( said.complaint ).toContain( words );
		expect( said.out + said.complaint ).not.toMatch( new RegExp( `wrong-secret|${ account.password }` ) );
		expect( stored().filter( Boolean ) ).toEqual( [] );
	} );
} );

describe( 'gadget diff', () => {
	it( 'shows of a long line where it parts, and lets nobody’s text move the cursor', async () => {
		await type( 'gadget publish --yes' );
		wiki.publishing.edit( 'MediaWiki:Gadget-PageSRE-panel.js', `panel( ${ 'x'.repeat( 5000 ) }, \u001B[31m3 );`, 'Somebody' );
		const { code, out } = await type( 'gadget diff' );
		expect( code ).toBe( 1 );
		expect( out ).toMatch( /^-…x+, <1b>\[31m3 \); \(\d+ characters\)$/m );
		expect( out ).toMatch( /^\+…x+, 2 \); \(\d+ characters\)$/m );
		expect( out ).toContain( 'by Somebody' );
		expect( out ).not.toContain( '\u001B' );
	} );

	it( 'says so when the wiki does not answer, or nothing was built, or nobody says how to be reached', async () => {
		wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		expect( ( await type( 'gadget diff' ) ).code ).toBe( 69 );
		expect( ( await type( 'gadget diff', { PAGE_SRE_CONTACT: undefined } ) ).code ).toBe( 64 );
		folder = join( folder, 'nothing' );
		expect( ( await type( 'gadget diff' ) ).code ).toBe( 66 );
	} );
} );
