// Every answer carries an id of its own, so that a sender can quote it and an operator can find it.
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** @param duringRequest runs what follows so that its log lines carry the id */
export function requestId( duringRequest: ( id: string, work: () => void ) => void ): RequestHandler {
	return ( _request, response, next ) => {
		const id = randomUUID();
		response.locals.requestId = id;
		response.setHeader( 'X-Request-Id', id );
		duringRequest( id, next );
	};
}
