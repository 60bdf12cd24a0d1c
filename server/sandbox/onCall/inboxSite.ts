// What a browser may ask of the sandbox's on-call service: the inbox, its live stream, its buttons and
// the switches. A browser is a person here; programs speak splunkApi.ts.
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultSwitches } from './faults.ts';
import type { FaultyWire, Side } from './faults.ts';
import { inboxList, inboxPage } from './inboxPage.ts';
import type { InboxView } from './inboxPage.ts';
import type { Ledger } from './incidents.ts';
import type { SandboxPerson } from './people.ts';
import { switchesPage } from './switchesPage.ts';

export interface InboxSiteOptions {
	ledger: Ledger;
	faults: FaultyWire;
	people: readonly SandboxPerson[];
	/** What comes under it is practice. */
	drillRoutingKey: string;
	unexpected: readonly { method: string; path: string }[];
}

export interface InboxSite {
	/** False when there is no such page. */
	serve( request: IncomingMessage, response: ServerResponse, path: string, body: string ): boolean;
	/** Something may have changed: whoever is looking sees it. */
	refresh(): void;
	stop(): void;
}

const securityHeaders = {
	'content-security-policy': "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
		"img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	// Not 'no-referrer': a browser would then hide the Origin of our own forms, which we check.
	'referrer-policy': 'same-origin',
	'cache-control': 'no-store'
};

const assets = new Map( [
	[ '/inbox.css', 'text/css' ],
	[ '/inbox.js', 'text/javascript' ],
	[ '/icon.svg', 'image/svg+xml' ]
].map( ( [ path = '', type ] ) => [ path, { type, bytes: readFileSync( new URL( `.${ path }`, import.meta.url ) ) } ] ) );

/** Cookies of localhost are shared by all its ports, so the name says whose it is. */
const cookieName = 'sandbox-responder';

export function createInboxSite( options: InboxSiteOptions ): InboxSite {
	const { ledger, faults, people, drillRoutingKey } = options;
	const watchers = new Map<ServerResponse, string>();
	let clockwork: NodeJS.Timeout | undefined;

	function view(): InboxView {
		const silences = [ 'maintenanceMode', 'emptyRota' ] as const;
		return {
			incidents: ledger.list(),
			people,
			drillRoutingKey,
			silence: silences.find( ( kind ) => faults.has( kind ) ) ?? null
		};
	}

	function refresh(): void {
		if ( watchers.size === 0 ) {
			return;
		}
		const list = inboxList( view() ).markup;
		for ( const [ response, shown ] of watchers ) {
			if ( shown !== list ) {
				watchers.set( response, list );
				response.write( list.split( '\n' ).map( ( line ) => `data: ${ line }\n` ).join( '' ) + '\n' );
			}
		}
	}

	function watch( response: ServerResponse ): void {
		response.writeHead( 200, { ...securityHeaders, 'content-type': 'text/event-stream' } );
		response.write( 'retry: 1000\n\n' );
		watchers.set( response, '' );
		response.once( 'close', () => {
			watchers.delete( response );
			if ( watchers.size === 0 ) {
				clearInterval( clockwork );
				clockwork = undefined;
			}
		} );
		// Phones begin to ring by the clock alone, without any request that we could react to.
		clockwork ??= setInterval( refresh, 500 ).unref();
		refresh();
	}

	function page( response: ServerResponse, markup: string ): void {
		response.writeHead( 200, { ...securityHeaders, 'content-type': 'text/html; charset=utf-8' } );
		response.end( markup );
	}

	function me( request: IncomingMessage ): string {
		const cookie = ( request.headers.cookie ?? '' ).split( '; ' )
			.find( ( pair ) => pair.startsWith( `${ cookieName }=` ) )?.slice( cookieName.length + 1 );
		const person = people.find( ( { username } ) => username === cookie ) ?? people[ 0 ];
		return person?.username ?? 'sandbox';
	}

	/** What a form asks for; where to go next, or undefined when there is no such form. */
	function act( request: IncomingMessage, path: string, form: URLSearchParams ): { to: string; cookie?: string } | undefined {
		const button = /^\/incidents\/(\d+)\/(acknowledge|resolve)$/.exec( path );
		if ( button !== null ) {
			const command = button[ 2 ] === 'resolve' ? ledger.resolve : ledger.acknowledge;
			// Somebody else may have been quicker; the inbox then shows who.
			command( Number( button[ 1 ] ), me( request ) );
			return { to: '/' };
		}
		switch ( path ) {
			case '/me': {
				const chosen = people.find( ( { username } ) => username === form.get( 'me' ) );
				return { to: '/', ...( chosen && { cookie: `${ cookieName }=${ chosen.username }; Path=/; HttpOnly; SameSite=Lax` } ) };
			}
			case '/sandbox/fault': {
				const chosen = faultSwitches.find( ( { id } ) => id === form.get( 'fault' ) );
				const where = ( [ 'ingest', 'api' ] as const ).find( ( side ): side is Side => side === form.get( 'where' ) );
				if ( chosen !== undefined ) {
					faults.set( chosen.fault, where ?? 'all' );
				}
				return { to: '/sandbox' };
			}
			case '/sandbox/monitoring':
				ledger.ingest( 'sre', { message_type: 'CRITICAL', entity_display_name: 'Database servers lag behind', monitoring_tool: 'monitoring' } );
				return { to: '/' };
			case '/sandbox/release':
				faults.release();
				return { to: '/sandbox' };
		}
		return undefined;
	}

	function get( request: IncomingMessage, response: ServerResponse, path: string ): boolean {
		const asset = assets.get( path );
		if ( asset !== undefined ) {
			response.writeHead( 200, { ...securityHeaders, 'content-type': asset.type } );
			response.end( asset.bytes );
			return true;
		}
		switch ( path ) {
			case '/':
				page( response, inboxPage( view(), me( request ) ) );
				return true;
			case '/sandbox':
				page( response, switchesPage( {
					active: { ingest: faults.current( 'ingest' ), api: faults.current( 'api' ) },
					held: faults.held(),
					unexpected: options.unexpected
				} ) );
				return true;
			case '/live':
				watch( response );
				return true;
		}
		return false;
	}

	return {
		serve( request, response, path, body ) {
			if ( request.method === 'GET' ) {
				return get( request, response, path );
			}
			// Another site's form must not answer a page in this person's name.
			const { origin, host } = request.headers;
			if ( request.method !== 'POST' || ( origin !== undefined && URL.parse( origin )?.host !== host ) ) {
				return false;
			}
			const next = act( request, path, new URLSearchParams( body ) );
			if ( next !== undefined ) {
				response.writeHead( 303, { ...securityHeaders, location: next.to, ...( next.cookie && { 'set-cookie': next.cookie } ) } );
				response.end();
			}
			return next !== undefined;
		},
		refresh,
		stop() {
			clearInterval( clockwork );
		}
	};
}
