// A person who signs in reads words, in a page: nothing on these ways answers JSON.
import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../logger.ts';
import type { ServerWords } from '../serverWords.ts';
import { signInFailedHtml } from '../signInHtml.ts';
import { problemOf } from './errors.ts';

/** Tells the panel that waits in `response.locals.openerOrigin`, too, if one does. */
export function signInFailed( words: ServerWords, log: Logger ): ErrorRequestHandler {
	return ( error, request, response, next ) => {
		if ( response.headersSent ) {
			next( error );
			return;
		}
		const problem = problemOf( error, response, log );
		const openerOrigin = response.locals.openerOrigin as string | undefined;
		response.status( problem.status ).send( signInFailedHtml( words.for( request ), problem, openerOrigin ) );
	};
}
