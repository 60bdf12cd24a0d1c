// How long a page waited for a person: measured once, whoever answered it and wherever, and of pages only.
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageEvent } from '../../../server/contract/page.ts';
import type { PageKind } from '../../../server/pages/page.ts';
import type { CourseStore, IncidentStore, Recorded, WatchedDelivery } from '../../../server/pages/ports.ts';
import { createAnswers } from '../../../server/watching/answers.ts';
import { acceptedAt as t0, domainPage } from '../pages/aPage.ts';

const watched: WatchedDelivery = {
	deliveryId: 1, pageId: 'p', dedupKey: 'page-sre/p', provider: 'one', incident: '7', phase: 'triggered', notified: 1, muted: false, rerouted: false, deliveredAt: t0
};

describe( 'Answers', () => {
	let measured: number[];
	let events: PageEvent[];
	let kind: PageKind;
	let recorded: boolean;
	beforeEach( () => {
		measured = [];
		events = [];
		kind = 'page';
		recorded = true;
	} );
	const happens = ( seq: number, what: 'acknowledged' | 'resolved', seconds: number ): void => {
		events.push( { seq, at: new Date( t0 + seconds * 1000 ).toISOString(), kind: what, provider: 'one', by: 'alice' } );
	};
	const around = (): { incidents: IncidentStore; course: CourseStore } => createAnswers( {
		pages: { find: async () => domainPage( {}, { kind } ), eventsAfter: async () => events },
		onAnswered: ( seconds ) => measured.push( seconds )
	} ).around( {
		incidents: { recordObservation: async () => recorded } as unknown as IncidentStore,
		course: { answer: async () => undefined } as unknown as CourseStore
	} );
	const observe = ( phase: 'triggered' | 'acknowledged', known = watched ): Promise<Recorded> =>
		around().incidents.recordObservation( known, { dedupKey: 'page-sre/p', incident: '7', phase, notified: 0, by: 'alice' }, [], t0 );

	it( 'are measured from acceptance, at a provider', async () => {
		happens( 2, 'acknowledged', 90 );
		expect( await observe( 'acknowledged' ) ).toBe( true );
		expect( measured ).toEqual( [ 90 ] );
	} );

	it( 'are measured from acceptance, on our own site', async () => {
		happens( 2, 'resolved', 30 );
		await around().course.answer( 'p', 'resolved', { kind: 'wiki', centralId: 1, name: 'Engineer' }, [], t0 );
		expect( measured ).toEqual( [ 30 ] );
	} );

	it( 'are measured once, however often an incident is opened again', async () => {
		happens( 2, 'acknowledged', 90 );
		happens( 4, 'acknowledged', 900 );
		await observe( 'acknowledged' );
		expect( measured ).toEqual( [] );
	} );

	it( 'are not measured of what was no news, or is still ringing', async () => {
		happens( 2, 'acknowledged', 90 );
		recorded = false;
		expect( await observe( 'acknowledged' ) ).toBe( false );
		recorded = true;
		await observe( 'triggered' );
		await observe( 'acknowledged', { ...watched, phase: 'acknowledged' } );
		expect( measured ).toEqual( [] );
	} );

	it( 'are not measured of drills', async () => {
		kind = 'drill';
		happens( 2, 'acknowledged', 15 );
		await observe( 'acknowledged' );
		expect( measured ).toEqual( [] );
	} );
} );
