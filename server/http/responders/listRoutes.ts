// The list of pages. Past ones come in parts; how a list is searched is the store's business.
import { Router } from 'express';
import { z } from 'zod';
import { pageIdPattern } from '../../contract/sendPage.ts';
import { pattern } from '../../contract/text.ts';
import type { Page } from '../../pages/page.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parse } from '../parse.ts';
import type { ResponderDeps } from './deps.ts';
import { responderOf } from './entry.ts';
import { listHtml, shown, type Shown } from './listHtml.ts';

/** A page of a phone's list, a few thumbs long. */
const PAST_AT_ONCE = 25;
/** More than this many open at a time is no list any more, but an outage of another kind. */
const OPEN_AT_ONCE = 100;
/** How many are read at a time where drills are left out. */
const READ_AT_ONCE = 100;

const querySchema = z.strictObject( {
	show: z.enum( shown ).default( 'all' ),
	before: pattern( pageIdPattern ).optional()
} );

export function listRoutes( { store, clock }: Pick<ResponderDeps, 'store' | 'clock'> ): Router {
	const router = Router();

	router.get( '/', async ( request, response ) => {
		const { show, before } = parse( querySchema, request.query );
		const open = before === undefined ? ( await store.list( { open: true, limit: OPEN_AT_ONCE } ) ).filter( isShown( show ) ) : undefined;
		const past = await pastPages( show, before );
		response.send( listHtml( {
			open: open && await Promise.all( open.map( async ( page ) => ( { page, events: await store.eventsAfter( page.id, 0 ) } ) ) ),
			past: past.slice( 0, PAST_AT_ONCE ),
			next: past.length > PAST_AT_ONCE ? past[ PAST_AT_ONCE - 1 ]!.id : undefined,
			show,
			person: responderOf( response ),
			now: clock.now()
		} ) );
	} );
	router.all( '/', onlyMethods( 'GET' ) );

	/** One more than is shown, if there is one. */
	async function pastPages( show: Shown, before: string | undefined ): Promise<Page[]> {
		const found: Page[] = [];
		let from = before;
		for ( ;; ) {
			const some = await store.list( { open: false, ...from === undefined ? {} : { before: from }, limit: READ_AT_ONCE } );
			found.push( ...some.filter( isShown( show ) ) );
			if ( found.length > PAST_AT_ONCE || some.length < READ_AT_ONCE ) {
				return found;
			}
			from = some.at( -1 )!.id;
		}
	}

	return router;
}

function isShown( show: Shown ): ( page: Page ) => boolean {
	return ( { kind } ) => show === 'all' || ( kind === 'drill' ) === ( show === 'drills' );
}
