// The check of one person: what is asked, what is remembered, and whom a failing store concerns.
import { describe, expect, it } from 'vitest';
import { createMembershipCheck, type Ground } from '../../../server/access/standing.ts';
import type { AccountAnswer, Grant, RosterEntry } from '../../../server/access/ports.ts';
import type { Membership, Person, Role } from '../../../server/pages/page.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';
import { aClock, aGrant, aGrantStore, anAccount, anEntry, aReader, aRoster, DAY, foo, HOUR, MINUTE, now, silence, steward } from './people.ts';

interface World {
	check: ( person?: Person ) => Promise<Membership>;
	reader: ReturnType<typeof aReader>;
	roster: ReturnType<typeof aRoster>;
	grants: ReturnType<typeof aGrantStore>;
	clock: ReturnType<typeof aClock>;
	lines: LogLine[];
	verdicts: [ string, Ground ][];
}

interface Known {
	entries?: RosterEntry[];
	grants?: Grant[];
	requiredRight?: string;
}

function aWorld( answer: AccountAnswer, { entries = [], grants = [], requiredRight }: Known = {} ): World {
	const world = {
		reader: aReader( answer ), roster: aRoster( entries ), grants: aGrantStore( ...grants ), clock: aClock(),
		lines: [] as LogLine[], verdicts: [] as [ string, Ground ][]
	};
	const { check } = createMembershipCheck( {
		...world, group: 'steward', requiredRight, graceMs: DAY, log: recordingLogger( world.lines, new AbortController().signal ),
		onVerdict: ( ...verdict ) => world.verdicts.push( verdict )
	} );
	return { ...world, check: ( person = foo ) => check( person ) };
}

describe( 'createMembershipCheck', () => {
	it( 'asks the wiki by central ID every time and takes its present name', async () => {
		const { check, reader } = aWorld( { ...steward, name: 'Foo renamed' } );
		expect( await check() ).toMatchObject( { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Foo renamed' } );
		await check();
		expect( reader.asked ).toEqual( [ 7, 7 ] );
	} );

	it( 'demands the right that the operator demands', async () => {
		expect( await aWorld( steward, { requiredRight: 'centralauth-lock' } ).check() ).toMatchObject( { verdict: 'notMember', reason: 'withoutRight' } );
	} );

	it( 'lets an older yes count for nobody whom the wiki has refused, should it go silent a minute later', async () => {
		const { check, reader, clock } = aWorld( anAccount(), { entries: [ anEntry() ] } );
		expect( await check() ).toMatchObject( { verdict: 'notMember' } );
		reader.answer = silence;
		clock.time += MINUTE;
		expect( await check() ).toMatchObject( { verdict: 'unknown' } );
	} );

	it( 'remembers that a holder was seen unlocked, and the group they have left', async () => {
		const { check, reader, clock } = aWorld( anAccount(), { entries: [ anEntry() ], grants: [ aGrant() ] } );
		expect( await check() ).toMatchObject( { verdict: 'member', standing: 'grant', source: 'globalusers', verifiedAt: now } );
		reader.answer = silence;
		clock.time += MINUTE;
		expect( await check() ).toMatchObject( { verdict: 'member', standing: 'grant', source: 'roster', verifiedAt: now } );
		clock.time += HOUR;
		expect( await check() ).toMatchObject( { verdict: 'unknown' } );
	} );

	it( 'refuses a holder who was locked, also when the wiki goes silent afterwards', async () => {
		const { check, reader } = aWorld( anAccount( { locked: true } ), { entries: [ anEntry( { inGroup: false } ) ], grants: [ aGrant() ] } );
		expect( await check() ).toMatchObject( { verdict: 'notMember', reason: 'locked' } );
		reader.answer = silence;
		expect( await check() ).toMatchObject( { verdict: 'unknown' } );
	} );

	it( 'reads our own record while the wiki is silent, and says so in the log without a name', async () => {
		const { check, lines } = aWorld( silence, { entries: [ anEntry() ] } );
		expect( await check() ).toMatchObject( { verdict: 'member', source: 'roster', verifiedAt: now - HOUR } );
		expect( lines ).toEqual( [ expect.objectContaining( { level: 'info', facts: { standing: 'group', verifiedAt: new Date( now - HOUR ).toISOString() } } ) ] );
	} );

	it( 'judges a grant by the time after the wiki was asked', async () => {
		const world = aWorld( anAccount(), { grants: [ aGrant( { until: now + 2000 } ) ] } );
		const answer = world.reader.ask.bind( world.reader );
		world.reader.ask = async ( centralId ) => {
			world.clock.time += 2000;
			return answer( centralId );
		};
		expect( await world.check() ).toMatchObject( { verdict: 'notMember', reason: 'notInGroup' } );
	} );

	it( 'tells each verdict and its ground, for the figures', async () => {
		const cases = [ steward, anAccount( { locked: true } ), silence, { kind: 'unreadable' as const } ].map( ( answer ) => aWorld( answer ) );
		await Promise.all( cases.map( ( { check } ) => check() ) );
		expect( cases.flatMap( ( { verdicts } ) => verdicts ) ).toEqual( [
			[ 'member', 'globalusers' ], [ 'notMember', 'locked' ], [ 'unknown', 'timeout' ], [ 'unknown', 'unreadable' ]
		] );
	} );

	describe( 'when the store fails', () => {
		const failing = ( answer: AccountAnswer ): World => {
			const world = aWorld( answer, { entries: [ anEntry() ], grants: [ aGrant() ] } );
			world.roster.failing = world.grants.failing = true;
			return world;
		};

		it( 'still lets in whom the wiki calls a member', async () => {
			expect( await failing( steward ).check() ).toMatchObject( { verdict: 'member' } );
		} );

		it.each( [ [ 'refuses', anAccount() ], [ 'is silent', silence ] ] )( 'says that it is the store when the wiki %s', async ( _case, answer ) => {
			await expect( failing( answer ).check() ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		} );

		it( 'lets in nobody whose strike could not be kept', async () => {
			const world = aWorld( anAccount( { locked: true } ), { entries: [ anEntry() ] } );
			world.roster.failing = true;
			await expect( world.check() ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		} );
	} );

	describe( 'with single sign-on', () => {
		const named = ( ...roles: Role[] ): Person => ( { centralId: -3, name: 'baz', singleSignOn: { email: 'baz@example.org', roles, at: now - MINUTE } } );

		it( 'takes the role for the standing, as old as the sign-in, and asks no wiki', async () => {
			const { check, reader, verdicts } = aWorld( silence );
			expect( await check( named( 'member' ) ) )
				.toEqual( { verdict: 'member', standing: 'singleSignOn', source: 'singleSignOn', name: 'baz', verifiedAt: now - MINUTE } );
			expect( reader.asked ).toEqual( [] );
			expect( verdicts ).toEqual( [ [ 'member', 'singleSignOn' ] ] );
		} );

		it( 'lets nobody page who may only answer', async () => {
			expect( await aWorld( steward ).check( named( 'responder' ) ) ).toEqual( { verdict: 'notMember', reason: 'notInGroup', verifiedAt: now } );
		} );
	} );
} );
