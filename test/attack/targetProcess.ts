// The real server as a process of its own, to be attacked: only so can its memory be told from the attacker's.
// Started by target.ts, never by hand; ends with whoever started it, however that one ends.
import type { Logger } from '../../server/logger.ts';
import { startServer } from '../../server/server.ts';
import { configOf } from '../environment.ts';
import { heapMegabytes } from './heap.ts';

/** What the server says of itself when it is asked. */
export interface Look {
	/** MB of heap in use after collecting what nobody needs. */
	heap: number;
	/** MB of the whole process. */
	resident: number;
	/** Logged as ERROR since it was last asked, the first few. */
	errors: string[];
}

const MOST_ERRORS = 20;

const errors: string[] = [];
const ignore = (): void => undefined;
const log = {
	debug: ignore, info: ignore, warn: ignore,
	error( facts: { err?: unknown }, message: string ): void {
		if ( errors.length < MOST_ERRORS ) {
			const { err, ...more } = facts;
			errors.push( `${ message } ${ JSON.stringify( more ) } ${ err instanceof Error ? err.stack ?? err.message : '' }`.trim() );
		}
	}
} as unknown as Logger;

await startServer( configOf( JSON.parse( process.argv[ 2 ]! ) as Record<string, string> ), { log } );

process.on( 'disconnect', () => process.exit() );
process.on( 'message', () => {
	void heapMegabytes().then( ( heap ) => {
		const resident = Math.round( process.memoryUsage.rss() / 1024 / 1024 );
		process.send!( { heap, resident, errors: errors.splice( 0 ) } satisfies Look );
	} );
} );
process.send!( 'ready' );
