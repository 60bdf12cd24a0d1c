// Load in two ways: closed, where each connection asks again as soon as it is answered, which finds the rate;
// and open, where requests are due by the clock whatever is answered, which finds what somebody waits for.
import { setTimeout as pause } from 'node:timers/promises';
import { openConnection, type Connection } from './connection.ts';

/** What every figure's load is made of. */
export interface Asked {
	port: number;
	/** Of other processes of the same server: connections are spread over all of them. */
	alsoPorts?: readonly number[];
	method: 'GET' | 'POST';
	path: string;
	/** Of each of the senders, who ask in turn. */
	headers: Record<string, string>[];
	/** In it, `KEY_________________________________` is replaced by what no other request has. */
	body?: string;
}

export interface LoadPlan extends Asked {
	connections: number;
	/** Measured, after the warm-up. */
	seconds: number;
	warmUpSeconds: number;
	/** Due so many a second, over as many connections as that needs; left out: closed. */
	perSecond?: number;
}

export interface LoadResult {
	/** By status; `broken`: no answer. */
	answers: Record<string, number>;
	/** Of the measured time, every status. */
	perSecond: number;
	/** Latencies in ms; open: from the moment the request was due. */
	p50: number;
	p99: number;
	max: number;
}

export const KEY = `KEY_${ '_'.repeat( 32 ) }`;

export async function generate( plan: LoadPlan ): Promise<LoadResult> {
	const requestOf = requestsOf( plan );
	const began = performance.now();
	const measuredFrom = began + plan.warmUpSeconds * 1000;
	const until = measuredFrom + plan.seconds * 1000;
	const latencies: number[] = [];
	const answers: Record<string, number> = {};

	async function ask( connection: Connection, due: number ): Promise<void> {
		const answer = await connection.ask( requestOf() ).catch( () => 'broken' );
		const now = performance.now();
		if ( due >= measuredFrom && now <= until ) {
			latencies.push( now - due );
			answers[ answer ] = ( answers[ answer ] ?? 0 ) + 1;
		}
	}

	const ports = [ plan.port, ...plan.alsoPorts ?? [] ];
	const connections = await Promise.all( Array.from( { length: plan.connections }, ( _none, index ) =>
		openConnection( ports[ index % ports.length ]! ) ) );
	try {
		await ( plan.perSecond === undefined ? closed( connections ) : open( connections, plan.perSecond ) );
	} finally {
		connections.forEach( ( connection ) => connection.close() );
	}
	return { answers, perSecond: latencies.length / plan.seconds, ...quantiles( latencies ) };

	async function closed( all: readonly Connection[] ): Promise<void> {
		await Promise.all( all.map( async ( connection ) => {
			for ( let now = began; now < until; now = performance.now() ) {
				await ask( connection, now );
			}
		} ) );
	}

	async function open( free: Connection[], rate: number ): Promise<void> {
		const idle = [ ...free ];
		const asked: Promise<void>[] = [];
		for ( let number = 0; ; number++ ) {
			const due = began + number * 1000 / rate;
			if ( due >= until ) {
				break;
			}
			await pause( Math.max( 0, due - performance.now() ) );
			const connection = idle.pop() ?? await openConnection( plan.port );
			asked.push( ask( connection, due ).then( () => {
				idle.push( connection );
			} ) );
		}
		await Promise.all( asked );
		idle.forEach( ( connection ) => connection.close() );
	}
}

function requestsOf( plan: LoadPlan ): () => string {
	const run = `load${ Date.now().toString( 36 ) }-`;
	const requests = plan.headers.map( ( headers ) => wholeRequest( plan, headers ).split( KEY ) );
	let number = 0;
	return () => {
		const [ before, after ] = requests[ number % requests.length ]!;
		number++;
		return after === undefined ? before! : before + run + String( number ).padStart( KEY.length - run.length, '0' ) + after;
	};
}

function wholeRequest( { port, method, path, body = '' }: LoadPlan, headers: Record<string, string> ): string {
	return [
		`${ method } ${ path } HTTP/1.1`, `Host: localhost:${ port }`,
		...Object.entries( headers ).map( ( [ name, value ] ) => `${ name }: ${ value }` ),
		...body === '' ? [] : [ 'Content-Type: application/json', `Content-Length: ${ Buffer.byteLength( body ) }` ],
		'', body
	].join( '\r\n' );
}

export function quantiles( latencies: readonly number[] ): { p50: number; p99: number; max: number } {
	const sorted = latencies.toSorted( ( one, other ) => one - other );
	const at = ( part: number ): number => sorted[ Math.min( sorted.length - 1, Math.floor( sorted.length * part ) ) ] ?? NaN;
	return { p50: at( 0.5 ), p99: at( 0.99 ), max: at( 1 ) };
}
