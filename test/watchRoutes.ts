// Every route that the server has, read from express itself, so that nobody can add one that no attack tries and no document has.
import { Router } from 'express';

export interface FoundRoute {
	/** `ALL` where every method is answered alike. */
	method: string;
	/** As mounted, with its parameters: `/v1/pages/:id`. */
	path: string;
}

type Path = string | readonly string[];

interface Known {
	mounts: { parent: unknown; path: string; child: unknown }[];
	routes: { router: unknown; path: string; route: { methods: Record<string, boolean> } }[];
}

/** Watches routers being made, from now until `stop`. Call it before the server, or the app, is put together. */
export function watchRoutes(): { found(): FoundRoute[]; stop(): void } {
	const known: Known = { mounts: [], routes: [] };
	const { prototype } = Router as unknown as { prototype: { use: ( ...args: unknown[] ) => unknown; route: ( path: Path ) => Known[ 'routes' ][ number ][ 'route' ] } };
	const { use, route } = prototype;
	prototype.use = function ( this: unknown, ...args: unknown[] ) {
		const paths = typeof args[ 0 ] === 'function' ? '' : args[ 0 ] as Path;
		for ( const child of args.flat() ) {
			for ( const path of [ paths ].flat() ) {
				known.mounts.push( { parent: this, path: path === '/' ? '' : path, child } );
			}
		}
		return use.apply( this, args );
	};
	prototype.route = function ( this: unknown, paths: Path ) {
		const made = route.call( this, paths );
		for ( const path of [ paths ].flat() ) {
			known.routes.push( { router: this, path, route: made } );
		}
		return made;
	};

	/** Where a router can be reached; the root is where nobody mounted it. */
	function prefixesOf( router: unknown ): string[] {
		const mounts = known.mounts.filter( ( { child } ) => child === router );
		return mounts.length === 0 ? [ '' ] : mounts.flatMap( ( { parent, path } ) => prefixesOf( parent ).map( ( prefix ) => prefix + path ) );
	}

	return {
		found: () => known.routes.flatMap( ( { router, path, route: { methods } } ) => prefixesOf( router ).flatMap( ( prefix ) =>
			Object.keys( methods ).map( ( method ) => ( {
				method: method === '_all' ? 'ALL' : method.toUpperCase(),
				path: ( prefix + path ).replace( /(.)\/$/, '$1' )
			} ) ) ) ),
		stop() {
			Object.assign( prototype, { use, route } );
		}
	};
}
