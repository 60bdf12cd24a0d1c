// What is asked again and again, at every turn of the worker and for every acceptance, is found in an index and
// ends when it has enough: so it costs the same with a million pages in the store as with none.
import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createActionStore } from '../../../server/store/actionStore.ts';
import { createCourseStore } from '../../../server/store/courseStore.ts';
import { createDeliveryStore } from '../../../server/store/deliveryStore.ts';
import { createIncidentStore } from '../../../server/store/incidentStore.ts';
import { createPageStore } from '../../../server/store/pageStore.ts';
import { actorOf } from '../../../server/pages/page.ts';
import { createRetentionStore } from '../../../server/store/retentionStore.ts';
import { domainPage } from '../pages/aPage.ts';

const NOW = Date.UTC( 2026, 10, 1 );
const folder = mkdtempSync( join( tmpdir(), 'page-sre-' ) );
let database: Database;
let asked: string[] = [];

beforeEach( async () => {
	database = await openDatabase( join( folder, 'store.sqlite' ), { onQuery: ( statement ) => asked.push( statement ) } );
	asked = [];
} );
afterEach( async () => {
	await database.destroy();
	rmSync( folder, { recursive: true } );
} );

/** How SQLite finds what was asked of `table`, each way once. */
function waysTo( table: string ): string[] {
	const reader = new DatabaseSync( join( folder, 'store.sqlite' ) );
	const ways = asked.filter( ( statement ) => statement.startsWith( 'select' ) ).flatMap( ( statement ) => {
		const parameters = Array.from( statement.matchAll( /\?/g ), () => 1 );
		return reader.prepare( `explain query plan ${ statement }` ).all( ...parameters ).map( ( { detail } ) => String( detail ) );
	} );
	reader.close();
	return [ ...new Set( ways.filter( ( way ) => way.split( ' ' )[ 1 ] === table ) ) ].sort();
}

it( 'The worker looks for deliveries among those that are open', async () => {
	const deliveries = createDeliveryStore( database, { answerMs: 1 } );
	await deliveries.claimDue( NOW, 15_000, 20 );
	await deliveries.nextDue();
	await createIncidentStore( database, { answerMs: 1 } ).watched( 'webhook', NOW );
	expect( waysTo( 'deliveries' ) ).toEqual( [
		'SEARCH deliveries USING INDEX deliveries_leased (lease_until>?)',
		'SEARCH deliveries USING INDEX deliveries_repeated (repeat_at<?)',
		'SEARCH deliveries USING INDEX deliveries_repeated (repeat_at>?)',
		'SEARCH deliveries USING INDEX deliveries_unfinished (next_attempt_at<?)',
		'SEARCH deliveries USING INDEX deliveries_unfinished (next_attempt_at>? AND next_attempt_at<?)',
		'SEARCH deliveries USING INDEX deliveries_watched (provider=? AND state=? AND phase=? AND delivered_at>?)',
		'SEARCH deliveries USING INDEX deliveries_watched (provider=? AND state=? AND phase=?)'
	] );
} );

it( 'The worker looks for pages by what they wait for', async () => {
	const deliveries = createDeliveryStore( database, { answerMs: 1 } );
	await deliveries.markUndelivered( NOW );
	await deliveries.nextDeadline();
	const course = createCourseStore( database, { providers: [ 'webhook' ], failoverMs: 1, answerMs: 1 } );
	await course.escalateUnanswered( NOW );
	await course.nextUnanswered();
	expect( waysTo( 'pages' ) ).toEqual( [
		'SEARCH pages USING COVERING INDEX pages_by_deadline (state=?)',
		'SEARCH pages USING COVERING INDEX pages_unanswered (state=?)',
		'SEARCH pages USING INDEX pages_by_deadline (state=? AND deadline_at<?)',
		'SEARCH pages USING INDEX pages_unanswered (state=? AND unanswered_at<?)'
	] );
} );

it( 'The worker looks for actions among those that are due', async () => {
	const actions = createActionStore( database );
	await actions.claimActions( NOW, 15_000, 20 );
	await actions.nextAction();
	expect( waysTo( 'actions' ) ).toEqual( [
		'SEARCH actions USING INDEX actions_due (next_attempt_at<?)',
		'SEARCH actions USING INDEX actions_due (next_attempt_at>?)'
	] );
} );

it( 'An acceptance looks at limits and open pages in order of time, and reads no page for it', async () => {
	const limits = [ { scope: 'sender', max: 3, windowMs: 1000 }, { scope: 'everybody', max: 9, windowMs: 1000 } ] as const;
	const page = domainPage();
	const terms = { limits, seen: [], askAnyway: false, actor: actorOf( { ...page.sender, singleSignOn: null } ), guidance: { version: '1', language: 'en' } };
	await createPageStore( database, { failoverMs: 1 } ).accept( page, [ 'webhook' ], terms );
	expect( waysTo( 'pages' ) ).toEqual( [
		// Walked in its order, from the newest on, up to the limit.
		'SCAN pages USING COVERING INDEX pages_recent',
		'SEARCH pages USING COVERING INDEX pages_recent (accepted_at>?)',
		'SEARCH pages USING INDEX pages_by_sender (central_id=?)',
		'SEARCH pages USING INDEX sqlite_autoindex_pages_1 (id=?)',
		'SEARCH pages USING INDEX sqlite_autoindex_pages_2 (central_id=? AND idempotency_key=?)'
	] );
} );

it( 'What has grown old is found among what still holds words', async () => {
	await createRetentionStore( database ).redactTexts( NOW, NOW );
	expect( [ ...waysTo( 'pages' ), ...waysTo( 'page_events' ), ...waysTo( 'actions' ) ] ).toEqual( [
		'SEARCH pages USING INDEX pages_with_text (accepted_at<?)',
		'SEARCH pages USING INDEX sqlite_autoindex_pages_1 (id=?)',
		'SEARCH page_events USING INDEX page_events_with_text (at<?)',
		'SCAN actions USING INDEX actions_with_text'
	] );
} );
