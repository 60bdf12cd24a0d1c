// The responders' site, on one screen: what everybody may have, the door, and what is behind it. Mounted at
// /sre of our own origin; wikis have no way in here.
import { join } from 'node:path';
import express, { Router } from 'express';
import { ServiceError } from '../../errors.ts';
import { readCookie } from '../cookies.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { staticFiles } from '../staticFiles.ts';
import { auditRoutes } from './auditRoutes.ts';
import type { ResponderDeps } from './deps.ts';
import { fromOwnPages, onlyResponders, responderOf, trouble } from './entry.ts';
import { SITE } from './frame.ts';
import { grantRoutes } from './grantRoutes.ts';
import { listRoutes } from './listRoutes.ts';
import { pageRoutes } from './pageRoutes.ts';
import { rosterHtml } from './rosterHtml.ts';

/** Far more than a reply may have, so that what is too long comes back with its fault instead of being lost. */
const MAX_FORM = '256kb';

export function responderRoutes( deps: ResponderDeps ): Router {
	const { sessions, cookies, clock } = deps;
	const router = Router();

	router.use( '/assets', staticFiles( join( import.meta.dirname, '../static' ), 300 ) );
	router.use( fromOwnPages( deps.ownOrigin ), express.urlencoded( { limit: MAX_FORM, extended: false } ) );

	router.post( '/sign-out', async ( request, response ) => {
		const token = readCookie( request, cookies.session );
		if ( token !== undefined ) {
			await sessions.end( token );
		}
		response.clearCookie( cookies.session, cookies.options ).redirect( 303, `${ SITE }/` );
	} );
	router.all( '/sign-out', onlyMethods( 'POST' ) );

	router.use( onlyResponders( deps ) );
	router.use( '/pages', pageRoutes( deps ) );
	router.use( '/grants', grantRoutes( deps ) );
	router.get( '/roster', async ( _request, response ) => {
		response.send( rosterHtml( await deps.roster(), responderOf( response ), clock.now() ) );
	} );
	router.all( '/roster', onlyMethods( 'GET' ) );
	router.use( auditRoutes( deps ) );
	router.use( listRoutes( deps ) );

	router.use( () => {
		throw new ServiceError( 'notFound' );
	} );
	router.use( trouble( deps.log ) );
	return router;
}
