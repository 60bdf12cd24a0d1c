// The one place where an error becomes an answer. On purpose: its code. Anything else: 500, logged
// with its stack, and nothing of it on the wire.
import type { ErrorRequestHandler, Response } from 'express';
import { errorCodes, type Problem } from '../../contract/problem.ts';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';

/** The problem document for an error; bugs are logged on the way. */
export function problemOf( error: unknown, response: Response, log: Logger ): Problem {
	const requestId = response.locals.requestId as string;
	const refusal = asRefusal( error );
	const { code, details } = refusal ?? new ServiceError( 'internal' );
	const { status, retryable } = errorCodes[ code ];
	// For figures.
	response.locals.refusedBy = code;
	if ( !refusal ) {
		log.error( { requestId, err: error }, 'bug: unexpected error' );
	} else if ( status >= 500 ) {
		log.warn( { requestId, code, cause: causeOf( refusal ) }, 'could not serve' );
	} else {
		log.info( { requestId, code, cause: causeOf( refusal ) }, 'refused' );
	}
	return { type: `/errors/${ code }`, status, code, retryable, requestId, ...details };
}

/** @param now for Retry-After, which counts from the moment of answering */
export function errors( log: Logger, now: () => number ): ErrorRequestHandler {
	return ( error, _request, response, next ) => {
		if ( response.headersSent ) {
			next( error );
			return;
		}
		const problem = problemOf( error, response, log );
		if ( problem.limit ) {
			response.setHeader( 'Retry-After', Math.max( 1, Math.ceil( ( Date.parse( problem.limit.retryAt ) - now() ) / 1000 ) ) );
		}
		response.status( problem.status ).type( 'application/problem+json' ).send( JSON.stringify( problem ) );
	};
}

/** One line, for the log only. Texts of upstreams are cut where they are received. */
function causeOf( refusal: ServiceError ): string | undefined {
	const { cause } = refusal;
	return cause instanceof Error ? cause.message : undefined;
}

/** body-parser and express report a client's mistakes as errors with a status and a type. */
function asRefusal( error: unknown ): ServiceError | undefined {
	if ( error instanceof ServiceError ) {
		return error;
	}
	const { status } = error as { status?: unknown };
	switch ( status ) {
		case 413:
			return new ServiceError( 'payloadTooLarge' );
		case 415:
			return new ServiceError( 'unsupportedMediaType' );
		default:
			return typeof status === 'number' && status >= 400 && status < 500 ?
				new ServiceError( 'invalidRequest', { fields: [ { field: '', rule: 'format' } ] } ) :
				undefined;
	}
}
