// The course of a page as spans, for who asks for them: one trace from acceptance to what was read back, without
// a word of anybody; and nothing at all for who does not.
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { environmentFor, newConsumer, freePort } from '../environment.ts';
import { startWorld, type World } from '../harness.ts';
import { startSandboxOnCall } from '../../server/sandbox/onCall/service.ts';

describe( 'Traces', () => {
	let world: World;
	const exporter = new InMemorySpanExporter();
	beforeEach( () => {
		trace.setGlobalTracerProvider( new TracerProvider( { spanProcessors: [ new SimpleSpanProcessor( { exporter } ) ] } ) );
	} );
	afterEach( async () => {
		await world.stop();
		trace.disable();
		exporter.reset();
	} );

	async function playPage(): Promise<string> {
		const sender = await world.signIn( 'Steward Foo' );
		world.onCall.faults.set( { kind: 'status', status: 503 }, 'ingest' );
		const { body: page } = await sender.sendPage( { summary: 'Canary of the summary' } );
		await world.advance( 500 );
		world.onCall.faults.set( null );
		await sender.sees( page.id, 'delivered' );
		world.onCall.acknowledge( `page-sre/${ page.id }`, 'alice' );
		await sender.sees( page.id, 'acknowledged' );
		return page.id;
	}

	it( 'tell a page from acceptance to acknowledgement, all in the trace of its id, and nothing personal', async () => {
		world = await startWorld( { env: { PAGE_SRE_TRACES: 'on', PAGE_SRE_HEARTBEAT_SECONDS: '60' } } );
		const pageId = await playPage();
		const spans = exporter.getFinishedSpans();
		const traceId = createHash( 'sha256' ).update( pageId ).digest( 'hex' ).slice( 0, 32 );
		expect( new Set( spans.map( ( span ) => span.spanContext().traceId ) ) ).toEqual( new Set( [ traceId ] ) );
		expect( spans.map( ( { name } ) => name ) ).toEqual( expect.arrayContaining( [ 'accept', 'claim', 'deliver', 'read back' ] ) );
		const deliveries = spans.filter( ( { name } ) => name === 'deliver' ).map( ( { attributes } ) => attributes );
		expect( deliveries[ 0 ] ).toEqual( {
			'page_sre.page_id': pageId, 'page_sre.provider': 'splunk-on-call', 'page_sre.outcome': 'retry', 'page_sre.reason': 'serverError'
		} );
		expect( deliveries.at( -1 ) ).toMatchObject( { 'page_sre.outcome': 'delivered' } );
		expect( spans.filter( ( { name } ) => name === 'read back' ).map( ( { attributes } ) => attributes[ 'page_sre.phase' ] ) ).toContain( 'acknowledged' );

		const told = JSON.stringify( spans.map( ( { name, attributes, events, links, status } ) => [ name, attributes, events, links, status ] ) );
		expect( told ).not.toMatch( /canary|steward|foo|alice|localhost|http/i );
	} );

	it( 'are none where they are off, though somebody would listen', async () => {
		world = await startWorld();
		await playPage();
		expect( exporter.getFinishedSpans() ).toEqual( [] );
	} );

	it( 'are told to nobody where no SDK is loaded, and that is said', async () => {
		trace.disable();
		world = await startWorld( { env: { PAGE_SRE_TRACES: 'on' } } );
		await playPage();
		expect( world.log.filter( ( { message } ) => message.startsWith( 'traces are on, but no OpenTelemetry SDK' ) ) ).toMatchObject( [ { level: 'warn' } ] );
	} );
} );

describe( 'A server', () => {
	/** Tells each of its modules that has to do with traces; prom-client loads OpenTelemetry's API for its own. */
	const spy = `import { registerHooks } from 'node:module';
		registerHooks( { resolve( specifier, context, next ) {
			const found = next( specifier, context );
			if ( /watching\\/tracing\\.ts|@opentelemetry\\/(?!api\\/)/.test( found.url ) ) process.stderr.write( 'LOADED ' + found.url + '\\n' );
			return found;
		} } );`;

	async function loadedBy( env: Record<string, string> ): Promise<string> {
		const port = await freePort();
		const onCall = await startSandboxOnCall();
		onTestFinished( () => onCall.stop() );
		const surroundings = { port, store: ':memory:', wiki: { url: 'http://localhost:9' }, onCall, consumer: newConsumer( port ) };
		const child = spawn( process.execPath, [ '--import', `data:text/javascript,${ encodeURIComponent( spy ) }`, 'server/cli.ts', 'start' ], {
			cwd: join( import.meta.dirname, '../..' ), env: { PATH: process.env.PATH, ...environmentFor( surroundings ), ...env }, stdio: [ 'ignore', 'pipe', 'pipe' ]
		} );
		let said = '';
		child.stderr.setEncoding( 'utf8' ).on( 'data', ( text: string ) => {
			said += text;
		} );
		child.stdout.setEncoding( 'utf8' ).on( 'data', ( text: string ) => {
			if ( text.includes( '"msg":"ready"' ) ) {
				child.kill( 'SIGKILL' );
			}
		} );
		await once( child, 'close' );
		return said;
	}

	it( 'loads nothing for traces unless they are on', async () => {
		expect( await loadedBy( {} ) ).toBe( '' );
		expect( await loadedBy( { PAGE_SRE_TRACES: 'on' } ) ).toContain( 'watching/tracing.ts' );
	} );
} );
