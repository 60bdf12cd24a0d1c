// Each way in which on-call services fail, at the only provider and at both of two: while it lasts the
// sender is told the truth, and once it is mended there is one incident for each provider.
import { afterEach, describe, expect, it } from 'vitest';
import type { FailureReason, PageState, PageView } from '../../server/contract/page.ts';
import type { Fault } from '../../server/sandbox/onCall/faults.ts';
import type { SenderClient } from '../harness.ts';
import { breaches, breachesAfterRecovery, incidentsOf } from './judge.ts';
import { startTwoProviderWorld, type TwoProviderWorld } from './twoProviders.ts';

/** Within the deadline of two minutes, past the 45 s of failover and the 25 s of ringing. */
const SOON_MS = 80_000;
const PAST_DEADLINE_MS = 60_000;

interface Row {
	how: string;
	first: Fault;
	/** Where the second provider's way of failing is another one. */
	second?: Fault;
	/** What the sender is told soon, and after the deadline. */
	soon: PageState;
	late: PageState;
	/** What the first provider failed by; none while nothing has failed yet. */
	reason?: FailureReason;
	/** An operator has to act. */
	final?: boolean;
	/** Ones that other promises do not cover for an only provider. */
	alsoAlone?: boolean;
}

const rows: readonly Row[] = [
	{ how: 'answer 500', first: { kind: 'status', status: 500 }, soon: 'accepted', late: 'undelivered', reason: 'serverError' },
	{ how: 'answer 429', first: { kind: 'status', status: 429, retryAfterSeconds: 20 }, soon: 'accepted', late: 'undelivered', reason: 'rateLimited', alsoAlone: true },
	{ how: 'answer 403', first: { kind: 'status', status: 403, html: true }, soon: 'accepted', late: 'undelivered', reason: 'unauthorized' },
	{ how: 'answer 404', first: { kind: 'status', status: 404 }, soon: 'undelivered', late: 'undelivered', reason: 'notFound', final: true },
	{ how: 'answer success in HTML', first: { kind: 'status', status: 200, html: true }, soon: 'accepted', late: 'undelivered', reason: 'unreadable' },
	{ how: 'hang', first: { kind: 'hang' }, soon: 'accepted', late: 'undelivered', alsoAlone: true },
	{ how: 'lose the connection after accepting', first: { kind: 'resetAfterAccept' }, soon: 'accepted', late: 'undelivered', reason: 'network' },
	{
		how: 'refuse the alert itself', first: { kind: 'resultFailure' }, second: { kind: 'status', status: 400 },
		soon: 'undelivered', late: 'undelivered', reason: 'refused', final: true, alsoAlone: true
	},
	{ how: 'keep silent in a maintenance', first: { kind: 'maintenanceMode' }, soon: 'undelivered', late: 'undelivered', reason: 'muted', alsoAlone: true },
	{ how: 'have nobody on the rota', first: { kind: 'emptyRota' }, soon: 'delivered', late: 'delivered', alsoAlone: true }
];

const providerNames = { one: 'splunk-on-call', two: 'splunk-on-call,pagerduty' };

describe.each( [
	{ who: 'the only provider', providers: providerNames.one, table: rows.filter( ( { alsoAlone } ) => alsoAlone ) },
	{ who: 'both providers', providers: providerNames.two, table: rows }
] )( 'While $who', ( { providers, table } ) => {
	let there: TwoProviderWorld;
	afterEach( () => there.stop() );

	it.each( table )( '$how, the sender is told so; afterwards the page rings once at each', async ( { first, second = first, ...told } ) => {
		there = await startTwoProviderWorld( { PAGE_SRE_PROVIDERS: providers } );
		const { world } = there;
		world.expectErrors( /page undelivered/, /rejects pages as configured/, /would wake nobody/ );
		const sender = await world.signIn( 'Steward Foo' );
		there.first.faults.set( first );
		there.second.faults.set( second );

		const { status, body: { id } } = await sender.sendPage();
		expect( status ).toBe( 202 );
		await world.advance( SOON_MS );
		const soon = await sender.readPage( id );
		expect( [ soon.state, ...breaches( soon, there.incidents() ) ] ).toEqual( [ told.soon ] );
		expectTold( soon, told );
		await world.advance( PAST_DEADLINE_MS );
		const late = await sender.readPage( id );
		expect( [ late.state, ...breaches( late, there.incidents() ) ] ).toEqual( [ told.late ] );
		expectLoud( there, late );

		there.heal();
		const page = await recovered( there, sender, id );
		expect( breaches( page, there.incidents() ) ).toEqual( [] );
		expect( page.state ).toBe( 'delivered' );
		expect( page.events.some( ( { kind } ) => kind === 'ringing' ) ).toBe( true );
		expect( incidentsOf( page, there.incidents() ).map( ( { provider } ) => provider ) ).toEqual(
			// Where a provider took it at once and reached somebody after all, the other one is left in peace.
			told.late === 'delivered' ? [ providerNames.one ] : expect.arrayContaining( providers.split( ',' ) )
		);
	} );
} );

/** How the first provider failed, in words that name it; once, however often it was tried. */
function expectTold( page: PageView, { reason, final = false }: Pick<Row, 'reason' | 'final'> ): void {
	const failures = page.events.filter( ( event ) => event.kind === 'attemptFailed' && event.provider === providerNames.one );
	expect( failures ).toEqual( reason === undefined ? [] : [ expect.objectContaining( { reason, final } ) ] );
}

/** Undelivered is an event for the sender and an ERROR for operators, never only the absence of a success. */
function expectLoud( { world }: TwoProviderWorld, page: PageView ): void {
	const isUndelivered = page.state === 'undelivered';
	expect( page.events.some( ( { kind } ) => kind === 'undelivered' ) ).toBe( isUndelivered );
	const muted = page.events.some( ( event ) => event.kind === 'attemptFailed' && event.reason === 'muted' );
	const errors = world.log.filter( ( { level, facts } ) => level === 'error' && facts.pageId === page.id );
	// A maintenance is told as such by the check of the providers.
	expect( errors.length > 0 || muted ).toBe( isUndelivered );
}

/** A rejection is tried again after five minutes. */
async function recovered( there: TwoProviderWorld, sender: SenderClient, id: string ): Promise<PageView> {
	for ( let step = 0; step < 22; step++ ) {
		await there.world.advance( 15_000 );
		const page = await sender.readPage( id );
		const rings = page.events.some( ( { kind } ) => kind === 'ringing' );
		if ( breachesAfterRecovery( page, there.incidents() ).length === 0 && rings && step > 3 ) {
			return page;
		}
	}
	const page = await sender.readPage( id );
	expect( breachesAfterRecovery( page, there.incidents() ) ).toEqual( [] );
	return page;
}
