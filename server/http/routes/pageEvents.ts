// A page's course as Server-Sent Events. Each event is read from the store and carries its number,
// so a stream that broke goes on after the last one seen, and nothing is told twice.
import { Router } from 'express';
import type { PageFeed, PageStore } from '../../pages/ports.ts';
import type { Sessions } from '../../auth/sessions.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import type { PageAccess } from './pageAccess.ts';
import { createSharedEvents } from './sharedEvents.ts';

/** Proxies cut connections that stay silent; 15 s is below every default we know (nginx: 60 s). */
const KEEP_ALIVE_MS = 15_000;

/** Of one sender at once: more tabs than anybody has. The oldest ends for a new one, and asks again if it is still there. */
const MOST_STREAMS = 50;

export interface PageEventRoutesDeps {
	store: PageStore;
	access: PageAccess;
	feed: PageFeed;
	sessions: Pick<Sessions, 'require'>;
	/** A stream begins (1) or ends (-1). */
	onStream: ( change: 1 | -1 ) => void;
	/** Aborts when the server stops: streams end, and clients come back to the next process. */
	stopping: AbortSignal;
}

export function pageEventRoutes( { store, access, feed, sessions, onStream, stopping }: PageEventRoutesDeps ): Router {
	const router = Router( { mergeParams: true } );
	const eventsAfter = createSharedEvents( store );
	const endsBySender = new Map<number, Set<() => void>>();

	router.get( '/:id/events', async ( request, response ) => {
		const page = await access.readable( request.params.id, response );
		const token = response.locals.token as string;
		const { centralId } = sessionOf( response ).sender;
		let seen = lastSeen( request.headers[ 'last-event-id' ] );

		response.status( 200 ).setHeader( 'Content-Type', 'text/event-stream; charset=utf-8' );
		// nginx would hold the events back until its buffer is full.
		response.setHeader( 'X-Accel-Buffering', 'no' );
		response.flushHeaders();
		if ( request.method === 'HEAD' ) {
			// There is nothing to wait for.
			response.end();
			return;
		}
		onStream( 1 );
		response.once( 'close', () => onStream( -1 ) );

		/** A write after the end would be an error event that nobody hears: the end of the process. */
		const say = ( text: string ): void => {
			if ( !response.writableEnded ) {
				response.write( text );
			}
		};
		const tell = async ( change?: number ): Promise<void> => {
			for ( const { seq, text } of await eventsAfter( page.id, seen, change ) ) {
				if ( seq > seen ) {
					seen = seq;
					say( text );
				}
			}
		};
		// One at a time, so that events stay in order; a failing store ends the stream, and the client
		// comes back with the number of the last event it saw.
		let turn = Promise.resolve();
		const tellNext = ( change?: number ): void => {
			turn = turn.then( () => tell( change ) ).catch( end );
		};
		const unsubscribe = feed.subscribe( page.id, tellNext );
		const keepAlive = setInterval( () => {
			// A session that ended meanwhile (signed out, expired) must not go on listening.
			sessions.require( token ).then( () => say( ': keep-alive\n\n' ), end );
			tellNext();
		}, KEEP_ALIVE_MS );

		function end(): void {
			unsubscribe();
			clearInterval( keepAlive );
			ends.delete( end );
			if ( ends.size === 0 && endsBySender.get( centralId ) === ends ) {
				endsBySender.delete( centralId );
			}
			stopping.removeEventListener( 'abort', end );
			response.end();
		}
		const ends = endsBySender.get( centralId ) ?? new Set();
		endsBySender.set( centralId, ends.add( end ) );
		if ( ends.size > MOST_STREAMS ) {
			ends.values().next().value!();
		}
		response.on( 'close', end );
		stopping.addEventListener( 'abort', end );
		if ( stopping.aborted ) {
			end();
		}
		tellNext();
	} );
	router.all( '/:id/events', onlyMethods( 'GET' ) );

	return router;
}

/** An id that is not ours starts from the beginning: telling twice is harmless, leaving out is not. */
function lastSeen( header: string | string[] | undefined ): number {
	return /^\d{1,9}$/.test( String( header ) ) ? Number( header ) : 0;
}
