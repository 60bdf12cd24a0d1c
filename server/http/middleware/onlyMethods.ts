// The last handler of a path that exists: whoever gets here asked which ways there are, or asked for it in one
// that it does not know.
import type { RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';

/** @param methods that the path does know; express answers HEAD wherever it answers GET. RFC 9110 sections 9.3.7, 15.5.6 */
export function onlyMethods( ...methods: ( 'GET' | 'POST' | 'DELETE' )[] ): RequestHandler {
	const known = [ ...methods.flatMap( ( method ) => method === 'GET' ? [ 'GET', 'HEAD' ] : [ method ] ), 'OPTIONS' ].join( ', ' );
	return ( request, response ) => {
		response.setHeader( 'Allow', known );
		if ( request.method === 'OPTIONS' ) {
			response.status( 204 ).end();
			return;
		}
		throw new ServiceError( 'methodNotAllowed' );
	};
}
