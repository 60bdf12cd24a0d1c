// Every route of an express app, with its whole path, as express itself remembers them (router 2).
import type { Express } from 'express';

interface Layer {
	route?: { path: string | string[]; stack: { method?: string }[] };
	handle: { stack?: Layer[] };
	/** Where it is mounted. */
	rawPath: string;
}

export interface Route {
	method: string;
	/** As OpenAPI writes it. */
	path: string;
}

export function routesOf( app: Express ): Route[] {
	return routesBelow( '', ( app as unknown as { router: { stack: Layer[] } } ).router.stack );
}

function routesBelow( prefix: string, stack: readonly Layer[] ): Route[] {
	return stack.flatMap( ( { route, handle, rawPath } ) => {
		if ( !route ) {
			return handle.stack ? routesBelow( prefix + rawPath.replace( /\/$/, '' ), handle.stack ) : [];
		}
		// What answers every method says only which there are.
		const methods = [ ...new Set( route.stack.flatMap( ( { method } ) => method ?? [] ) ) ];
		return [ route.path ].flat().flatMap( ( path ) => methods.map( ( method ) => ( { method, path: openApiPath( prefix + path ) } ) ) );
	} );
}

function openApiPath( path: string ): string {
	return path.replace( /(?<=.)\/$/, '' ).replace( /:(\w+)/g, '{$1}' );
}
