// Promises of the event stream: every event once and in order, through breaks, and no noise after the end.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer, ByteReader } from '../../../gadget/panel/api.ts';
import { followEvents, readEvents } from '../../../gadget/course/eventStream.ts';
import type { PageEvent } from '../../../server/contract/page.ts';
import { anEvent, problem } from '../fixtures.ts';

const wire = ( event: PageEvent ): string => `id: ${ event.seq }\nevent: page\ndata: ${ JSON.stringify( event ) }\n\n`;
const accepted = anEvent( 1, { kind: 'accepted' } );
const delivered = anEvent( 2, { kind: 'delivered', provider: 'splunk', incident: null } );

/** A line that a test writes to, as a browser would read it. */
function line(): { answer: Answer<ByteReader>; write: ( text: string | Uint8Array ) => void; end: () => void; fail: () => void } {
	let control: ReadableStreamDefaultController<Uint8Array>;
	const stream = new ReadableStream<Uint8Array>( {
		start: ( given ) => {
			control = given;
		}
	} );
	return {
		answer: { kind: 'answered', value: stream.getReader() },
		write: ( text ) => control.enqueue( typeof text === 'string' ? new TextEncoder().encode( text ) : text ),
		end: () => control.close(),
		fail: () => control.error( new Error( 'broken' ) )
	};
}

function listen(): { heard: string[]; listener: Parameters<typeof followEvents>[ 2 ] } {
	const heard: string[] = [];
	return {
		heard,
		listener: {
			event: ( event ) => heard.push( event.kind ),
			connected: ( yes ) => heard.push( yes ? 'on' : 'off' ),
			refused: ( { code } ) => heard.push( code )
		}
	};
}

beforeEach( () => void vi.useFakeTimers() );
afterEach( () => void vi.useRealTimers() );

const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync( 0 );

describe( 'readEvents', () => {
	it( 'reads whole events and keeps the rest for later', () => {
		const text = wire( accepted ) + wire( delivered );
		for ( let cut = 0; cut < text.length; cut++ ) {
			const first = readEvents( text.slice( 0, cut ) );
			const second = readEvents( first.rest + text.slice( cut ) );
			expect( [ ...first.events, ...second.events ] ).toEqual( [ accepted, delivered ] );
			expect( second.rest ).toBe( '' );
		}
	} );

	it( 'skips comments and events of other kinds', () => {
		expect( readEvents( `: keep-alive\n\nevent: other\ndata: {}\n\n${ wire( accepted ) }` ).events ).toEqual( [ accepted ] );
	} );
} );

describe( 'followEvents', () => {
	it( 'hands over events as they come, also when a character is cut in two', async () => {
		const { answer, write } = line();
		const { heard, listener } = listen();
		const seen: PageEvent[] = [];
		followEvents( () => Promise.resolve( answer ), 0, { ...listener, event: ( event ) => seen.push( event ) } );
		const named = anEvent( 3, { kind: 'acknowledged', provider: 'splunk', by: 'Ærø' } );
		const bytes = new TextEncoder().encode( wire( named ) );
		const cut = bytes.indexOf( 0xC3 ) + 1;
		write( bytes.slice( 0, cut ) );
		await soon();
		write( bytes.slice( cut ) );
		await soon();
		expect( seen ).toEqual( [ named ] );
		expect( heard ).toContain( 'on' );
	} );

	it( 'resumes after the last event when the line breaks', async () => {
		const first = line();
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValueOnce( first.answer ).mockResolvedValue( line().answer );
		const { heard, listener } = listen();
		followEvents( open, 0, listener );
		first.write( wire( accepted ) + wire( delivered ) );
		await soon();
		first.fail();
		await soon();
		expect( heard ).toEqual( [ 'on', 'accepted', 'delivered', 'off' ] );
		await vi.advanceTimersByTimeAsync( 1000 );
		expect( open.mock.calls.map( ( [ seq ] ) => seq ) ).toEqual( [ 0, 2 ] );
	} );

	it( 'waits 1, 2, 5 and then always 10 seconds while there is no answer', async () => {
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValue( { kind: 'noAnswer' } );
		followEvents( open, 0, listen().listener );
		await soon();
		for ( const [ calls, seconds ] of [ [ 1, 1 ], [ 2, 2 ], [ 3, 5 ], [ 4, 10 ], [ 5, 10 ] ] as const ) {
			await vi.advanceTimersByTimeAsync( seconds * 1000 - 1 );
			expect( open ).toHaveBeenCalledTimes( calls );
			await vi.advanceTimersByTimeAsync( 1 );
			expect( open ).toHaveBeenCalledTimes( calls + 1 );
		}
	} );

	it( 'takes 40 seconds of silence for a dead line', async () => {
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValueOnce( line().answer ).mockResolvedValue( line().answer );
		const { heard, listener } = listen();
		followEvents( open, 0, listener );
		await vi.advanceTimersByTimeAsync( 39999 );
		expect( heard ).toEqual( [] );
		await vi.advanceTimersByTimeAsync( 1001 );
		expect( heard ).toEqual( [ 'off' ] );
		expect( open ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'stops when our server will not have it, and tells why', async () => {
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValue( { kind: 'refused', problem: problem( 'sessionExpired' ) } );
		const { heard, listener } = listen();
		followEvents( open, 0, listener );
		await vi.advanceTimersByTimeAsync( 60000 );
		expect( heard ).toEqual( [ 'sessionExpired' ] );
		expect( open ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'goes on after a refusal that may pass', async () => {
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValue( { kind: 'refused', problem: problem( 'storeUnavailable' ) } );
		followEvents( open, 0, listen().listener );
		await vi.advanceTimersByTimeAsync( 1000 );
		expect( open ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'is silent once nobody looks any more', async () => {
		const { answer, write } = line();
		const open = vi.fn<Parameters<typeof followEvents>[ 0 ]>().mockResolvedValue( answer );
		const { heard, listener } = listen();
		const stop = followEvents( open, 0, listener );
		await soon();
		stop();
		write( wire( accepted ) );
		await vi.advanceTimersByTimeAsync( 60000 );
		expect( heard ).toEqual( [] );
		expect( open ).toHaveBeenCalledTimes( 1 );
	} );
} );
