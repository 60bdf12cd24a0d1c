// What happens to pages, in few words, for tests of the stores: each verb is what the domain would call.
import { expect } from 'vitest';
import type { PageState } from '../../../server/contract/page.ts';
import type { AcceptTerms, ClaimedDelivery, Recorded, WatchedDelivery } from '../../../server/pages/ports.ts';
import type { DeliveryOutcome, IncidentObservation } from '../../../server/pages/provider.ts';
import type { Actor, NewPageEvent, Page } from '../../../server/pages/page.ts';
import { acceptedAt as t0, domainPage } from '../../server/pages/aPage.ts';
import type { Stores } from './stores.ts';

export const LEASE = 60_000;

/** Who paged, as the pages of these tests have it, and two more who do things. */
export const sender: Actor = { kind: 'wiki', centralId: 50001, name: 'Steward Foo' };
export const colleague: Actor = { kind: 'wiki', centralId: 50002, name: 'Steward Bar' };
export const responder: Actor = { kind: 'wiki', centralId: 60001, name: 'Engineer' };

/** Terms that let everything through but what is changed. */
export function termsFor( { sender: { centralId, name } }: Page, change: Partial<AcceptTerms> = {} ): AcceptTerms {
	return { limits: [], seen: [], askAnyway: false, actor: { kind: 'wiki', centralId, name }, guidance: { version: 'v1', language: 'de' }, ...change };
}

export interface Verbs {
	accept( pageId: string, providers?: string[], at?: number ): Promise<void>;
	/** The longest waiting one that is due; there must be one. */
	claim( now?: number ): Promise<ClaimedDelivery>;
	/** Delivered unless said otherwise; a failure is tried again a second later. */
	record( claimed: ClaimedDelivery, outcome?: DeliveryOutcome, now?: number ): Promise<Recorded>;
	deliver( now?: number ): Promise<ClaimedDelivery>;
	watched( provider: string, pageId: string ): Promise<WatchedDelivery>;
	observe( known: WatchedDelivery, change: Partial<IncidentObservation>, events?: NewPageEvent[], now?: number ): Promise<Recorded>;
	/** Each event as one line, without what is null. */
	events( pageId: string ): Promise<string[]>;
	stateOf( pageId: string ): Promise<PageState | undefined>;
	/** Providers of deliveries that are due by then, of all pages. */
	due( now: number ): Promise<string[]>;
}

export function verbsOn( store: Stores ): Verbs {
	const verbs: Verbs = {
		async accept( pageId, providers = [ 'one', 'two' ], at = t0 ) {
			const page = domainPage( {}, { id: pageId, idempotencyKey: pageId, acceptedAt: at, deadlineAt: at + 120_000 } );
			expect( await store.pages.accept( page, providers, termsFor( page ) ) ).toMatchObject( { kind: 'accepted' } );
		},
		async claim( now = t0 ) {
			const [ first ] = await store.deliveries.claimDue( now, LEASE, 1 );
			expect( first ).toBeDefined();
			return first!;
		},
		record: ( claimed, outcome = { kind: 'delivered', incident: `of ${ claimed.provider }` }, now = t0 ) =>
			store.deliveries.recordOutcome( claimed, outcome, outcome.kind === 'delivered' ? null : now + 1000, now ),
		async deliver( now = t0 ) {
			const claimed = await verbs.claim( now );
			expect( await verbs.record( claimed, undefined, now ) ).toBe( true );
			return claimed;
		},
		async watched( provider, pageId ) {
			const found = ( await store.incidents.watched( provider ) ).find( ( one ) => one.pageId === pageId );
			expect( found ).toBeDefined();
			return found!;
		},
		observe: ( known, change, events = [], now = t0 ) => store.incidents.recordObservation(
			known, { dedupKey: known.dedupKey, incident: known.incident ?? '42', phase: known.phase, notified: null, by: null, ...change }, events, now
		),
		events: async ( pageId ) => ( await store.pages.eventsAfter( pageId, 0 ) )
			.map( ( { seq: _seq, at: _at, kind, ...rest } ) => [ kind, ...Object.values<unknown>( rest ).filter( ( value ) => value !== null ).map( String ) ].join( ' ' ) ),
		stateOf: async ( pageId ) => ( await store.pages.find( pageId ) )?.state,
		due: async ( now ) => ( await store.deliveries.claimDue( now, LEASE, 100 ) ).map( ( { provider, round } ) => `${ provider } ${ round }` ).sort()
	};
	return verbs;
}
