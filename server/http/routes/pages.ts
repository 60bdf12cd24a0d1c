// Pages of the signed-in sender: made, listed, read.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { idempotencyKeyPattern, sendPageSchema } from '../../contract/sendPage.ts';
import { pattern } from '../../contract/text.ts';
import type { Page } from '../../pages/page.ts';
import type { PageStore } from '../../pages/ports.ts';
import type { SubmitPage } from '../../pages/submitPage.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parse, parseBody } from '../parse.ts';
import { pageView } from '../views.ts';
import type { PageAccess } from './pageAccess.ts';

export interface PageRoutesDeps {
	submitPage: SubmitPage;
	store: PageStore;
	access: PageAccess;
}

const listSchema = z.strictObject( {
	idempotencyKey: pattern( idempotencyKeyPattern ).optional(),
	limit: z.coerce.number().int().min( 1 ).max( 50 ).default( 10 )
} );

export function pageRoutes( { submitPage, store, access }: PageRoutesDeps ): Router {
	const router = Router();
	const answer = async ( response: Response, page: Page ): Promise<void> => {
		response.json( pageView( page, await store.eventsAfter( page.id, 0 ) ) );
	};

	router.post( '/', async ( request, response ) => {
		const page = await submitPage( sessionOf( response ).sender, parseBody( sendPageSchema, request ) );
		response.status( 202 ).location( `/v1/pages/${ page.id }` );
		await answer( response, page );
	} );

	router.get( '/', async ( request, response ) => {
		const { idempotencyKey, limit } = parse( listSchema, request.query );
		const { centralId } = sessionOf( response ).sender;
		const pages = idempotencyKey === undefined ?
			await store.listBySender( centralId, limit ) :
			[ await store.findByKey( centralId, idempotencyKey ) ].filter( ( page ) => page !== undefined );
		response.json( { pages: await Promise.all( pages.map( async ( page ) => pageView( page, await store.eventsAfter( page.id, 0 ) ) ) ) } );
	} );

	router.all( '/', onlyMethods( 'GET', 'POST' ) );

	router.get( '/:id', async ( request, response ) => {
		await answer( response, await access.readable( request.params.id, response ) );
	} );
	router.all( '/:id', onlyMethods( 'GET' ) );

	return router;
}
