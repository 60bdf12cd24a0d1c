// On which terms a page is taken, in real stores: limits, open pages of others, and what the audit log
// keeps of it. Judged one page at a time, also by several processes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../server/access/ports.ts';
import type { AcceptOutcome, AcceptTerms, Limit } from '../../../server/pages/ports.ts';
import type { Page } from '../../../server/pages/page.ts';
import { fromPage } from '../../../server/store/rows.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import { stores, type OpenStore, type Stores } from './stores.ts';
import { colleague, sender, termsFor, verbsOn } from './verbs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each( stores )( 'Terms of acceptance on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	let number: number;
	beforeEach( async () => {
		store = await open();
		number = 0;
	} );
	afterEach( () => store.remove() );

	/** One more page, of the usual sender unless said otherwise. */
	const another = ( page: Partial<Page> = {} ): Page => {
		const id = `page ${ number++ }`;
		return domainPage( {}, { id, idempotencyKey: id, ...page } );
	};
	const theirs = ( page: Partial<Page> = {} ): Page =>
		another( { sender: { centralId: colleague.centralId!, name: colleague.name, email: null }, ...page } );
	const accept = ( page: Page, terms: Partial<AcceptTerms> = {}, { pages }: Stores = store ): Promise<AcceptOutcome> =>
		pages.accept( page, [ 'one' ], termsFor( page, terms ) );
	const accepted = { kind: 'accepted' };

	describe( 'limits', () => {
		const perMinute: Limit = { scope: 'sender', max: 1, windowMs: MINUTE };
		const perHour: Limit = { scope: 'sender', max: 3, windowMs: HOUR };
		const overall: Limit = { scope: 'everybody', max: 4, windowMs: HOUR };
		const drills: Limit = { scope: 'drills', max: 2, windowMs: HOUR };
		const limits = [ perMinute, perHour, overall, drills ];
		const at = ( minutes: number, page: Partial<Page> = {} ): Promise<AcceptOutcome> =>
			accept( another( { acceptedAt: t0 + minutes * MINUTE, ...page } ), { limits } );

		it( 'let so many through in any window, and say when the next one may come', async () => {
			expect( await at( 0 ) ).toMatchObject( accepted );
			expect( await at( 0.5 ) ).toEqual( { kind: 'limited', limit: perMinute, retryAt: t0 + MINUTE } );
			expect( await at( 1 ) ).toMatchObject( accepted );
			expect( await at( 10 ) ).toMatchObject( accepted );
			expect( await at( 10.5 ) ).toEqual( { kind: 'limited', limit: perHour, retryAt: t0 + HOUR } );
			expect( await at( 59.9 ) ).toMatchObject( { kind: 'limited', retryAt: t0 + HOUR } );
			expect( await at( 60 ) ).toMatchObject( accepted );
			expect( await at( 60.99 ) ).toMatchObject( { kind: 'limited', retryAt: t0 + 61 * MINUTE } );
		} );

		it( 'are spent by pages that were taken, and by nothing else', async () => {
			const first = another();
			await accept( first, { limits } );
			for ( const outcome of [ await accept( first, { limits } ), await accept( { ...first, contentHash: 'other' }, { limits } ), await at( 0.1 ) ] ) {
				expect( [ 'repeated', 'keyReused', 'limited' ] ).toContain( outcome.kind );
			}
			expect( await store.database.selectFrom( 'pages' ).select( 'id' ).execute() ).toHaveLength( 1 );
			expect( await at( 1 ) ).toMatchObject( accepted );
			expect( await at( 2 ) ).toMatchObject( accepted );
		} );

		it( 'answer a repeated key with its page, whatever they say', async () => {
			const page = another();
			await accept( page, { limits } );
			expect( await accept( page, { limits: [ { ...perMinute, max: 1 } ] } ) ).toMatchObject( { kind: 'repeated', page: { id: page.id } } );
		} );

		it( 'of everybody count everybody, those of a sender only theirs', async () => {
			const seen = [ 'page 0', 'page 1', 'page 2', 'page 3' ];
			for ( const minutes of [ 0, 1, 2 ] ) {
				await at( minutes );
			}
			const other = ( minutes: number ): Promise<AcceptOutcome> => accept( theirs( { acceptedAt: t0 + minutes * MINUTE } ), { limits, seen } );
			expect( await other( 3 ) ).toMatchObject( accepted );
			expect( await other( 5 ) ).toEqual( { kind: 'limited', limit: overall, retryAt: t0 + HOUR } );
		} );

		it( 'of drills count drills, of their sender, and pages do not count drills nor heartbeats', async () => {
			const drill = ( minutes: number ): Promise<AcceptOutcome> => at( minutes, { kind: 'drill' } );
			expect( [ await drill( 0 ), await drill( 0 ) ] ).toMatchObject( [ accepted, accepted ] );
			expect( await drill( 0 ) ).toEqual( { kind: 'limited', limit: drills, retryAt: t0 + HOUR } );
			expect( await accept( theirs( { kind: 'drill' } ), { limits } ) ).toMatchObject( accepted );
			await store.pages.accept( another( { kind: 'heartbeat' } ), [ 'one' ], null );
			expect( await at( 0 ) ).toMatchObject( accepted );
		} );

		it( 'let one of two through who come at once', async () => {
			const processes = sharesWrites ? [ store, await store.other() ] : [ store, store ];
			const outcomes = await Promise.all( processes.map( ( one ) => accept( another(), { limits }, one ) ) );
			expect( outcomes.map( ( { kind } ) => kind ).sort() ).toEqual( [ 'accepted', 'limited' ] );
		} );
	} );

	describe( 'open pages of others', () => {
		const openNow = async ( ids: readonly string[] ): Promise<void> => {
			for ( const id of ids ) {
				await verbsOn( store ).accept( id );
			}
		};
		const shown = async ( terms: Partial<AcceptTerms> = {}, page: Partial<Page> = {} ): Promise<unknown> => {
			const outcome = await accept( theirs( page ), terms );
			return outcome.kind === 'unseen' ? outcome.pages.map( ( { id } ) => id ) : outcome.kind;
		};

		it( 'come back instead, newest first, and nothing is taken', async () => {
			await verbsOn( store ).accept( 'older', [ 'one' ], t0 - MINUTE );
			await openNow( [ 'a', 'b' ] );
			expect( await shown() ).toEqual( [ 'b', 'a', 'older' ] );
			expect( await shown( { seen: [ 'b', 'older' ] } ) ).toEqual( [ 'a' ] );
			expect( await store.pages.list( { centralId: colleague.centralId!, limit: 9 } ) ).toEqual( [] );
			expect( await shown( { seen: [ 'a', 'b', 'older', 'no page' ] } ) ).toBe( 'accepted' );
		} );

		it( 'are known to whom they belong, and to who has added to them', async () => {
			await openNow( [ 'a' ] );
			expect( await accept( another() ) ).toMatchObject( accepted );
			expect( await store.pages.isFollower( 'a', colleague.centralId! ) ).toBe( false );
			await store.course.addNote( 'a', 'here too', colleague, t0 );
			expect( [ await store.pages.isFollower( 'a', colleague.centralId! ), await store.pages.isFollower( 'a', sender.centralId! ) ] ).toEqual( [ true, false ] );
			expect( await shown() ).toEqual( [ 'page 0' ] );
		} );

		it( 'are no longer shown when they are closed, or so old that they say nothing', async () => {
			await verbsOn( store ).accept( 'old', [ 'one' ], t0 - 6 * HOUR );
			await openNow( [ 'a', 'b' ] );
			await store.course.withdraw( 'a', sender, t0 );
			expect( await shown() ).toEqual( [ 'b' ] );
		} );

		it( 'do not concern drills, and drills concern nobody', async () => {
			await accept( another( { kind: 'drill' } ) );
			expect( await shown() ).toBe( 'accepted' );
			expect( await accept( another( { kind: 'drill' } ) ) ).toMatchObject( accepted );
		} );

		it( 'are looked for among the newest 150 pages, so that no acceptance costs more for a flood', async () => {
			await accept( theirs( { acceptedAt: t0 - MINUTE } ) );
			const add = ( count: number ): Promise<unknown> =>
				store.database.insertInto( 'pages' ).values( Array.from( { length: count }, () => fromPage( another() ) ) ).execute();
			await add( 149 );
			expect( await accept( another() ) ).toMatchObject( { kind: 'unseen' } );
			await add( 1 );
			expect( await accept( another() ) ).toMatchObject( accepted );
		} );

		it( 'are told to one of two members who page at once', async () => {
			const other = sharesWrites ? await store.other() : store;
			const outcomes = await Promise.all( [ accept( another() ), accept( theirs(), {}, other ) ] );
			expect( outcomes.map( ( { kind } ) => kind ).sort() ).toEqual( [ 'accepted', 'unseen' ] );
		} );
	} );

	describe( 'the audit log', () => {
		const entries = (): Promise<AuditEntry[]> => store.audit.list( { limit: 9 } );

		it( 'says who paged, on what ground, and what they have read', async () => {
			const by = { kind: 'singleSignOn', centralId: -3, name: 'foo' } as const;
			const grant = { verdict: 'member', standing: 'grant', source: 'globaluserinfo', name: 'foo', verifiedAt: t0, grantId: 7, grantedBy: 'Engineer', reason: 'typed', until: t0 + HOUR } as const;
			await accept( another( { kind: 'drill' } ) );
			await accept( another( { membership: grant } ), { actor: by } );
			const about = { guidance: 'v1', language: 'de' };
			expect( await entries() ).toEqual( [
				{
					id: 2, at: t0, actor: by, action: 'pageAccepted', pageId: 'page 1', subject: null,
					evidence: { ...about, standing: 'grant', grantId: 7, source: 'globaluserinfo', verifiedAt: new Date( t0 ).toISOString() }
				},
				{
					id: 1, at: t0, actor: sender, action: 'drillAccepted', pageId: 'page 0', subject: null,
					evidence: { ...about, standing: 'group', source: 'globalusers', verifiedAt: new Date( t0 - 30_000 ).toISOString() }
				}
			] );
		} );

		it( 'says nothing of what was not taken, nor of heartbeats', async () => {
			const page = another( { kind: 'drill' } );
			await accept( page );
			await accept( page );
			await accept( { ...page, contentHash: 'other' } );
			await accept( another( { kind: 'drill' } ), { limits: [ { scope: 'drills', max: 1, windowMs: 1 } ] } );
			await store.pages.accept( another( { kind: 'heartbeat' } ), [ 'one' ], null );
			expect( await entries() ).toHaveLength( 1 );
		} );
	} );
} );
