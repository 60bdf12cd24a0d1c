// One instance of Prometheus Alertmanager, as far as its clients can tell: API v2 for alerts and silences,
// alerts in memory, identified by their labels. Nothing of the product may be imported here.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SandboxAlert {
	labels: Record<string, string>;
	annotations: Record<string, string>;
	startsAt: number;
	endsAt: number;
	generatorURL: string;
	/** How often it was posted. */
	posts: number;
}

export interface SandboxMatcher {
	name: string;
	value: string;
	isRegex: boolean;
	isEqual?: boolean;
}

export interface SandboxAlertmanager {
	url: string;
	/** Those that have not ended. */
	firing(): SandboxAlert[];
	/** Ended ones included; what it would tell its receivers as one notification has one group. */
	alerts(): ( SandboxAlert & { group: string } )[];
	/** Mutes what matches, until it is expired. */
	silence( id: string, matchers: readonly SandboxMatcher[], state?: 'active' | 'expired' | 'pending' ): void;
	/** As long as this is set, everything is answered so. */
	answering: { status?: number; body?: string; retryAfter?: string };
	/** Forgets all alerts, as they are in memory only. */
	restart(): void;
	unexpected: readonly string[];
	stop(): Promise<void>;
}

const resolveTimeoutMs = 300_000;
/** Wikimedia's, and a common choice elsewhere. */
const groupBy = [ 'alertname', 'cluster', 'scope', 'team' ];

interface Posted {
	labels?: Record<string, string>;
	annotations?: Record<string, string>;
	startsAt?: string;
	endsAt?: string;
	generatorURL?: string;
}

export async function startSandboxAlertmanager( { now = Date.now }: { now?: () => number } = {} ): Promise<SandboxAlertmanager> {
	const alerts = new Map<string, SandboxAlert>();
	const silences = new Map<string, { matchers: readonly SandboxMatcher[]; state: string }>();
	const unexpected: string[] = [];
	const answering: SandboxAlertmanager[ 'answering' ] = {};
	const ended = ( { endsAt }: SandboxAlert ): boolean => endsAt <= now();

	function take( list: readonly Posted[] ): boolean {
		const taken = list.map( ( posted ) => {
			const endsAt = posted.endsAt === undefined ? now() + resolveTimeoutMs : Date.parse( posted.endsAt );
			const startsAt = posted.startsAt === undefined ? Math.min( now(), endsAt ) : Date.parse( posted.startsAt );
			return { labels: posted.labels ?? {}, annotations: posted.annotations ?? {}, startsAt, endsAt, generatorURL: posted.generatorURL ?? '' };
		} );
		if ( taken.some( ( { labels, startsAt, endsAt } ) => Object.keys( labels ).length === 0 || !( startsAt <= endsAt ) ) ) {
			return false;
		}
		for ( const alert of taken ) {
			const id = fingerprint( alert.labels );
			const known = alerts.get( id );
			const startsAt = Math.min( alert.startsAt, known?.startsAt ?? Infinity );
			alerts.set( id, { ...alert, startsAt, posts: ( known?.posts ?? 0 ) + 1 } );
		}
		return true;
	}

	function mutedBy( labels: Record<string, string> ): string[] {
		return [ ...silences ].filter( ( [ , { matchers, state } ] ) =>
			state === 'active' && matchers.every( ( matcher ) => matchesOne( matcher, labels ) ) ).map( ( [ id ] ) => id );
	}

	function listed( query: URLSearchParams ): unknown[] {
		const matchers = query.getAll( 'filter' ).map( ( filter ) => {
			const [ , name = '', operator, value = '' ] = /^(\w+)(=~|=)"(.*)"$/.exec( filter ) ?? [];
			return { name, value, isRegex: operator === '=~' };
		} );
		const isWanted = ( { labels }: SandboxAlert ): boolean => query.get( 'silenced' ) !== 'false' || mutedBy( labels ).length === 0;
		return [ ...alerts ].filter( ( [ , alert ] ) => !ended( alert ) && isWanted( alert ) &&
			matchers.every( ( matcher ) => matchesOne( matcher, alert.labels ) ) ).map( ( [ id, alert ] ) => {
			const silencedBy = mutedBy( alert.labels );
			return {
				...alert,
				startsAt: new Date( alert.startsAt ).toISOString(),
				endsAt: new Date( alert.endsAt ).toISOString(),
				fingerprint: id,
				receivers: [ { name: 'sre-page' } ],
				status: { state: silencedBy.length > 0 ? 'suppressed' : 'active', silencedBy, inhibitedBy: [], mutedBy: [] }
			};
		} );
	}

	function answer( request: IncomingMessage, response: ServerResponse, body: string ): void {
		const { pathname, searchParams } = new URL( request.url ?? '/', 'http://localhost' );
		const json = ( value: unknown ): unknown => response.writeHead( 200, { 'content-type': 'application/json' } ).end( JSON.stringify( value ) );
		switch ( `${ request.method } ${ pathname }` ) {
			case 'POST /api/v2/alerts':
				response.writeHead( take( JSON.parse( body ) as Posted[] ) ? 200 : 400 ).end();
				break;
			case 'GET /api/v2/alerts':
				json( listed( searchParams ) );
				break;
			case 'GET /api/v2/silences':
				json( [ ...silences ].map( ( [ id, { matchers, state } ] ) => ( { id, matchers, status: { state }, createdBy: 'amal', comment: '' } ) ) );
				break;
			case 'GET /-/ready':
				response.end( 'OK' );
				break;
			default:
				unexpected.push( `${ request.method } ${ request.url }` );
				response.writeHead( 404 ).end();
		}
	}

	const server = createServer( ( request, response ) => {
		let body = '';
		request.setEncoding( 'utf8' ).on( 'data', ( chunk: string ) => {
			body += chunk;
		} ).on( 'end', () => {
			if ( answering.status !== undefined ) {
				const { status, body: said, retryAfter } = answering;
				response.writeHead( status, retryAfter === undefined ? {} : { 'retry-after': retryAfter } ).end( said );
			} else {
				answer( request, response, body );
			}
		} );
	} );
	await new Promise<void>( ( resolve ) => server.listen( 0, 'localhost', resolve ) );

	return {
		url: `http://localhost:${ ( server.address() as AddressInfo ).port }/`,
		firing: () => [ ...alerts.values() ].filter( ( alert ) => !ended( alert ) ),
		alerts: () => [ ...alerts.values() ].map( ( alert ) =>
			( { ...alert, group: JSON.stringify( groupBy.map( ( name ) => alert.labels[ name ] ) ) } ) ),
		silence: ( id, matchers, state = 'active' ) => {
			silences.set( id, { matchers, state } );
		},
		answering,
		restart: () => {
			alerts.clear();
		},
		unexpected,
		async stop() {
			const closed = new Promise( ( resolve ) => server.close( resolve ) );
			server.closeAllConnections();
			await closed;
		}
	};
}

function fingerprint( labels: Record<string, string> ): string {
	const sorted = Object.entries( labels ).sort( ( [ a ], [ b ] ) => a < b ? -1 : 1 );
	return createHash( 'sha256' ).update( JSON.stringify( sorted ) ).digest( 'hex' ).slice( 0, 16 );
}

function matchesOne( { name, value, isRegex, isEqual = true }: SandboxMatcher, labels: Record<string, string> ): boolean {
	const label = labels[ name ] ?? '';
	return ( isRegex ? new RegExp( `^(?:${ value })$` ).test( label ) : label === value ) === isEqual;
}
