// Old texts are taken away in real stores: what people wrote and how to reach them, wherever a row holds
// it, and nothing of what happened.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PageContent } from '../../../server/pages/page.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { colleague, responder, sender, termsFor, verbsOn } from './verbs.ts';

const DAY = 24 * 3_600_000;
const written: Partial<PageContent> = {
	summary: 'typed summary', scope: 'typed scope', since: 'typed since', details: 'typed details', private: true, language: 'de',
	contact: { ircNick: 'typednick', other: 'typed other' }, context: { title: 'typed title' }
};

describe.each( stores )( 'RetentionStore.redactTexts on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	beforeEach( async () => {
		store = await open();
	} );
	afterEach( () => store.remove() );

	const accept = async ( id: string, acceptedAt: number ): Promise<void> => {
		const page = domainPage( written, {
			id, idempotencyKey: id, acceptedAt, contentHash: 'hash of typed', sender: { centralId: -3, name: 'foo', email: 'typed@example.org' },
			membership: {
				verdict: 'member', standing: 'grant', source: 'roster', name: 'foo', verifiedAt: t0, grantId: 1, grantedBy: 'Engineer', reason: 'typed reason', until: t0
			}
		} );
		await store.pages.accept( page, [ 'one' ], termsFor( page ) );
	};
	/** All that the store holds, as one text. */
	const everything = async (): Promise<string> => JSON.stringify( await Promise.all( ( [ 'pages', 'page_events', 'actions', 'grants', 'audit', 'people' ] as const )
		.map( ( table ) => store.database.selectFrom( table ).selectAll().execute() ) ) );
	const redact = ( before: number, now = t0 + 90 * DAY ): Promise<number> => store.retention.redactTexts( before, now );
	const redactions = async (): Promise<unknown[]> => ( await store.audit.list( { action: 'textsRedacted', limit: 9 } ) ).map( ( { evidence } ) => evidence );

	it( 'takes away whatever was typed, everywhere, and leaves what happened', async () => {
		await accept( 'old', t0 );
		await verbsOn( store ).deliver();
		await store.course.addNote( 'old', 'typed note', { ...sender, centralId: -3 }, t0 + 1 );
		await store.course.addNote( 'old', 'typed by another', colleague, t0 + 2 );
		await store.course.reply( 'old', 'typed reply', responder, t0 + 3 );
		for ( const action of await store.actions.claimActions( t0 + 3, 1000, 10 ) ) {
			await store.actions.recordAction( action, null );
		}
		await store.grants.add( { centralId: 7, name: 'Helper', reason: 'typed reason', until: t0 + 1 }, responder, t0 );
		expect( await everything() ).toContain( 'typed' );

		expect( await redact( t0 + DAY ) ).toBe( 1 );
		expect( await everything() ).not.toContain( 'typed' );
		expect( await store.pages.find( 'old' ) ).toMatchObject( {
			id: 'old', state: 'delivered', idempotencyKey: 'old', sender: { centralId: -3, name: 'foo', email: null },
			content: { summary: '', scope: '', since: '', details: '', private: true, language: 'de', contact: {}, context: {} },
			membership: { standing: 'grant', grantId: 1, grantedBy: 'Engineer', reason: '' }
		} );
		expect( await verbsOn( store ).events( 'old' ) ).toEqual( [ 'accepted', 'delivered one of one', 'note ', 'note  Steward Bar', 'reply  Engineer' ] );
		expect( await store.audit.list( { limit: 1 } ) ).toMatchObject( [ {
			actor: { kind: 'server', centralId: null, name: 'Page SRE' }, action: 'textsRedacted', pageId: null, subject: null,
			at: t0 + 90 * DAY, evidence: { pages: 1, notes: 3, told: 3, grants: 1 }
		} ] );
	} );

	it( 'leaves what is younger, and says nothing when nothing is old', async () => {
		await accept( 'young', t0 );
		await store.grants.add( { centralId: 7, name: 'Helper', reason: 'a reason', until: t0 + 5 }, responder, t0 );
		expect( await redact( t0 ) ).toBe( 0 );
		expect( await store.pages.find( 'young' ) ).toMatchObject( { content: written, contentHash: 'hash of typed' } );
		expect( await store.grants.list( { limit: 9 } ) ).toMatchObject( [ { reason: 'a reason' } ] );
		expect( await redactions() ).toEqual( [] );
	} );

	it( 'takes the reason of a grant when it has ended, or was revoked', async () => {
		for ( const until of [ t0 + 5, t0 + DAY ] ) {
			await store.grants.add( { centralId: 7, name: 'Helper', reason: `until ${ until - t0 }`, until }, responder, t0 );
		}
		const reasons = async (): Promise<string[]> => ( await store.grants.list( { limit: 9 } ) ).map( ( { reason } ) => reason ).reverse();
		await redact( t0 + 6 );
		expect( await reasons() ).toEqual( [ '', `until ${ DAY }` ] );
		await store.grants.revoke( 2, responder, t0 + 10 );
		await redact( t0 + 10 );
		expect( await reasons() ).toEqual( [ '', `until ${ DAY }` ] );
		await redact( t0 + 11 );
		expect( await reasons() ).toEqual( [ '', '' ] );
	} );

	it( 'gives what was said later its own time, also after the page lost its words', async () => {
		await accept( 'old', t0 );
		await store.course.reply( 'old', 'a late reply', responder, t0 + DAY );
		await redact( t0 + DAY );
		expect( await verbsOn( store ).events( 'old' ) ).toEqual( [ 'accepted', 'reply a late reply Engineer' ] );
		expect( await redact( t0 + DAY + 1 ) ).toBe( 0 );
		expect( await verbsOn( store ).events( 'old' ) ).toEqual( [ 'accepted', 'reply  Engineer' ] );
		expect( await redactions() ).toEqual( [ { pages: 0, notes: 1, told: 0, grants: 0 }, { pages: 1, notes: 0, told: 0, grants: 0 } ] );
	} );

	it( 'keeps what an incident is still to be told until it is told', async () => {
		await accept( 'old', t0 );
		await verbsOn( store ).deliver();
		await store.course.addNote( 'old', 'typed note', { ...sender, centralId: -3 }, t0 );
		await redact( t0 + DAY );
		const [ claim ] = await store.actions.claimActions( t0 + DAY, 1000, 1 );
		expect( claim ).toMatchObject( { text: 'Steward Foo: typed note' } );
		await store.actions.recordAction( claim!, null );
		await redact( t0 + DAY );
		expect( await everything() ).not.toContain( 'typed note' );
		await redact( t0 + DAY );
		expect( await redactions() ).toHaveLength( 2 );
	} );

	it( 'goes through many, some hundred at a time, each once, also with another process beside', async () => {
		const ids = Array.from( { length: 620 }, ( _none, index ) => `page ${ String( index ).padStart( 4, '0' ) }` );
		await accept( 'first', t0 );
		const { id: _id, idempotency_key: _key, ...row } = await store.database.selectFrom( 'pages' ).selectAll().executeTakeFirstOrThrow();
		await store.database.insertInto( 'pages' ).values( ids.map( ( id ) => ( { ...row, id, idempotency_key: id } ) ) ).execute();
		const other = sharesWrites ? await store.other() : store;
		const counts = await Promise.all( [ redact( t0 + DAY ), other.retention.redactTexts( t0 + DAY, t0 + 90 * DAY ) ] );
		expect( counts[ 0 ] + counts[ 1 ] ).toBe( 621 );
		expect( await everything() ).not.toContain( 'typed' );
		const told = await redactions() as { pages: number }[];
		expect( told.reduce( ( sum, { pages } ) => sum + pages, 0 ) ).toBe( 621 );
		// Two at once divide them as it happens, but none takes more than its share at a time.
		expect( Math.max( ...told.map( ( { pages } ) => pages ) ) ).toBeLessThanOrEqual( 500 );
		expect( told.length ).toBeGreaterThan( 1 );
	} );
} );
