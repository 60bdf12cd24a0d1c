// A page of anybody's, and answering it. What was posted is done once and shown by a redirect; what could
// not be taken comes back with its fault.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { limits, text } from '../../contract/text.ts';
import { ServiceError } from '../../errors.ts';
import { actorOf, type Page } from '../../pages/page.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parse } from '../parse.ts';
import { phases, quickReplies, type Phase } from './answerHtml.ts';
import type { ResponderDeps } from './deps.ts';
import { responderOf } from './entry.ts';
import { fieldWords, type FieldWords } from './faults.ts';
import { SITE } from './frame.ts';
import { pageHtml } from './pageHtml.ts';

/** Twice the same words within this time are one double tap. */
const SAME_REPLY_MS = 60_000;

/** As browsers send it: the button that was pressed is `do` or `quick`. */
const answerSchema = z.strictObject( {
	text: z.string().default( '' ),
	do: z.enum( [ 'reply', ...phases ] ).default( 'reply' ),
	quick: z.enum( Object.keys( quickReplies ) as ( keyof typeof quickReplies )[] ).optional()
} );

const replySchema = z.strictObject( { text: text( limits.note, { min: 1, lines: true } ) } );

const refusals = {
	answerElsewhere: { do: 'An on-call service has this page: acknowledge and resolve it there. Your words are still above.' },
	pageNotOpen: { do: 'This page is no longer open, so it cannot be acknowledged or resolved. You can still reply.' }
} as const satisfies Record<string, FieldWords>;

export function pageRoutes( deps: ResponderDeps ): Router {
	const { store, course, feed, clock } = deps;
	const router = Router();

	const show = async ( page: Page, response: Response, draft?: { text: string; faults: FieldWords } ): Promise<void> => {
		const [ events, incidents ] = await Promise.all( [ store.eventsAfter( page.id, 0 ), store.incidents( page.id ) ] );
		response.send( pageHtml( { page, events, incidents, person: responderOf( response ), now: clock.now(), draft }, deps ) );
	};

	router.get( '/:id', async ( request, response ) => {
		await show( await find( request.params.id ), response );
	} );

	router.post( '/:id', async ( request, response ) => {
		const page = await find( request.params.id );
		const posted = parse( answerSchema, request.body ?? {} );
		try {
			const words = posted.quick === undefined ? [] : [ quickReplies[ posted.quick ]( deps.ircChannel ) ];
			if ( posted.text.trim() !== '' || words.length === 0 && posted.do === 'reply' ) {
				words.push( posted.text );
			}
			const reply = words.length === 0 ? undefined : parse( replySchema, { text: words.join( '\n' ) } ).text;
			await answer( page, posted.do, reply, response );
		} catch ( error ) {
			const faults = fieldWords( error, refusals );
			if ( faults === undefined ) {
				throw error;
			}
			await show( await find( page.id ), response.status( 422 ), { text: posted.text, faults } );
			return;
		}
		deps.nudge();
		feed.changed( page.id );
		response.redirect( 303, `${ SITE }/pages/${ page.id }` );
	} );

	router.all( '/:id', onlyMethods( 'GET', 'POST' ) );

	/** The state first: if it is refused, nothing has been said yet and the words can still be changed. */
	async function answer( page: Page, phase: 'reply' | Phase, reply: string | undefined, response: Response ): Promise<void> {
		const by = actorOf( responderOf( response ) );
		if ( phase !== 'reply' ) {
			await course.answer( page.id, phase, by, deps.readBack, clock.now() );
		}
		if ( reply !== undefined && !await saidJustNow( page.id, reply, by.name ) ) {
			await course.reply( page.id, reply, by, clock.now() );
		}
	}

	async function saidJustNow( pageId: string, reply: string, by: string ): Promise<boolean> {
		const events = await store.eventsAfter( pageId, 0 );
		return events.some( ( event ) => event.kind === 'reply' && event.text === reply && event.by === by &&
			clock.now() - Date.parse( event.at ) < SAME_REPLY_MS );
	}

	/** @throws ServiceError notFound; a heartbeat is nobody's page */
	async function find( id: string ): Promise<Page> {
		const page = await store.find( id );
		if ( page === undefined || page.kind === 'heartbeat' ) {
			throw new ServiceError( 'notFound' );
		}
		return page;
	}

	return router;
}
