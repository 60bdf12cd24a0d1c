// What a window that waits for a code may hear: anything, from anybody. Only the window that was opened, speaking
// from our server, ends the waiting, and only with words that are ours.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awaitHandoff, type Handoff } from '../../../gadget/panel/popup.ts';

const OURS = 'https://page-sre.example';

const origins = fc.constantFrom(
	OURS, 'https://page-sre.example.evil.example', 'http://page-sre.example', 'https://page-sre.example:8443', 'https://page-sre.example.', 'HTTPS://PAGE-SRE.EXAMPLE', 'https://page-srе.example', 'https://evilpage-sre.example', 'null', ''
);
const datas = fc.oneof(
	fc.anything(),
	fc.record( { type: fc.constantFrom( 'page-sre:signed-in', 'page-sre:sign-in-failed', 'page-sre:signed-in ', '__proto__' ), code: fc.oneof( fc.string(), fc.anything() ), error: fc.oneof( fc.string(), fc.anything() ) }, { requiredKeys: [] } )
);

describe( 'Waiting for the sign-in window', () => {
	beforeEach( () => {
		vi.useFakeTimers();
	} );
	afterEach( () => {
		vi.useRealTimers();
	} );

	const popup = { closed: false } as Window;
	const others = [ window, null, { closed: false } as Window ];

	it( 'ends by nobody else, whatever they say', () => {
		fc.assert( fc.property( datas, origins, fc.constantFrom( popup, ...others ), ( data, origin, source ) => {
			const heard: Handoff[] = [];
			const stop = awaitHandoff( window, popup, OURS, ( handoff ) => heard.push( handoff ) );
			const event = new MessageEvent( 'message', { data, origin } );
			Object.defineProperty( event, 'source', { value: source } );
			const broken = vi.fn();
			window.addEventListener( 'error', broken, { once: true } );
			window.dispatchEvent( event );
			window.removeEventListener( 'error', broken );
			stop();
			expect( broken ).not.toHaveBeenCalled();
			if ( origin !== OURS || source !== popup ) {
				expect( heard ).toEqual( [] );
			} else {
				const { type, code } = Object( data ) as { type?: unknown; code?: unknown };
				expect( heard.map( ( { kind } ) => kind ) ).toEqual( type === 'page-sre:signed-in' && typeof code === 'string' ? [ 'code' ] : type === 'page-sre:sign-in-failed' ? [ 'failed' ] : [] );
			}
		} ), { numRuns: 3_000 } );
	} );
} );
