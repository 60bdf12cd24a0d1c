// Pages under load while processes are killed with -9 and started again. The judge is the on-call service:
// what it was alerted of, against what senders were answered.
import { setTimeout as pause } from 'node:timers/promises';
import type { PageView } from '../../server/contract/page.ts';
import { aPage } from '../harness.ts';
import { makePlan } from './plan.ts';
import { startKillWorld, type KillWorld, type StoreKind } from './world.ts';

export interface KillRun {
	store: StoreKind;
	pages: number;
	kills: number;
	seed: number;
	/** After this the run ends, and what is not there is lost. */
	limitMs: number;
}

export interface Counts {
	pages: number;
	/** Answered 202. */
	accepted: number;
	/** Accepted, and the on-call service never heard of it or its sender is not told that it was delivered. */
	lost: number;
	/** Incidents beyond one for each accepted page, and keys that were answered with different pages. */
	doubled: number;
	/** Processes that were killed while pages were under way. */
	kills: number;
	seconds: number;
}

/** Senders at once. */
const SENDERS = 8;
const RETRY_MS = 100;
/** An answer that has not come by then counts as none. */
const ANSWER_MS = 5_000;

export async function runKills( { store, limitMs, ...wishes }: KillRun ): Promise<Counts> {
	const world = await startKillWorld( store );
	try {
		return await underLoad( world, wishes, Date.now(), AbortSignal.timeout( limitMs ) );
	} finally {
		await world.stop();
	}
}

async function underLoad(
	world: KillWorld, { pages, kills, seed }: Pick<KillRun, 'pages' | 'kills' | 'seed'>, began: number, over: AbortSignal
): Promise<Counts> {
	const { processes, onCall } = world;
	const plan = makePlan( { seed, pages, kills, processes: processes.length } );
	const idsByPage = Array.from( { length: pages }, () => new Set<string>() );
	let answered = 0;
	let killed = 0;

	/** Asks one process after the other until one answers. */
	async function insist( path: string, first: number, body?: object ): Promise<PageView | 'unknown' | undefined> {
		for ( let tries = 0; !over.aborted; tries++ ) {
			const { url } = processes[ ( first + tries ) % processes.length ]!;
			const answer = await ask( url + path, world.token, body );
			if ( answer ) {
				return answer;
			}
			await pause( RETRY_MS );
		}
		return undefined;
	}

	async function sendPage( page: number ): Promise<void> {
		const body = aPage( { idempotencyKey: `kill-${ String( seed ) }-${ String( page ).padStart( 12, '0' ) }` } );
		for ( let time = 0; time < ( plan.asksAgain( page ) ? 2 : 1 ); time++ ) {
			const view = await insist( '/v1/pages', page + time, body );
			if ( view && view !== 'unknown' ) {
				idsByPage[ page ]!.add( view.id );
			}
		}
		answered++;
	}

	async function killAll(): Promise<void> {
		for ( const { afterPages, delayMs, process } of plan.kills ) {
			while ( answered < afterPages && !over.aborted ) {
				await pause( 5 );
			}
			await pause( delayMs );
			const { server } = processes[ process ]!;
			await server.kill();
			killed++;
			await server.start();
		}
	}

	/** What its sender is told in the end: delivered, once. */
	async function toldOnce( id: string ): Promise<boolean> {
		for ( ;; ) {
			const view = await insist( `/v1/pages/${ id }`, 0 );
			if ( view === 'unknown' ) {
				return false;
			}
			const delivered = view?.events.filter( ( { kind } ) => kind === 'delivered' ).length ?? 0;
			if ( delivered > 0 || over.aborted ) {
				return delivered === 1 && view?.state === 'delivered';
			}
			await pause( RETRY_MS );
		}
	}

	await Promise.all( [ eachOf( Array.from( { length: pages }, ( _none, page ) => page ), sendPage ), killAll() ] );
	const accepted = idsByPage.flatMap( ( ids ) => [ ...ids ] );
	const untold = new Set<string>();
	await eachOf( accepted, async ( id ) => {
		if ( !await toldOnce( id ) ) {
			untold.add( id );
		}
	} );
	// Of each page there is one alert, so whatever else names it is a double.
	const alerted = onCall.incidents().map( ( { entityId } ) => entityId.split( '/' )[ 1 ]! );
	const heard = new Set( alerted.filter( ( id ) => accepted.includes( id ) ) );
	return {
		pages,
		accepted: idsByPage.filter( ( ids ) => ids.size > 0 ).length,
		lost: accepted.filter( ( id ) => untold.has( id ) || !heard.has( id ) ).length,
		doubled: alerted.length - heard.size + idsByPage.filter( ( ids ) => ids.size > 1 ).length,
		kills: killed,
		seconds: Math.round( ( Date.now() - began ) / 1000 )
	};
}

/**
 * `unknown`: there is no such page. Undefined when there was no answer, or one that invites to ask again.
 *
 * @throws Error at a refusal that asking again cannot change: this run is wrong, not unlucky
 */
async function ask( url: string, token: string, body: object | undefined ): Promise<PageView | 'unknown' | undefined> {
	const answer = await fetch( url, {
		method: body ? 'POST' : 'GET',
		headers: { Authorization: `Bearer ${ token }`, Connection: 'close', ...body ? { 'Content-Type': 'application/json' } : {} },
		...body ? { body: JSON.stringify( body ) } : {},
		signal: AbortSignal.timeout( ANSWER_MS )
	} ).then( async ( response ) => ( { ok: response.ok, status: response.status, json: await response.json() as unknown } ), () => undefined )
		// Killed in the middle of its answer.
		.catch( () => undefined );
	if ( answer?.status === 404 ) {
		return 'unknown';
	}
	if ( answer?.ok === false && ( answer.json as { retryable?: boolean } ).retryable !== true ) {
		throw new Error( `refused: ${ JSON.stringify( answer.json ) }` );
	}
	return answer?.ok ? answer.json as PageView : undefined;
}

async function eachOf<Item>( items: readonly Item[], work: ( item: Item ) => Promise<void> ): Promise<void> {
	const left = items.values();
	await Promise.all( Array.from( { length: SENDERS }, async () => {
		for ( const item of left ) {
			await work( item );
		}
	} ) );
}
