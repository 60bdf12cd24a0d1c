// Pages of the signed-in sender: made, listed, read.
import { Router } from 'express';
import { pageQuerySchema, type PageList } from '../../contract/listPages.ts';
import type { PageView } from '../../contract/page.ts';
import { sendPageSchema } from '../../contract/sendPage.ts';
import type { Page } from '../../pages/page.ts';
import type { PageStore } from '../../pages/ports.ts';
import type { SubmitPage } from '../../pages/submitPage.ts';
import { answerUnlessKnown } from '../answerUnlessKnown.ts';
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

export function pageRoutes( { submitPage, store, access }: PageRoutesDeps ): Router {
	const router = Router();
	const view = async ( page: Page ): Promise<PageView> => pageView( page, await store.eventsAfter( page.id, 0 ) );

	router.post( '/', async ( request, response ) => {
		const page = await submitPage( sessionOf( response ).sender, parseBody( sendPageSchema, request ) );
		response.status( 202 ).location( `/v1/pages/${ page.id }` ).json( await view( page ) );
	} );

	router.get( '/', async ( request, response ) => {
		const { idempotencyKey, before, limit } = parse( pageQuerySchema, request.query );
		const { centralId } = sessionOf( response ).sender;
		// One more than is told, to know whether there is one.
		const found = idempotencyKey === undefined ?
			await store.list( { centralId, ...before === undefined ? {} : { before }, limit: limit + 1 } ) :
			[ await store.findByKey( centralId, idempotencyKey ) ].filter( ( page ) => page !== undefined );
		const told = found.slice( 0, limit );
		const events = await store.eventsOf( told.map( ( { id } ) => id ) );
		const pages = told.map( ( page ) => pageView( page, events.get( page.id )! ) );
		answerUnlessKnown( request, response, { pages, next: found.length > limit ? pages.at( -1 )!.id : null } satisfies PageList );
	} );

	router.all( '/', onlyMethods( 'GET', 'POST' ) );

	router.get( '/:id', async ( request, response ) => {
		answerUnlessKnown( request, response, await view( await access.readable( request.params.id, response ) ) );
	} );
	router.all( '/:id', onlyMethods( 'GET' ) );

	return router;
}
