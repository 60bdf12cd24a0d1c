// The list of pages. Past ones come in parts; how a list is searched is the store's business.
import { Router } from 'express';
import { z } from 'zod';
import { pageIdPattern } from '../../contract/sendPage.ts';
import { pattern } from '../../contract/text.ts';
import type { PageFilter } from '../../pages/ports.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parse } from '../parse.ts';
import type { ResponderDeps } from './deps.ts';
import { responderOf } from './entry.ts';
import { listHtml, shown, type Shown } from './listHtml.ts';

/** A page of a phone's list, a few thumbs long. */
const PAST_AT_ONCE = 25;
/** More than this many open at a time is no list any more, but an outage of another kind. */
const OPEN_AT_ONCE = 100;

const querySchema = z.strictObject( {
	show: z.enum( shown ).default( 'all' ),
	before: pattern( pageIdPattern ).optional()
} );

const kindOf: Record<Shown, Pick<PageFilter, 'kind'>> = { all: {}, pages: { kind: 'page' }, drills: { kind: 'drill' } };

export function listRoutes( { store, clock }: Pick<ResponderDeps, 'store' | 'clock'> ): Router {
	const router = Router();

	router.get( '/', async ( request, response ) => {
		const { show, before } = parse( querySchema, request.query );
		const filter = kindOf[ show ];
		const open = before === undefined ? await store.list( { ...filter, open: true, limit: OPEN_AT_ONCE } ) : undefined;
		const events = await store.eventsOf( ( open ?? [] ).map( ( { id } ) => id ) );
		// One more than is shown, to know whether there is one.
		const past = await store.list( { ...filter, open: false, ...before === undefined ? {} : { before }, limit: PAST_AT_ONCE + 1 } );
		response.send( listHtml( {
			open: open?.map( ( page ) => ( { page, events: events.get( page.id )! } ) ),
			past: past.slice( 0, PAST_AT_ONCE ),
			next: past.length > PAST_AT_ONCE ? past[ PAST_AT_ONCE - 1 ]!.id : undefined,
			show,
			person: responderOf( response ),
			now: clock.now()
		} ) );
	} );
	router.all( '/', onlyMethods( 'GET' ) );

	return router;
}
