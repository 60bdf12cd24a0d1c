// A real MediaWiki on localhost, with our built gadget on it as an interface administrator would publish
// it. Installed anew for each run; everything about it is gone when it is stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtTitles } from '../../server/commands/builtGadget.ts';
import { contentSecurityPolicy } from '../../server/sandbox/wiki/shell/csp.ts';
import { freePort } from '../environment.ts';
import type { Visitor } from '../e2e/browser.ts';
import { run } from './command.ts';
import { mediaWikiFolder } from './software.ts';

export interface Account {
	/** As CentralAuth would tell the page's scripts. */
	globalGroups: readonly string[];
	/** As those groups would give them. */
	globalRights: readonly string[];
}

export interface RealWiki {
	url: string;
	/** Which server of ours the gadget is to talk to, from the next page view on. */
	useBackend( url: string ): Promise<void>;
	/** By the wiki's own form. */
	logIn( visitor: Visitor, name: string ): Promise<void>;
	/** What ResourceLoader serves for these modules alone, as a browser would get it. */
	load( ...modules: string[] ): Promise<string>;
	stop(): Promise<void>;
}

const localSettings = join( import.meta.dirname, 'LocalSettings.php' );
const router = join( import.meta.dirname, 'router.php' );

/** What every list of the policy has beside the words in quotation marks, which MediaWiki adds itself. */
const approvedSources = /default-src 'self' data: blob: ([^;]+)/.exec( contentSecurityPolicy )![ 1 ]!.split( ' ' );

/**
 * @param people beside an administrator
 * @param moreTitles title -> text, beside the gadget's own or in their place
 */
export async function startRealWiki(
	people: Readonly<Record<string, Account>>, moreTitles: Readonly<Record<string, string>> = {}
): Promise<RealWiki> {
	const folder = await mkdtemp( join( tmpdir(), 'page-sre-wiki-' ) );
	const port = await freePort();
	const url = `http://localhost:${ port }`;
	const password = randomBytes( 12 ).toString( 'hex' );
	const settings = join( folder, 'trial.json' );
	const useBackend = ( backendUrl: string ): Promise<void> =>
		writeFile( settings, JSON.stringify( { folder, server: url, people, approvedSources, backendUrl } ) );
	const env = { TRIAL_WIKI: settings, MW_CONFIG_FILE: localSettings };
	const maintain = ( script: string, args: readonly string[], input?: string ): Promise<string> =>
		run( 'php', [ join( mediaWikiFolder, 'maintenance/run.php' ), script, ...args ], { env, input } );

	await mkdir( join( folder, 'cache' ) );
	await mkdir( join( folder, 'site' ) );
	await symlink( mediaWikiFolder, join( folder, 'site/w' ) );
	await run( 'php', [ join( mediaWikiFolder, 'maintenance/run.php' ), 'install', '--dbtype', 'sqlite', '--dbpath', folder, '--dbname', 'metawiki',
		'--confpath', folder, '--scriptpath', '/w', '--server', url, '--pass', password, 'Meta', 'Admin' ] );
	await useBackend( url );
	for ( const name of Object.keys( people ) ) {
		await maintain( 'createAndPromote', [ name, password ] );
	}
	for ( const [ title, text ] of Object.entries( { ...Object.fromEntries( await builtTitles() ), ...moreTitles } ) ) {
		await maintain( 'edit', [ '--user', 'Admin', title ], text );
	}
	const server = await serve( port, join( folder, 'site' ), env );

	return {
		url, useBackend,
		async logIn( { tab }, name ) {
			await tab.goto( `${ url }/wiki/Special:UserLogin` );
			await tab.locator( '#wpName1' ).fill( name );
			await tab.locator( '#wpPassword1' ).fill( password );
			await Promise.all( [ tab.waitForURL( `${ url }/wiki/Main_Page` ), tab.locator( '#wpLoginAttempt' ).click() ] );
		},
		async load( ...modules ) {
			const query = new URLSearchParams( { lang: 'en', skin: 'vector-2022', modules: modules.join( '|' ) } );
			return ( await fetch( `${ url }/w/load.php?${ query.toString() }` ) ).text();
		},
		async stop() {
			await server.stop();
			await rm( folder, { recursive: true } );
		}
	};
}

/** PHP's own web server, with a process for each of a browser's connections. */
async function serve( port: number, site: string, env: Record<string, string> ): Promise<{ stop(): Promise<void> }> {
	const server = spawn( 'php', [ '-S', `127.0.0.1:${ port }`, '-t', site, router ], {
		env: { ...process.env, ...env, PHP_CLI_SERVER_WORKERS: '6' },
		stdio: [ 'ignore', 'ignore', 'pipe' ],
		// A group of its own, so that its workers end with it.
		detached: true
	} );
	const end = (): void => {
		process.kill( -server.pid! );
	};
	process.once( 'exit', end );
	await started( server );
	const ended = once( server, 'exit' );
	return {
		async stop() {
			process.off( 'exit', end );
			end();
			await ended;
		}
	};
}

function started( server: ChildProcess ): Promise<void> {
	return new Promise( ( resolve, reject ) => {
		let said = '';
		server.stderr!.setEncoding( 'utf8' ).on( 'data', ( words: string ) => {
			// Later it logs every request; enough is enough.
			said = ( said + words ).slice( -10_000 );
			if ( said.includes( 'Development Server' ) ) {
				resolve();
			}
		} );
		server.once( 'error', reject );
		server.once( 'exit', () => reject( new Error( `PHP's web server has ended: ${ said }` ) ) );
	} );
}
