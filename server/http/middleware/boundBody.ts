// Nobody sends us bytes without end. The parsers refuse what is too long, but only once all of it has come, and
// Node goes on reading what nobody wants after the answer; so whoever does not stop is hung up on.
import type { Request, RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';

/** Twice the largest body that any route takes. */
const MOST_BYTES = 512 * 1024;
/** Hanging up at once could cost an honest client the answer that is on its way. */
const MOMENT_MS = 500;
const LOOK_MS = 100;

/** @throws ServiceError payloadTooLarge */
export const boundBody: RequestHandler = ( request, response, next ) => {
	response.on( 'finish', () => {
		if ( !request.complete ) {
			setTimeout( () => hangUp( request ), MOMENT_MS ).unref();
		}
	} );
	if ( Number( request.headers[ 'content-length' ] ?? 0 ) > MOST_BYTES ) {
		throw new ServiceError( 'payloadTooLarge' );
	}
	if ( request.headers[ 'transfer-encoding' ] !== undefined ) {
		watch( request );
	}
	next();
};

/** A body that does not say how long it is. */
function watch( request: Request ): void {
	const { socket } = request;
	const before = socket.bytesRead;
	const looking = setInterval( () => {
		if ( request.complete || socket.destroyed ) {
			clearInterval( looking );
		} else if ( socket.bytesRead - before > MOST_BYTES ) {
			hangUp( request );
		}
	}, LOOK_MS ).unref();
}

function hangUp( request: Request ): void {
	if ( !request.complete ) {
		request.socket.destroy();
	}
}
