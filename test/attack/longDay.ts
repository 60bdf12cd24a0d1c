// A day in minutes: pages come, the on-call service and the wiki break and mend, and in the end every page has
// come through, and nothing has grown that was not asked to.
import type { PageView } from '../../server/contract/page.ts';
import type { Fault } from '../../server/sandbox/onCall/faults.ts';
import { startWorld } from '../harness.ts';
import { heapMegabytes } from './heap.ts';
import { breaches, breachesAfterRecovery } from '../promises/judge.ts';

export interface Day {
	hours: number;
	pageEveryMinutes: number;
	/** At each tenth. */
	told?: ( line: string ) => void;
}

export interface DayCounts {
	accepted: number;
	refused: number;
	/** Sentences of the judge; none is good. */
	breaches: string[];
	/** MB of heap in use at each tenth of the day: of the server and of the sandboxes around it. */
	heap: number[];
}

const faults: readonly ( Fault | null )[] = [
	{ kind: 'status', status: 500, html: true }, null, { kind: 'status', status: 429, retryAfterSeconds: 30 }, null, { kind: 'resetAfterAccept' }, null,
	{ kind: 'refuseConnections' }, null, { kind: 'truncate' }, null, { kind: 'resultFailure' }, null, { kind: 'maintenanceMode' }, null
];

const MINUTE = 60_000;
const RECOVERY_MINUTES = 30;

export async function liveThrough( { hours, pageEveryMinutes, told = () => undefined }: Day ): Promise<DayCounts> {
	const world = await startWorld( { env: { PAGE_SRE_HEARTBEAT_SECONDS: '300', PAGE_SRE_ANSWER_SECONDS: '3600' } } );
	world.expectErrors( /./ );
	const ids: string[] = [];
	let sender = await world.signIn( 'Steward Foo' );
	let refused = 0;
	const heap: number[] = [];
	async function look(): Promise<PageView[]> {
		const pages: PageView[] = [];
		for ( const id of ids ) {
			pages.push( await sender.readPage( id ) );
		}
		return pages;
	}
	const incidents = (): Parameters<typeof breaches>[ 1 ] => world.onCall.incidents().map( ( { entityId, phase } ) => ( {
		provider: 'splunk-on-call', dedupKey: entityId, phase
	} ) );
	const found = new Set<string>();
	try {
		for ( let minute = 0; minute < hours * 60; minute++ ) {
			world.onCall.faults.set( faults[ Math.floor( minute / 20 ) % faults.length ] ?? null );
			if ( minute % 600 === 599 ) {
				// Before the session ends by itself.
				sender = await world.signIn( 'Steward Foo' );
			}
			if ( minute % pageEveryMinutes === 0 ) {
				const { status, body } = await sender.sendPage();
				if ( status === 202 ) {
					ids.push( body.id );
				} else {
					refused++;
				}
			}
			for ( const { entityId } of world.onCall.incidents().slice( -3 ) ) {
				world.onCall.acknowledge( entityId );
				// By Splunk On-Call's rules the same key opens a new incident after a resolution, so nobody resolves here while
				// there is an alert that we do not know to be taken yet.
				const id = entityId.split( '/' )[ 1 ]!;
				const { events } = await sender.readPage( id );
				if ( events.filter( ( { kind } ) => kind === 'delivered' ).length === incidents().filter( ( { dedupKey } ) => dedupKey.split( '/' )[ 1 ] === id ).length ) {
					world.onCall.resolve( entityId );
				}
			}
			await world.advance( MINUTE );
			world.log.splice( 0 );
			if ( ( minute + 1 ) % ( hours * 6 ) < 1 ) {
				heap.push( await heapMegabytes() );
				told( `${ Math.round( ( minute + 1 ) / 6 ) / 10 } hours: ${ ids.length } pages, ${ heap.at( -1 ) } MB of heap` );
			}
		}
		world.onCall.faults.set( null );
		for ( let minute = 0; minute < RECOVERY_MINUTES; minute++ ) {
			await world.advance( MINUTE );
		}
		for ( const page of await look() ) {
			[ ...breaches( page, incidents() ), ...breachesAfterRecovery( page, incidents() ) ].forEach( ( breach ) => found.add( breach ) );
		}
		return { accepted: ids.length, refused, breaches: [ ...found ], heap };
	} finally {
		await world.stop();
	}
}
