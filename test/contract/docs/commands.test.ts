// What the documents tell an operator to type works as it stands there: our own commands are run against a
// sandbox, without a shell. Nothing else is ever run from here, because a document may install or remove
// things; such a block says in a comment before it who runs it instead, or why nobody can.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../../server/commands/dispatch.ts';
import { startSandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { environmentFor, freePort, newConsumer } from '../../environment.ts';

const root = join( import.meta.dirname, '../../..' );
const documents = [ 'README.md', 'CONTRIBUTING.md', ...globSync( 'docs/**/*.md', { cwd: root } ) ]
	.map( ( path ) => ( { path, text: readFileSync( join( root, path ), 'utf8' ) } ) );

interface Typed {
	path: string;
	line: string;
	/** Who runs it instead; '' when this test does. */
	elsewhere: string;
}

const typed = documents.flatMap( ( { path, text } ): Typed[] =>
	[ ...text.matchAll( /(?:<!-- (Run by .+?|Not run: .+?) -->\s*)?^ *```sh\n(.*?)^ *```$/gms ) ].flatMap( ( [ , elsewhere = '', block = '' ] ) =>
		block.split( '\n' ).map( ( line ) => line.trim() ).filter( Boolean ).map( ( line ) => ( { path, line, elsewhere } ) ) ) );

const ourProgram = 'node_modules/.bin/node server/cli.ts ';

/** Until it ends, or until it serves: then it is asked to stop. */
async function run( line: string ): Promise<{ code: number; out: string }> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-docs-' ) );
	const port = await freePort();
	const consumer = newConsumer( port );
	const onCall = await startSandboxOnCall();
	const wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: `http://localhost:${ port }` } );
	const env = { PATH: process.env.PATH, ...environmentFor( { port, store: join( folder, 'store.sqlite' ), wiki, onCall, consumer } ) };
	const child = spawn( process.execPath, [ 'server/cli.ts', ...line.slice( ourProgram.length ).split( ' ' ) ], { cwd: root, env, stdio: [ 'ignore', 'pipe', 'pipe' ] } );
	onTestFinished( async () => {
		child.kill( 'SIGKILL' );
		await Promise.all( [ wiki.stop(), onCall.stop() ] );
		await rm( folder, { recursive: true } );
	} );
	let out = '';
	const hear = ( text: string ): void => {
		out += text;
		if ( text.includes( '"msg":"ready"' ) ) {
			// An answer shows that it listens to signals, too.
			void fetch( `http://127.0.0.1:${ port }/healthz` ).then( () => child.kill( 'SIGTERM' ) );
		}
	};
	child.stdout.setEncoding( 'utf8' ).on( 'data', hear );
	child.stderr.setEncoding( 'utf8' ).on( 'data', hear );
	const [ code ] = await once( child, 'close' ) as [ number ];
	return { code, out };
}

describe( 'what the documents tell to type', () => {
	const runHere = typed.filter( ( { line, elsewhere } ) => elsewhere === '' && line.startsWith( ourProgram ) );

	it.each( runHere )( 'works: $line ($path)', async ( { line } ) => {
		expect( await run( line ) ).toMatchObject( { code: 0 } );
	}, 30_000 );

	it( 'is run by a test that exists, where not by this one', () => {
		const runners = [ ...new Set( typed.map( ( { elsewhere } ) => /^Run by (\S+?)[,.]?( |$)/.exec( elsewhere )?.[ 1 ] ) ) ].filter( ( one ) => one !== undefined );
		expect( runners ).toContain( 'test/contract/store/copyStore.test.ts' );
		expect( globSync( runners, { cwd: root } ).sort() ).toEqual( runners.sort() );
	} );

	it( 'is our own program, or says who runs it', () => {
		expect( runHere.length ).toBeGreaterThan( 3 );
		expect( typed.filter( ( one ) => one.elsewhere === '' && !runHere.includes( one ) ) ).toEqual( [] );
	} );
} );

describe( 'what the documents say of commands', () => {
	it( 'names only commands and options that exist', () => {
		const known = [ 'help', ...commands.map( ( { words } ) => words ) ];
		for ( const { path, text } of documents ) {
			for ( const [ , said ] of text.matchAll( /(?:`page-sre|server\/cli\.ts) ([a-z][^`\n]*)/g ) ) {
				const words = known.find( ( one ) => said === one || said!.startsWith( `${ one } ` ) );
				expect( words, `${ path }: ${ said }` ).toBeDefined();
				const { help = '' } = commands.find( ( one ) => one.words === words ) ?? {};
				for ( const [ option ] of said!.matchAll( /--[a-z-]+/g ) ) {
					expect( [ help, '--help' ].join( '\n' ), `${ path }: ${ said }` ).toContain( option );
				}
			}
		}
	} );

	it( 'operators learn of every command', () => {
		const { text } = documents.find( ( { path } ) => path === 'docs/operators.md' )!;
		for ( const { words } of commands ) {
			expect( text ).toContain( `cli.ts ${ words }` );
		}
	} );
} );
