// `start`: the backend, until a signal stops it. With any PAGE_SRE_ variable set it runs against the real
// world or not at all; without, it brings its own: a sandbox wiki and a sandbox on-call service.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isConfigured } from '../config.ts';
import { configOrExit, runUntilStopped } from '../main.ts';
import { builtTitles } from './builtGadget.ts';
import type { Command, Surroundings } from './command.ts';
import { sandboxEnvironment } from './sandboxEnvironment.ts';

const root = join( import.meta.dirname, '../..' );

/** An account of the sandbox wiki; the same person answers at the sandbox on-call service. */
const SANDBOX_RESPONDER = 'Amal Haddad';

export const start: Command = {
	words: 'start',
	summary: 'Runs the backend, configured by PAGE_SRE_ variables; without any, on a sandbox.',
	help: `page-sre start

Runs the backend until SIGINT or SIGTERM. Settings are PAGE_SRE_ variables (docs/operators.md). With any of
them set it runs against the real world or not at all; without, it starts a sandbox wiki and a sandbox
on-call service on localhost beside itself, and wakes nobody real.

Exit codes:
  0    stopped by a signal
  1    could not start or stop cleanly, or was told twice to stop
  64   the command was not understood
  78   the configuration is faulty; starting again with the same one will not help
`,
	async run( args, surroundings ) {
		parseArgs( { args: [ ...args ], options: {} } );
		await ( isConfigured( surroundings.environment ) ? runUntilStopped( surroundings.config() ) : startOnSandbox( surroundings ) );
		return undefined;
	}
};

async function startOnSandbox( { write }: Surroundings ): Promise<void> {
	// Only here: what pages for real loads nothing of the sandbox.
	const { startSandboxOnCall } = await import( '../sandbox/onCall/service.ts' );
	const { startSandboxWiki } = await import( '../sandbox/wiki/index.ts' );
	const { startSandboxStatusPage } = await import( '../sandbox/statusPage/service.ts' );
	const [ port, wikiPort, onCallPort ] = [ await freePort( 3000 ), await freePort( 3001 ), await freePort( 3002 ) ];
	const publicUrl = `http://localhost:${ port }`;
	const consumer = { key: randomBytes( 16 ).toString( 'hex' ), secret: randomBytes( 20 ).toString( 'hex' ), callbackUrl: `${ publicUrl }/oauth/callback` };
	const onCall = await startSandboxOnCall( { port: onCallPort, stateFile: join( root, 'data/sandbox-on-call.json' ) } );
	// Read at every request, so that a rebuild shows.
	const gadgetPages = async (): Promise<Record<string, string>> => Object.fromEntries( await builtTitles() );
	const wiki = await startSandboxWiki( { port: wikiPort, gadgetPages, consumer, backendUrl: publicUrl } );
	const statusPage = await startSandboxStatusPage( { port: await freePort( 3003 ) } );
	const config = configOrExit( {
		...sandboxEnvironment( { port, wiki, onCall, statusPage, consumer } ),
		PAGE_SRE_CONTACT: 'sandbox',
		PAGE_SRE_STORE: join( root, 'data/sandbox.sqlite' ),
		PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: onCall.drillRoutingKey,
		PAGE_SRE_RESPONDERS: SANDBOX_RESPONDER,
		PAGE_SRE_POLL_SECONDS: '1',
		PAGE_SRE_LOG_LEVEL: 'warn'
	} );
	await runUntilStopped( config, async () => {
		await wiki.stop();
		await onCall.stop();
		await statusPage.stop();
	} );
	write( `
Page SRE is running on a sandbox; nobody real is woken. Ctrl-C stops it, and pages are kept.

  ${ wiki.url }/wiki/Main_Page
      The wiki. Choose "Steward Foo" at the top, then "Page SRE" among the tools, and page somebody.
  ${ onCall.url }/
      The on-call inbox: what the engineer gets. Acknowledge it there and watch the panel.
  ${ publicUrl }/sre/
      The responders' site: who paged, everything known of it, and answers. Sign in as "Amal Haddad".
  ${ statusPage.url }
      The wikis' public status page. Let it report an outage, or fail, and look at the panel.
  ${ publicUrl }/
      The same panel on its own site, for when the wiki's scripts do not work.

` );
}

/** The usual port, or any other when that one is taken. */
async function freePort( usual: number ): Promise<number> {
	for ( const port of [ usual, 0 ] ) {
		const found = await new Promise<number | undefined>( ( resolve ) => {
			const probe = createServer().once( 'error', () => resolve( undefined ) ).listen( port, () => {
				const address = probe.address();
				probe.close( () => resolve( typeof address === 'object' ? address?.port : undefined ) );
			} );
		} );
		if ( found !== undefined ) {
			return found;
		}
	}
	throw new Error( 'no free port' );
}
