// How the sandbox's on-call service misbehaves when told to: the closed list of switches, each with the
// sentence that a person reads on /sandbox, and what a switch does to one request.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Fault =
	| { kind: 'hang' }
	| { kind: 'hangAfterAccept' }
	| { kind: 'slowBody' }
	| { kind: 'truncate' }
	| { kind: 'status'; status: number; html?: boolean; retryAfterSeconds?: number }
	| { kind: 'resultFailure' }
	| { kind: 'resetAfterAccept' }
	| { kind: 'refuseConnections' }
	| { kind: 'maintenanceMode' }
	| { kind: 'emptyRota' };

/** `ingest`: where alerts come in. `api`: where incidents are read. */
export type Side = 'ingest' | 'api';

export interface FaultSwitch {
	id: string;
	title: string;
	sentence: string;
	fault: Fault;
}

export const faultSwitches: readonly FaultSwitch[] = [
	{ id: 'hang', title: 'Silence', sentence: 'Takes the connection, does nothing and never answers, until you let the held requests go.', fault: { kind: 'hang' } },
	{ id: 'hangAfterAccept', title: 'Silence after accepting', sentence: 'Takes the alert and pages people, but keeps the answer back.', fault: { kind: 'hangAfterAccept' } },
	{ id: 'resetAfterAccept', title: 'Connection lost after accepting', sentence: 'Takes the alert and pages people, then cuts the connection instead of answering; a repeated alert must not open a second incident.', fault: { kind: 'resetAfterAccept' } },
	{ id: 'refuseConnections', title: 'No connection', sentence: 'Cuts every connection before reading a byte.', fault: { kind: 'refuseConnections' } },
	{ id: 'slowBody', title: 'Endless answer', sentence: 'Begins an answer and lets it trickle, byte by byte.', fault: { kind: 'slowBody' } },
	{ id: 'truncate', title: 'Cut-off answer', sentence: 'Takes the alert, then sends half of the answer.', fault: { kind: 'truncate' } },
	{ id: 'rateLimited', title: 'Too many requests', sentence: 'Answers 429 and asks to come back in 5 seconds.', fault: { kind: 'status', status: 429, retryAfterSeconds: 5 } },
	{ id: 'unavailable', title: 'Unavailable', sentence: 'Answers 503 with an HTML page, as the proxy in front of the service does.', fault: { kind: 'status', status: 503, html: true } },
	{ id: 'forbidden', title: 'Forbidden', sentence: 'Answers 403 with an HTML page: a bad key, or a rate limit, nobody knows.', fault: { kind: 'status', status: 403, html: true } },
	{ id: 'htmlSuccess', title: 'A success that is none', sentence: 'Answers 200 with an HTML page, as a captive portal does.', fault: { kind: 'status', status: 200, html: true } },
	{ id: 'notFound', title: 'Not found', sentence: 'Answers 404, as for a key that was revoked.', fault: { kind: 'status', status: 404 } },
	{ id: 'resultFailure', title: 'Refused', sentence: 'Answers 200 with the result "failure": this alert will never be taken.', fault: { kind: 'resultFailure' } },
	{ id: 'maintenanceMode', title: 'Maintenance mode', sentence: 'Takes every alert, answers success and wakes nobody.', fault: { kind: 'maintenanceMode' } },
	{ id: 'emptyRota', title: 'Nobody on call', sentence: 'Opens incidents as always, but the rota is empty and no phone rings.', fault: { kind: 'emptyRota' } }
];

export interface Answer {
	status: number;
	json: unknown;
}

export interface Faults {
	/** One fault at a time on each side; null makes that side well again. Held requests stay held. */
	set: ( fault: Fault | null, where?: Side | 'all' ) => void;
	/** Both sides well; every held request goes on to the answer it would have had. */
	release: () => void;
	/** How many requests are being held now. */
	held: () => number;
}

export interface FaultyWire extends Faults {
	current( side: Side ): Fault | null;
	has( kind: Fault[ 'kind' ] ): boolean;
	/** Answers one request by `accept`, or as the switch says. */
	answer( side: Side, request: IncomingMessage, response: ServerResponse, accept: () => Answer ): Promise<void>;
}

const html = '<!DOCTYPE html><title>Attention Required!</title><h1>Sorry, something is in the way</h1>\n';

export function createFaults( changed: () => void ): FaultyWire {
	const active: Record<Side, Fault | null> = { ingest: null, api: null };
	const holds = new Set<() => void>();

	function set( fault: Fault | null, where: Side | 'all' = 'all' ): void {
		for ( const side of [ 'ingest', 'api' ] as const ) {
			if ( where === 'all' || where === side ) {
				active[ side ] = fault;
			}
		}
		changed();
	}

	/** Until release(), or until the caller gives up; true when released. */
	function hold( response: ServerResponse ): Promise<boolean> {
		return new Promise( ( resolve ) => {
			const end = ( released: boolean ): void => {
				holds.delete( release );
				resolve( released );
			};
			const release = (): void => {
				end( true );
			};
			holds.add( release );
			response.once( 'close', () => {
				end( false );
			} );
		} );
	}

	return {
		set,
		release() {
			set( null );
			for ( const release of Array.from( holds ) ) {
				release();
			}
		},
		held: () => holds.size,
		current: ( side ) => active[ side ],
		has: ( kind ) => active.ingest?.kind === kind || active.api?.kind === kind,

		async answer( side, request, response, accept ) {
			const fault = active[ side ];
			switch ( fault?.kind ) {
				case 'hang':
					if ( await hold( response ) ) {
						sendAnswer( response, accept() );
					}
					return;
				case 'hangAfterAccept': {
					const answer = accept();
					if ( await hold( response ) ) {
						sendAnswer( response, answer );
					}
					return;
				}
				case 'slowBody': {
					const { status, json } = accept();
					response.writeHead( status, { 'content-type': 'application/json' } );
					// JSON may begin with any number of spaces.
					const trickle = setInterval( () => response.write( ' ' ), 50 );
					response.write( ' ' );
					const released = await hold( response );
					clearInterval( trickle );
					if ( released ) {
						response.end( JSON.stringify( json ) );
					}
					return;
				}
				case 'truncate': {
					const { status, json } = accept();
					const body = Buffer.from( JSON.stringify( json ) );
					response.writeHead( status, { 'content-type': 'application/json', 'content-length': body.length } );
					response.write( body.subarray( 0, body.length / 2 ), () => request.socket.destroy() );
					return;
				}
				case 'resetAfterAccept':
					accept();
					request.socket.resetAndDestroy();
					return;
				case 'refuseConnections':
					request.socket.resetAndDestroy();
					return;
				case 'status':
					response.writeHead( fault.status, {
						'content-type': fault.html === true ? 'text/html' : 'application/json',
						...( fault.retryAfterSeconds !== undefined && { 'retry-after': String( fault.retryAfterSeconds ) } )
					} );
					response.end( fault.html === true ? html : JSON.stringify( { message: `Sandbox: ${ fault.status }` } ) );
					return;
				case 'resultFailure':
					sendAnswer( response, { status: 200, json: { result: 'failure', message: 'Sandbox: refused' } } );
					return;
				case 'maintenanceMode':
				case 'emptyRota':
				case undefined:
					sendAnswer( response, accept() );
			}
		}
	};
}

function sendAnswer( response: ServerResponse, { status, json }: Answer ): void {
	response.writeHead( status, { 'content-type': 'application/json' } );
	response.end( JSON.stringify( json ) );
}
