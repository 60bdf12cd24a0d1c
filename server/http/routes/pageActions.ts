// What a sender does to an own page after it was accepted: add a note, take it back, page again.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { noteSchema, pageAgainSchema } from '../../contract/sendPage.ts';
import type { Page } from '../../pages/page.ts';
import type { Clock, CourseStore, PageFeed, PageStore } from '../../pages/ports.ts';
import { parse, parseBody } from '../parse.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { pageView } from '../views.ts';
import { ownPage } from './pages.ts';

export interface PageActionRoutesDeps {
	store: PageStore;
	course: CourseStore;
	feed: PageFeed;
	clock: Pick<Clock, 'now'>;
	/** Wakes the worker. */
	nudge: () => void;
}

export function pageActionRoutes( { store, course, feed, clock, nudge }: PageActionRoutesDeps ): Router {
	const router = Router();

	const action = <Input>( schema: z.ZodType<Input>, act: ( page: Page, input: Input ) => Promise<void> ) =>
		async ( request: Request<{ id: string }>, response: Response ): Promise<void> => {
			const page = await ownPage( store, request.params.id, response );
			// Withdrawing says nothing beside itself, so nothing need be posted.
			await act( page, request.body === undefined ? parse( schema, {} ) : parseBody( schema, request ) );
			nudge();
			feed.changed( page.id );
			response.json( pageView( ( await store.find( page.id ) )!, await store.eventsAfter( page.id, 0 ) ) );
		};

	router.post( '/:id/notes', action( noteSchema, ( page, { text } ) => course.addNote( page.id, text, clock.now() ) ) );
	router.post( '/:id/withdraw', action( z.strictObject( {} ), ( page ) => course.withdraw( page.id, clock.now() ) ) );
	router.post( '/:id/again', action( pageAgainSchema, ( page, { round } ) => course.pageAgain( page.id, round, clock.now() ) ) );

	router.all( [ '/:id/notes', '/:id/withdraw', '/:id/again' ], onlyMethods( 'POST' ) );

	return router;
}
