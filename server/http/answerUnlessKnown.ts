// Answers what many ask again and again: the whole of it, or that nothing has changed since.
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';

export function answerUnlessKnown( request: Request, response: Response, value: unknown ): void {
	const text = JSON.stringify( value );
	const etag = `"${ createHash( 'sha256' ).update( text ).digest( 'base64url' ) }"`;
	response.setHeader( 'ETag', etag );
	// Not by express: it would heed `no-cache`, which fetch() adds of its own accord and which is for caches between us.
	if ( request.headers[ 'if-none-match' ] === etag ) {
		response.status( 304 ).end();
		return;
	}
	response.type( 'application/json' ).send( text );
}
