// Follows one page's events for as long as somebody looks: Server-Sent Events over fetch (EventSource
// cannot carry a bearer token), resumed after every break. Decides nothing about what events mean.
import type { PageEvent } from '../../server/contract/page.ts';
import type { Problem } from '../../server/contract/problem.ts';
import type { Answer, ByteReader } from '../panel/api.ts';

export interface EventListener {
	event( event: PageEvent ): void;
	/** False from the moment a connection is lost until bytes flow again. */
	connected( yes: boolean ): void;
	/** Our server will not let us follow any longer; nothing is heard after this. */
	refused( problem: Problem ): void;
}

// Quick at first, because most breaks are short; then no faster than a busy server can bear.
const BACKOFF = [ 1000, 2000, 5000, 10000 ];
// The server comments every 15 s: silence for this long means that the line is dead.
const SILENCE = 40000;

/**
 * The events in a stretch of text/event-stream, and the rest that is not complete yet. Comments and
 * other kinds of events are skipped. Our server ends lines with LF only.
 */
export function readEvents( text: string ): { events: PageEvent[]; rest: string } {
	const blocks = text.split( '\n\n' );
	const rest = blocks.pop() || '';
	const events: PageEvent[] = [];
	for ( const block of blocks ) {
		const lines = block.split( '\n' );
		const data = lines.filter( ( line ) => line.startsWith( 'data:' ) ).map( ( line ) => line.slice( 5 ).trim() );
		if ( lines.includes( 'event: page' ) && data.length > 0 ) {
			events.push( JSON.parse( data.join( '\n' ) ) as PageEvent );
		}
	}
	return { events, rest };
}

function wait( ms: number, signal: AbortSignal ): Promise<void> {
	return new Promise( ( resolve ) => {
		const timer = setTimeout( resolve, ms );
		signal.addEventListener( 'abort', () => {
			clearTimeout( timer );
			resolve();
		} );
	} );
}

/**
 * @param open opens the stream after the event numbered `seq`
 * @param seq the last event already known
 * @return ends the following
 */
export function followEvents(
	open: ( seq: number, signal: AbortSignal ) => Promise<Answer<ByteReader>>,
	seq: number,
	listener: EventListener
): () => void {
	const ended = new AbortController();
	let last = seq;

	// True when anything at all was heard before the line broke.
	async function drain( reader: ByteReader ): Promise<boolean> {
		const decoder = new TextDecoder();
		let text = '';
		let heard = false;
		try {
			for ( ;; ) {
				const timer = setTimeout( () => void reader.cancel(), SILENCE );
				const { done, value } = await reader.read();
				clearTimeout( timer );
				if ( done || ended.signal.aborted ) {
					return heard;
				}
				heard = true;
				listener.connected( true );
				const { events, rest } = readEvents( text + decoder.decode( value, { stream: true } ) );
				text = rest;
				for ( const event of events ) {
					last = event.seq;
					listener.event( event );
				}
			}
		} catch ( error ) {
			return heard;
		}
	}

	async function run(): Promise<void> {
		let failures = 0;
		while ( !ended.signal.aborted ) {
			const answer = await open( last, ended.signal );
			if ( ended.signal.aborted ) {
				return;
			}
			if ( answer.kind === 'refused' && !answer.problem.retryable ) {
				listener.refused( answer.problem );
				return;
			}
			const heard = answer.kind === 'answered' && await drain( answer.value );
			if ( ended.signal.aborted ) {
				return;
			}
			failures = heard ? 0 : failures + 1;
			listener.connected( false );
			await wait( BACKOFF[ Math.min( Math.max( failures - 1, 0 ), BACKOFF.length - 1 ) ] || 0, ended.signal );
		}
	}

	void run();
	return () => ended.abort();
}
