// The course of a drill when nobody answers it, and that it is left to whoever does.
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageEvent, PageState } from '../../../server/contract/page.ts';
import { ServiceError } from '../../../server/errors.ts';
import { createDrillConductor } from '../../../server/pages/drill.ts';
import type { Page } from '../../../server/pages/page.ts';
import type { CourseStore, PageFilter } from '../../../server/pages/ports.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';
import { acceptedAt, domainPage } from './aPage.ts';

type Answer = Parameters<CourseStore[ 'answer' ]>;

describe( 'The drill conductor', () => {
	let now: number;
	let page: Page;
	let events: PageEvent[];
	let answers: Answer[];
	let asked: PageFilter[];
	let changed: string[];
	let refusal: Error | undefined;
	let log: LogLine[];
	beforeEach( () => {
		now = acceptedAt;
		page = domainPage( {}, { kind: 'drill' } );
		events = [];
		answers = [];
		asked = [];
		changed = [];
		refusal = undefined;
		log = [];
	} );

	const round = (): Promise<number> => createDrillConductor( {
		list: async ( filter ) => {
			asked.push( filter );
			return [ page ];
		},
		eventsAfter: async () => events,
		course: { answer: async ( ...answer ) => {
			if ( refusal ) {
				throw refusal;
			}
			answers.push( answer );
		} },
		feed: { changed: ( id ) => changed.push( id ) },
		clock: { now: () => now },
		log: recordingLogger( log, new AbortController().signal )
	} ).round();

	function happens( state: PageState, event: Omit<Extract<PageEvent, { provider: string }>, 'seq' | 'at'> & { by?: string | null; incident?: string | null } ): void {
		page = { ...page, state };
		events.push( { seq: events.length + 1, at: new Date( now ).toISOString(), ...event } as PageEvent );
	}
	const delivered = (): void => happens( 'delivered', { kind: 'delivered', provider: 'drill/splunk-on-call', incident: null } );
	const phases = (): string[] => answers.map( ( [ , phase ] ) => phase );

	it( 'acknowledges fifteen seconds after delivery and resolves after fifteen more, in our own name', async () => {
		delivered();
		expect( await round() ).toBe( 15_000 );
		now += 14_999;
		expect( await round() ).toBe( 1 );
		expect( answers ).toEqual( [] );
		now += 1;
		expect( await round() ).toBe( 15_000 );
		expect( answers ).toEqual( [ [ page.id, 'acknowledged', { kind: 'server', centralId: null, name: 'Page SRE' }, [], now ] ] );
		expect( changed ).toEqual( [ page.id ] );
		happens( 'acknowledged', { kind: 'acknowledged', provider: 'page-sre', by: 'Page SRE' } );
		now += 14_999;
		expect( await round() ).toBe( 1 );
		now += 1;
		await round();
		expect( phases() ).toEqual( [ 'acknowledged', 'resolved' ] );
	} );

	it( 'goes on where it was after an hour of being stopped', async () => {
		delivered();
		now += 3_600_000;
		await round();
		expect( phases() ).toEqual( [ 'acknowledged' ] );
	} );

	it.each( [
		[ 'at the drill route', { provider: 'drill/splunk-on-call', by: 'amal' } ], [ 'on our own site', { provider: 'page-sre', by: 'Jane SRE' } ],
		[ 'somewhere, nobody knows who', { provider: 'drill/goalert', by: null } ]
	] )( 'leaves it to whoever acknowledged it %s', async ( _, who ) => {
		delivered();
		happens( 'acknowledged', { kind: 'acknowledged', ...who } );
		now += 60_000;
		await round();
		expect( answers ).toEqual( [] );
	} );

	it( 'leaves it to whoever took it over from us, or gave it back', async () => {
		delivered();
		happens( 'acknowledged', { kind: 'acknowledged', provider: 'page-sre', by: 'Page SRE' } );
		happens( 'acknowledged', { kind: 'acknowledged', provider: 'drill/splunk-on-call', by: 'amal' } );
		now += 60_000;
		await round();
		happens( 'delivered', { kind: 'reopened', provider: 'drill/splunk-on-call' } );
		now += 60_000;
		await round();
		expect( answers ).toEqual( [] );
	} );

	it.each( [ 'accepted', 'undelivered' ] as const )( 'waits for the delivery of one that is %s, for an hour', async ( state ) => {
		page = { ...page, state };
		now = acceptedAt + 3_599_999;
		expect( await round() ).toBe( 5000 );
		now += 1;
		expect( await round() ).toBe( 15_000 );
		expect( answers ).toEqual( [] );
	} );

	it( 'never answers a page, whatever it is given', async () => {
		page = domainPage();
		delivered();
		now += 60_000;
		await round();
		expect( answers ).toEqual( [] );
		expect( asked ).toEqual( [ expect.objectContaining( { open: true, kind: 'drill' } ) ] );
	} );

	it.each( [ 'pageNotOpen', 'answerElsewhere' ] as const )( 'is content when somebody else was faster: %s', async ( code ) => {
		delivered();
		now += 15_000;
		refusal = new ServiceError( code );
		expect( await round() ).toBe( 15_000 );
		expect( changed ).toEqual( [] );
	} );

	it( 'does not hide that the store failed', async () => {
		delivered();
		now += 15_000;
		refusal = new ServiceError( 'storeUnavailable' );
		await expect( round() ).rejects.toBe( refusal );
	} );
} );
