// What happens to a page after it was accepted: nobody answers; its sender adds, withdraws, or pages again;
// another member adds to it; a responder replies or answers.
import type { Kysely, Transaction } from 'kysely';
import { OWN_SITE } from '../contract/page.ts';
import { ServiceError } from '../errors.ts';
import type { Millis } from '../pages/page.ts';
import type { CourseStore } from '../pages/ports.ts';
import { appendAudit } from './auditLog.ts';
import { guarded } from './database.ts';
import { appendEvents, insertActions, insertRound, moveTo, openDeliveries, pageForChange, spareUnfinished, startNextProvider } from './pageChanges.ts';
import { toPage } from './rows.ts';
import type { PagesTable, Schema } from './schema.ts';

/** Alerts of our own accord; after the third, the provider's escalation and the sender decide. */
const MAX_ROUNDS_BY_SERVER = 3;

/** Between two rounds by the sender's wish: a phone needs this long to ring. */
const BETWEEN_ROUNDS_MS = 60_000;

/** For engineers, on the incident. */
const WITHDRAWN = 'Withdrawn by its sender.';
const ANSWERED = 'Answered on the site of Page SRE.';

export interface CourseSettings {
	providers: readonly string[];
	failoverMs: number;
	answerMs: number;
}

export function createCourseStore( database: Kysely<Schema>, settings: CourseSettings ): CourseStore {
	const { providers, failoverMs, answerMs } = settings;

	async function startRound( transaction: Transaction<Schema>, page: PagesTable, by: 'sender' | 'server', now: Millis ): Promise<void> {
		const round = page.round + 1;
		// What was kept in reserve for the last round is not needed beside the new one.
		await transaction.updateTable( 'deliveries' ).set( { state: 'spared' } )
			.where( 'page_id', '=', page.id ).where( 'state', '=', 'standby' )
			.execute();
		await insertRound( transaction, page.id, round, providers, now, failoverMs );
		await transaction.updateTable( 'pages' ).set( { round, last_round_at: now, unanswered_at: now + answerMs } ).where( 'id', '=', page.id ).execute();
		await appendEvents( transaction, page.id, [ { kind: 'pagedAgain', round, by } ], now );
	}

	async function goOn( transaction: Transaction<Schema>, page: PagesTable, now: Millis ): Promise<void> {
		await appendEvents( transaction, page.id, [ { kind: 'unanswered' } ], now );
		const started = await startNextProvider( transaction, page.id, now );
		if ( !started && page.round < MAX_ROUNDS_BY_SERVER ) {
			await startRound( transaction, page, 'server', now );
			return;
		}
		await transaction.updateTable( 'pages' ).set( { unanswered_at: started ? now + answerMs : null } ).where( 'id', '=', page.id ).execute();
	}

	return {
		escalateUnanswered: ( now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const rows = await transaction.selectFrom( 'pages' ).selectAll()
				.where( 'kind', '=', 'page' ).where( 'state', '=', 'delivered' ).where( 'unanswered_at', '<=', now )
				.forUpdate().skipLocked()
				.execute();
			for ( const row of rows ) {
				await goOn( transaction, row, now );
			}
			return rows.map( toPage );
		} ) ),

		nextUnanswered: () => guarded( async () => {
			const { next } = await database.selectFrom( 'pages' )
				.select( ( builder ) => builder.fn.min( 'unanswered_at' ).as( 'next' ) )
				.where( 'state', '=', 'delivered' )
				.executeTakeFirstOrThrow();
			return next === null ? undefined : Number( next );
		} ),

		addNote: ( pageId, text, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const page = await openPage( transaction, pageId );
			const isOwn = page.central_id === by.centralId;
			await appendEvents( transaction, page.id, [ { kind: 'note', text, by: isOwn ? null : by.name } ], now );
			// With the name first, also the sender's own: nobody's words can pass for another's.
			await insertActions( transaction, await openDeliveries( transaction, page.id ), 'note', `${ by.name }: ${ text }`, now );
			if ( !isOwn && by.centralId !== null ) {
				await transaction.insertInto( 'page_followers' ).values( { page_id: page.id, central_id: by.centralId, at: now } )
					.onConflict( ( conflict ) => conflict.doNothing() )
					.execute();
			}
			await appendAudit( transaction, { action: 'noteAdded', actor: by, pageId, at: now } );
		} ) ),

		withdraw: ( pageId, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const page = await pageForChange( transaction, pageId );
			if ( page?.state === 'withdrawn' ) {
				return;
			}
			if ( !page || !await moveTo( transaction, page, 'withdrawn' ) ) {
				throw new ServiceError( 'pageNotOpen' );
			}
			await appendEvents( transaction, page.id, [ { kind: 'withdrawn' } ], now );
			await spareUnfinished( transaction, page.id, WITHDRAWN, now );
			await transaction.updateTable( 'deliveries' ).set( { repeat_at: null } ).where( 'page_id', '=', page.id ).execute();
			await insertActions( transaction, await openDeliveries( transaction, page.id ), 'resolve', WITHDRAWN, now );
			await appendAudit( transaction, { action: 'pageWithdrawn', actor: by, pageId, at: now } );
		} ) ),

		pageAgain: ( pageId, round, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const page = await openPage( transaction, pageId );
			if ( round <= page.round ) {
				return;
			}
			// A round goes to those who page, and so a drill has only the one that it began with.
			if ( round !== page.round + 1 || page.state === 'acknowledged' || page.kind !== 'page' ) {
				throw new ServiceError( 'pageNotOpen' );
			}
			if ( Number( page.last_round_at ) + BETWEEN_ROUNDS_MS > now ) {
				throw new ServiceError( 'pagedAgainTooSoon' );
			}
			await startRound( transaction, page, 'sender', now );
			await appendAudit( transaction, { action: 'pagedAgain', actor: by, pageId, at: now, evidence: { round } } );
		} ) ),

		reply: ( pageId, text, by, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			if ( !await pageForChange( transaction, pageId ) ) {
				throw new ServiceError( 'notFound' );
			}
			await appendEvents( transaction, pageId, [ { kind: 'reply', text, by: by.name } ], now );
			await insertActions( transaction, await openDeliveries( transaction, pageId ), 'note', `${ by.name } to the sender: ${ text }`, now );
			await appendAudit( transaction, { action: 'replied', actor: by, pageId, at: now } );
		} ) ),

		answer: ( pageId, phase, by, readBack, now ) => guarded( () => database.transaction().execute( async ( transaction ) => {
			const page = await pageForChange( transaction, pageId );
			if ( page?.state === phase ) {
				return;
			}
			if ( await isAnsweredElsewhere( transaction, pageId, readBack ) ) {
				throw new ServiceError( 'answerElsewhere' );
			}
			if ( !page || page.state === 'resolved' || !await moveTo( transaction, page, phase ) ) {
				throw new ServiceError( 'pageNotOpen' );
			}
			await appendEvents( transaction, pageId, [ { kind: phase, provider: OWN_SITE, by: by.name } ], now );
			await spareUnfinished( transaction, pageId, ANSWERED, now );
			await transaction.updateTable( 'pages' ).set( { unanswered_at: null } ).where( 'id', '=', pageId ).execute();
			if ( phase === 'resolved' ) {
				await transaction.updateTable( 'deliveries' ).set( { repeat_at: null } ).where( 'page_id', '=', pageId ).execute();
				await insertActions( transaction, await openDeliveries( transaction, pageId ), 'resolve', ANSWERED, now );
			}
			await appendAudit( transaction, { action: phase, actor: by, pageId, at: now } );
		} ) )
	};
}

/** One of those who read back has it: two places that say different things help nobody. */
async function isAnsweredElsewhere( transaction: Transaction<Schema>, pageId: string, readBack: readonly string[] ): Promise<boolean> {
	return readBack.length > 0 && await transaction.selectFrom( 'deliveries' ).select( 'id' )
		.where( 'page_id', '=', pageId ).where( 'state', '=', 'delivered' ).where( 'muted', '=', 0 ).where( 'provider', 'in', readBack )
		.executeTakeFirst() !== undefined;
}

async function openPage( transaction: Transaction<Schema>, pageId: string ): Promise<PagesTable> {
	const page = await pageForChange( transaction, pageId );
	if ( !page || page.state === 'resolved' || page.state === 'withdrawn' ) {
		throw new ServiceError( 'pageNotOpen' );
	}
	return page;
}
