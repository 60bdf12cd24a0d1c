// The real clock. Everything else that needs the time is given one, so that tests can move it.
import type { Clock } from './pages/ports.ts';

export const systemClock: Clock = {
	now: () => Date.now(),
	wait: ( ms, signal ) => new Promise( ( resolve ) => {
		const done = (): void => {
			clearTimeout( timer );
			signal.removeEventListener( 'abort', done );
			resolve();
		};
		const timer = setTimeout( done, ms );
		signal.addEventListener( 'abort', done );
		if ( signal.aborted ) {
			done();
		}
	} )
};
