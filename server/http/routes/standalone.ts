// The panel on our own origin: no wiki JavaScript at all, so it works in safe mode, on phones, and
// when a wiki's scripts are broken. Also serves the translations, to both hosts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import { ServiceError } from '../../errors.ts';
import { documentHtml, html, jsonScript } from '../html.ts';
import type { ServerWords } from '../serverWords.ts';

export interface StandaloneRoutesDeps {
	/** gadget/dist: `standalone/` with its manifest, and `i18n/`. */
	dist: string;
	wikiUrl: string;
	words: ServerWords;
	/** Whether people may come in that way too; undefined: no. */
	singleSignOn: object | undefined;
}

/** File names carry the hash of their content. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

export function standaloneRoutes( { dist, wikiUrl, words, singleSignOn }: StandaloneRoutesDeps ): Router {
	const router = Router();
	const manifest = JSON.parse( readFileSync( join( dist, 'standalone/manifest.json' ), 'utf8' ) ) as Record<string, string>;

	router.use( '/sign-in', express.static( join( import.meta.dirname, '../static' ), { index: false, maxAge: '5m' } ) );
	router.use( '/assets', express.static( join( dist, 'standalone' ), {
		index: false,
		setHeaders: ( response ) => response.setHeader( 'Cache-Control', IMMUTABLE )
	} ) );
	router.use( '/i18n', express.static( join( dist, 'i18n' ), { index: false, maxAge: '1m' } ), () => {
		throw new ServiceError( 'notFound' );
	} );

	router.get( [ '/', '/pages/:id' ], ( request, response ) => {
		const here = words.for( request );
		response.send( documentHtml( {
			language: here.language,
			title: here.text( 'page-sre-name' ),
			head: html`<link rel="stylesheet" href="/assets/${ manifest[ 'panel.css' ]! }"><script src="/assets/${ manifest[ 'panel.js' ]! }" defer></script>`,
			body: html`<div id="page-sre"></div>${ jsonScript( 'page-sre-settings', {
				wikiUrl, language: here.language, singleSignOn: singleSignOn !== undefined
			} ) }`
		} ) );
	} );

	return router;
}
