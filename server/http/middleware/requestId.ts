// Every answer carries an id of its own, so that a sender can quote it and an operator can find it.
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

export const requestId: RequestHandler = ( _request, response, next ) => {
	response.locals.requestId = randomUUID();
	response.setHeader( 'X-Request-Id', response.locals.requestId as string );
	next();
};
