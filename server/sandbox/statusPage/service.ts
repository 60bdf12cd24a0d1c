// The sandbox's public status page, as Atlassian Statuspage serves one: the summary for programs, and for a person
// a page with switches. Nothing of the product may be imported here.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { html, type Html } from '../onCall/html.ts';
import { bodyOf } from '../onCall/httpService.ts';
import { summaryOf, type StatusPageState } from './summary.ts';

/** `down`: 503 with an HTML page. `slow`: no answer until it is well again. `odd`: JSON of no known shape. */
export type StatusPageFault = 'down' | 'slow' | 'odd';

export interface SandboxStatusPage {
	/** Ends with a slash. */
	url: string;
	/** How often the summary was asked for. */
	asked(): number;
	/** What it reports; whoever is not told of a change keeps the last one. */
	report( state: Partial<StatusPageState> ): void;
	/** null: well again, and whoever waits is answered. */
	misbehave( fault: StatusPageFault | null ): void;
	stop(): Promise<void>;
}

const moods: readonly { id: string; label: string; state: StatusPageState }[] = [
	{ id: 'well', label: 'All systems operational', state: { indicator: 'none', incidents: [], conditions: {} } },
	{
		id: 'outage', label: 'An outage is reported',
		state: {
			indicator: 'major', conditions: { Reading: 'partial_outage' },
			incidents: [ { name: 'Slow responses from some wikis', impact: 'major', startedAt: 0, status: 'investigating' } ]
		}
	}
];

const faultLabels: Record<StatusPageFault, string> = {
	down: 'Answers 503 with an HTML page', slow: 'Does not answer until it is well again', odd: 'Answers JSON that nobody understands'
};

/** @throws Error when the port is taken */
export async function startSandboxStatusPage( { port = 0, now = Date.now }: { port?: number; now?: () => number } = {} ): Promise<SandboxStatusPage> {
	let state: StatusPageState = moods[ 0 ]!.state;
	let fault: StatusPageFault | null = null;
	let asked = 0;
	const waiting = new Set<() => void>();

	function misbehave( next: StatusPageFault | null ): void {
		fault = next;
		if ( next === null ) {
			waiting.forEach( ( answer ) => answer() );
			waiting.clear();
		}
	}

	function sendSummary( response: ServerResponse ): void {
		const body = fault === 'odd' ? [ { page: 7, status: 'fine' } ] : summaryOf( url, state, now() );
		response.writeHead( 200, { 'content-type': 'application/json; charset=utf-8' } ).end( JSON.stringify( body ) );
	}

	function summary( response: ServerResponse ): void {
		asked++;
		switch ( fault ) {
			case 'down':
				response.writeHead( 503, { 'content-type': 'text/html' } ).end( '<!DOCTYPE html><title>Down</title><h1>Sorry</h1>' );
				return;
			case 'slow':
				waiting.add( () => sendSummary( response ) );
				return;
			default:
				sendSummary( response );
		}
	}

	function flip( body: string ): void {
		const form = new URLSearchParams( body );
		const mood = moods.find( ( { id } ) => id === form.get( 'mood' ) );
		if ( mood ) {
			state = { ...mood.state, incidents: mood.state.incidents.map( ( incident ) => ( { ...incident, startedAt: now() } ) ) };
		}
		const chosen = form.get( 'fault' );
		if ( chosen !== null ) {
			misbehave( chosen in faultLabels ? chosen as StatusPageFault : null );
		}
	}

	async function serve( request: IncomingMessage, response: ServerResponse ): Promise<void> {
		switch ( `${ request.method } ${ request.url }` ) {
			case 'GET /api/v2/summary.json':
				summary( response );
				return;
			case 'GET /':
				response.writeHead( 200, { 'content-type': 'text/html; charset=utf-8' } ).end( personPage( state, fault ).markup );
				return;
			case 'POST /':
				flip( await bodyOf( request ) );
				response.writeHead( 303, { location: '/' } ).end();
				return;
			default:
				response.writeHead( 404, { 'content-type': 'text/plain' } ).end( 'Not found\n' );
		}
	}

	const server = createServer( ( request, response ) => {
		serve( request, response ).catch( ( error: unknown ) => response.destroy( error as Error ) );
	} );
	await new Promise<void>( ( resolve, reject ) => {
		server.once( 'error', reject );
		server.listen( port, 'localhost', resolve );
	} );
	const url = `http://localhost:${ ( server.address() as AddressInfo ).port }/`;
	return {
		url, misbehave,
		asked: () => asked,
		report( change ) {
			state = { ...state, ...change };
		},
		async stop() {
			misbehave( null );
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			server.closeAllConnections();
			await closed;
		}
	};
}

function personPage( { indicator, incidents }: StatusPageState, fault: StatusPageFault | null ): Html {
	const button = ( name: string, value: string, label: string ): Html => html`<p><button name="${ name }" value="${ value }">${ label }</button></p>`;
	return html`<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><title>Sandbox status page</title>
<style>body { font-family: sans-serif; margin: 1em auto; max-width: 40em; padding: 0 1em } button { font: inherit; min-height: 2.5em }</style>
<h1>Status of the sandbox wikis</h1>
<p role="status">Indicator: <strong>${ indicator }</strong>. ${ fault === null ? 'It answers programs.' : html`To programs: ${ faultLabels[ fault ] }.` }</p>
<ul>${ incidents.map( ( { name, status } ) => html`<li>${ name } (${ status })</li>` ) }</ul>
<form method="post"><h2>What it reports</h2>${ moods.map( ( { id, label } ) => button( 'mood', id, label ) ) }
<h2>How it answers programs</h2>${ button( 'fault', 'none', 'As it should' ) }
${ Object.entries( faultLabels ).map( ( [ id, label ] ) => button( 'fault', id, label ) ) }</form></html>`;
}
