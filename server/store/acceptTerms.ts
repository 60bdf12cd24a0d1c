// Whether a page is taken on its terms: limits, and open pages of others that its sender does not know of.
// Judged inside the transaction that takes it, one at a time, so that two who page at once are not both alone.
import type { Selectable, Transaction } from 'kysely';
import type { AcceptOutcome, AcceptTerms, Limit } from '../pages/ports.ts';
import type { Millis, Page } from '../pages/page.ts';
import { wakesSomebody } from './openWork.ts';
import { toPage } from './rows.ts';
import type { PagesTable, Schema } from './schema.ts';

/** An incident that nobody closed says nothing about a new one after this long. */
const OPEN_MATTERS_MS = 6 * 60 * 60_000;
/** More than this many at once is an outage that everybody knows of. */
const SHOWN = 20;
/** The newest so many pages are looked at, and no acceptance costs more for a flood. The usual limits let 120 through in that time. */
const LOOKED_AT = 150;

export const openStates = [ 'accepted', 'delivered', 'undelivered', 'acknowledged' ] as const;

type Unmet = Extract<AcceptOutcome, { kind: 'limited' | 'unseen' }>;

/** From here to the end of the transaction nobody else accepts. */
export async function takeTurn( transaction: Transaction<Schema> ): Promise<void> {
	await transaction.selectFrom( 'accept_turns' ).select( 'id' ).where( 'id', '=', 1 ).forUpdate().executeTakeFirst();
}

/** What stands against it; undefined: nothing. */
export async function unmetTerm( transaction: Transaction<Schema>, page: Page, terms: AcceptTerms ): Promise<Unmet | undefined> {
	return await overLimit( transaction, page, terms.limits ) ?? await unseen( transaction, page, terms );
}

async function overLimit( transaction: Transaction<Schema>, page: Page, limits: readonly Limit[] ): Promise<Unmet | undefined> {
	let worst: Extract<Unmet, { kind: 'limited' }> | undefined;
	for ( const limit of limits.filter( ( { scope } ) => ( scope === 'drills' ) === ( page.kind === 'drill' ) ) ) {
		const oldest = await nthNewest( transaction, page, limit );
		const retryAt = oldest === undefined ? -Infinity : oldest + limit.windowMs;
		if ( retryAt > page.acceptedAt && retryAt > ( worst?.retryAt ?? -Infinity ) ) {
			worst = { kind: 'limited', limit, retryAt };
		}
	}
	return worst;
}

/** When the page was accepted that is the `max`th before this one; only what was taken is counted. */
async function nthNewest( transaction: Transaction<Schema>, page: Page, { scope, max }: Limit ): Promise<Millis | undefined> {
	const pages = transaction.selectFrom( 'pages' ).select( 'accepted_at' );
	let query = scope === 'drills' ? pages.where( 'kind', '=', 'drill' ) : pages.where( wakesSomebody );
	if ( scope !== 'everybody' ) {
		query = query.where( 'central_id', '=', page.sender.centralId );
	}
	const row = await query.orderBy( 'accepted_at', 'desc' ).offset( max - 1 ).limit( 1 ).executeTakeFirst();
	return row && Number( row.accepted_at );
}

async function unseen( transaction: Transaction<Schema>, page: Page, { seen, askAnyway }: AcceptTerms ): Promise<Unmet | undefined> {
	if ( page.kind !== 'page' ) {
		return undefined;
	}
	let query = transaction
		.selectFrom( ( builder ) => builder.selectFrom( 'pages' ).select( [ 'id', 'state', 'central_id' ] )
			.where( wakesSomebody ).where( 'accepted_at', '>', page.acceptedAt - OPEN_MATTERS_MS )
			.orderBy( 'accepted_at', 'desc' ).limit( LOOKED_AT ).as( 'recent' ) )
		.innerJoin( 'pages', 'pages.id', 'recent.id' ).selectAll( 'pages' )
		.where( 'recent.state', 'in', openStates ).where( 'recent.central_id', '!=', page.sender.centralId )
		.where( ( builder ) => builder.not( builder.exists(
			builder.selectFrom( 'page_followers' ).select( 'page_id' )
				.whereRef( 'page_followers.page_id', '=', 'pages.id' ).where( 'page_followers.central_id', '=', page.sender.centralId )
		) ) );
	if ( seen.length > 0 ) {
		query = query.where( 'pages.id', 'not in', seen );
	}
	const rows: Selectable<PagesTable>[] = await query.orderBy( 'pages.accepted_at', 'desc' ).orderBy( 'pages.id', 'desc' ).limit( SHOWN ).execute();
	return rows.length === 0 && !askAnyway ? undefined : { kind: 'unseen', pages: rows.map( toPage ) };
}
