// The panel on our own origin: no wiki JavaScript at all, so it works in safe mode, on phones, and
// when a wiki's scripts are broken.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express';
import { documentHtml, html, jsonScript } from '../html.ts';
import { luggageOf, MAX_LUGGAGE, type Luggage } from '../luggage.ts';
import type { ServerWords } from '../serverWords.ts';
import { staticFiles } from '../staticFiles.ts';
import type { IsWikiOrigin } from '../wikiOrigins.ts';

export interface StandaloneRoutesDeps {
	/** gadget/dist: `standalone/` with its manifest. */
	dist: string;
	wikiUrl: string;
	isWiki: IsWikiOrigin;
	words: ServerWords;
	/** Whether people may come in that way too; undefined: no. */
	singleSignOn: object | undefined;
}

/** What cannot be carried over must not keep the panel away: without it, it opens all the same. */
const leaveBehind: ErrorRequestHandler = ( _error, _request, response, _next ) => response.redirect( 303, '/' );

export function standaloneRoutes( { dist, wikiUrl, isWiki, words, singleSignOn }: StandaloneRoutesDeps ): Router {
	const router = Router();
	const manifest = JSON.parse( readFileSync( join( dist, 'standalone/manifest.json' ), 'utf8' ) ) as Record<string, string>;

	router.use( '/sign-in', staticFiles( join( import.meta.dirname, '../static' ), 300 ) );
	router.use( '/assets', staticFiles( join( dist, 'standalone' ), 0 ) );

	function frame( request: Request, luggage: Luggage | null ): string {
		const here = words.for( request );
		const settings = { wikiUrl, language: here.language, singleSignOn: singleSignOn !== undefined };
		return documentHtml( {
			language: here.language,
			title: here.text( 'page-sre-name' ),
			head: html`<link rel="stylesheet" href="/assets/${ manifest[ 'panel.css' ]! }"><script src="/assets/${ manifest[ 'panel.js' ]! }" defer></script>`,
			body: html`<div id="page-sre"></div>${ jsonScript( 'page-sre-settings', settings ) }${ luggage ? jsonScript( 'page-sre-luggage', luggage ) : '' }`
		} );
	}

	router.get( [ '/', '/pages/:id' ], ( request, response ) => {
		response.send( frame( request, null ) );
	} );

	router.post( '/', express.urlencoded( { limit: MAX_LUGGAGE, extended: false } ), leaveBehind, ( request: Request, response: Response ) => {
		const luggage = luggageOf( request, isWiki );
		if ( luggage ) {
			response.send( frame( request, luggage ) );
		} else {
			response.redirect( 303, '/' );
		}
	} );

	return router;
}
