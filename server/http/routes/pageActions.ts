// What is done to a page after it was accepted: its sender adds a note, takes it back, pages again; another
// member adds a note instead of paging too.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { noteSchema, pageAgainSchema } from '../../contract/sendPage.ts';
import { actorOf, type Actor, type Page } from '../../pages/page.ts';
import type { Clock, CourseStore, PageFeed, PageStore } from '../../pages/ports.ts';
import { parse, parseBody } from '../parse.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { pageView } from '../views.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import type { PageAccess } from './pageAccess.ts';

export interface PageActionRoutesDeps {
	store: PageStore;
	access: PageAccess;
	course: CourseStore;
	feed: PageFeed;
	clock: Pick<Clock, 'now'>;
	/** Wakes the worker. */
	nudge: () => void;
}

export function pageActionRoutes( { store, access, course, feed, clock, nudge }: PageActionRoutesDeps ): Router {
	const router = Router();

	const action = <Input>(
		schema: z.ZodType<Input>, find: PageAccess[ 'own' ], act: ( page: Page, input: Input, by: Actor, now: number ) => Promise<void>
	) => async ( request: Request<{ id: string }>, response: Response ): Promise<void> => {
		const page = await find( request.params.id, response );
		// Withdrawing says nothing beside itself, so nothing need be posted.
		const input = request.body === undefined ? parse( schema, {} ) : parseBody( schema, request );
		await act( page, input, actorOf( sessionOf( response ).sender ), clock.now() );
		nudge();
		feed.changed( page.id );
		response.json( pageView( ( await store.find( page.id ) )!, await store.eventsAfter( page.id, 0 ) ) );
	};

	router.post( '/:id/notes', action( noteSchema, access.addable, ( page, { text }, by, now ) => course.addNote( page.id, text, by, now ) ) );
	router.post( '/:id/withdraw', action( z.strictObject( {} ), access.own, ( page, _nothing, by, now ) => course.withdraw( page.id, by, now ) ) );
	router.post( '/:id/again', action( pageAgainSchema, access.own, ( page, { round }, by, now ) => course.pageAgain( page.id, round, by, now ) ) );

	router.all( [ '/:id/notes', '/:id/withdraw', '/:id/again' ], onlyMethods( 'POST' ) );

	return router;
}
