// Files that we serve as they lie there, and for how long browsers keep them. Every answer begins as one that nobody
// keeps (securityHeaders); express.static leaves that as it is, whatever its `maxAge` says, so it is said here.
import express, { type RequestHandler } from 'express';

/** Of a name that carries the hash of its content: its content never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable';
const HASHED = /\.[0-9a-f]{12}\.(js|css)$/;

/** @param seconds for how long whoever has a file does not ask again; 0: never kept */
export function staticFiles( folder: string, seconds: number ): RequestHandler {
	const plain = seconds > 0 ? `public, max-age=${ seconds }` : 'no-store';
	return express.static( folder, {
		index: false,
		redirect: false,
		setHeaders: ( response, path ) => response.setHeader( 'Cache-Control', HASHED.test( path ) ? IMMUTABLE : plain )
	} );
}
