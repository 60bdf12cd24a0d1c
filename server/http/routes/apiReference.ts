// What somebody reads who writes a client: the API's document, for programs and for people, and a page for
// every refusal, where a problem's `type` leads. Nothing here needs a session, and nothing comes from elsewhere.
import { join } from 'node:path';
import { Router } from 'express';
import { openApiDocument } from '../../contract/openApi/document.ts';
import { errorCodes, type ErrorCode } from '../../contract/problem.ts';
import { ServiceError } from '../../errors.ts';
import { apiHtml, errorHtml, errorsHtml } from '../apiReferenceHtml.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { staticFiles } from '../staticFiles.ts';

/** @param version of the program */
export function apiReferenceRoutes( version: string ): Router {
	const router = Router();
	// Made when somebody first asks: starting must not wait for it.
	let document: string | undefined;

	router.get( '/openapi.json', ( _request, response ) => {
		document ??= JSON.stringify( openApiDocument( version ) );
		// It tells nothing about anybody, so whatever generates clients may come from anywhere.
		response.setHeader( 'Access-Control-Allow-Origin', '*' );
		response.setHeader( 'Cross-Origin-Resource-Policy', 'cross-origin' );
		response.type( 'application/json' ).send( document );
	} );
	router.use( '/api/assets', staticFiles( join( import.meta.dirname, '../static' ), 300 ) );
	router.get( '/api', ( _request, response ) => {
		response.send( apiHtml() );
	} );
	router.get( '/errors', ( _request, response ) => {
		response.send( errorsHtml() );
	} );
	router.get( '/errors/:code', ( request, response ) => {
		const { code } = request.params;
		if ( !isErrorCode( code ) ) {
			throw new ServiceError( 'notFound' );
		}
		response.send( errorHtml( code ) );
	} );
	router.all( [ '/openapi.json', '/api', '/errors', '/errors/:code' ], onlyMethods( 'GET' ) );

	return router;
}

function isErrorCode( code: string ): code is ErrorCode {
	return Object.hasOwn( errorCodes, code );
}
