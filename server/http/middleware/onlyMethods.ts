// The last handler of a path that exists: whoever gets here asked for it in a way that it does not know.
import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';

/** @param methods that the path does know, for the Allow header (RFC 9110 section 15.5.6) */
export function onlyMethods( ...methods: string[] ): RequestHandler {
	return ( _request, response ) => {
		response.setHeader( 'Allow', methods.join( ', ' ) );
		throw new ServiceError( 'methodNotAllowed' );
	};
}
