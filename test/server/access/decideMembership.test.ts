// Who may page: the rules one by one, and what must never happen whatever comes together. Every combination
// is in docs/who-may-page.md, which test/contract/docs holds against the same function.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notMemberReasons } from '../../../server/contract/problem.ts';
import { failureReasons } from '../../../server/contract/page.ts';
import { decideMembership, type Evidence } from '../../../server/access/decideMembership.ts';
import type { Grant, LiveAnswer, RosterEntry } from '../../../server/access/ports.ts';
import { aGrant, anEntry, DAY, HOUR, now } from './people.ts';

const silent: LiveAnswer = { kind: 'noAnswer', reason: 'timeout' };
const live: LiveAnswer = { kind: 'member', name: 'Foo', source: 'globalusers', at: now };
const no = ( reason: typeof notMemberReasons[ number ] ): LiveAnswer => reason === 'missing' ?
	{ kind: 'notMember', reason, name: null, source: null, at: now } :
	{ kind: 'notMember', reason, name: 'Foo renamed', source: 'globaluserinfo', at: now };

const decide = ( evidence: Partial<Evidence> ): ReturnType<typeof decideMembership> =>
	decideMembership( { live: silent, roster: undefined, grant: undefined, group: 'steward', graceMs: DAY, now, ...evidence } );

const byGrant = { verdict: 'member', standing: 'grant', grantId: 1, grantedBy: 'SRE Bar', reason: 'on duty for the fundraiser', until: now + HOUR };

describe( 'decideMembership', () => {
	it( 'takes the wiki at its word when it says yes, whatever else is known', () => {
		expect( decide( { live, roster: anEntry( { usable: false } ), grant: aGrant() } ) )
			.toEqual( { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Foo', verifiedAt: now } );
	} );

	it.each( notMemberReasons )( 'takes the wiki at its word when it says no (%s), whatever the roster says', ( reason ) => {
		expect( decide( { live: no( reason ), roster: anEntry() } ) ).toEqual( { verdict: 'notMember', reason, verifiedAt: now } );
	} );

	it.each( [ 'notInGroup', 'expired', 'withoutRight' ] as const )( 'lets a grant stand in for the group (%s)', ( reason ) => {
		expect( decide( { live: no( reason ), grant: aGrant() } ) ).toEqual( { ...byGrant, source: 'globaluserinfo', name: 'Foo renamed', verifiedAt: now } );
	} );

	it.each( [ 'locked', 'missing' ] as const )( 'lets no grant stand in for an account that is %s', ( reason ) => {
		expect( decide( { live: no( reason ), roster: anEntry(), grant: aGrant() } ) ).toMatchObject( { verdict: 'notMember', reason } );
	} );

	it.each( [
		[ 'expired this millisecond', aGrant( { until: now } ) ],
		[ 'revoked', aGrant( { revokedAt: now - 1 } ) ]
	] )( 'lets in nobody by a grant that is %s', ( _state, grant ) => {
		expect( decide( { live: no( 'notInGroup' ), grant } ) ).toMatchObject( { verdict: 'notMember', reason: 'notInGroup' } );
		expect( decide( { roster: anEntry( { inGroup: false } ), grant } ) ).toMatchObject( { verdict: 'unknown' } );
	} );

	it( 'lets nobody in by an answer that nobody understands', () => {
		expect( decide( { live: { kind: 'unreadable' }, roster: anEntry(), grant: aGrant() } ) ).toEqual( { verdict: 'unknown', reason: 'unreadable' } );
	} );

	describe( 'when the wiki does not answer', () => {
		it( 'lets in by the roster whom the wiki called a member, and says when that was', () => {
			expect( decide( { roster: anEntry( { verifiedAt: now - 3 * HOUR } ) } ) )
				.toEqual( { verdict: 'member', standing: 'group', group: 'steward', source: 'roster', name: 'Foo', verifiedAt: now - 3 * HOUR } );
		} );

		it( 'lets in by a grant whom the wiki knew and did not lock', () => {
			expect( decide( { roster: anEntry( { inGroup: false } ), grant: aGrant() } ) )
				.toEqual( { ...byGrant, source: 'roster', name: 'Foo', verifiedAt: now - HOUR } );
		} );

		it.each<[ string, Partial<Evidence> ]>( [
			[ 'nothing is on record', { grant: aGrant() } ],
			[ 'the account was of no use', { roster: anEntry( { usable: false } ), grant: aGrant() } ],
			[ 'the person was in no group', { roster: anEntry( { inGroup: false } ) } ],
			[ 'the record is as old as the grace', { roster: anEntry( { verifiedAt: now - DAY } ), grant: aGrant() } ],
			[ 'the record is from the future', { roster: anEntry( { verifiedAt: now + 1 } ), grant: aGrant() } ],
			[ 'the grace is 0', { roster: anEntry( { verifiedAt: now } ), graceMs: 0, grant: aGrant() } ]
		] )( 'cannot tell when %s', ( _case, evidence ) => {
			expect( decide( evidence ) ).toEqual( { verdict: 'unknown', reason: 'timeout' } );
		} );

		it( 'takes a record to the last millisecond of the grace', () => {
			expect( decide( { roster: anEntry( { verifiedAt: now - DAY + 1 } ) } ) ).toMatchObject( { verdict: 'member' } );
		} );
	} );
} );

const moment = fc.integer( { min: now - 3 * DAY, max: now + 3 * DAY } );
const anyLive: fc.Arbitrary<LiveAnswer> = fc.oneof(
	fc.constant( live ), fc.constantFrom( ...notMemberReasons ).map( no ), fc.constant<LiveAnswer>( { kind: 'unreadable' } ),
	fc.constantFrom( ...failureReasons ).map( ( reason ): LiveAnswer => ( { kind: 'noAnswer', reason } ) )
);
const anyEntry: fc.Arbitrary<RosterEntry | undefined> = fc.option(
	fc.record( { inGroup: fc.boolean(), usable: fc.boolean(), verifiedAt: moment } ).map( anEntry ), { nil: undefined }
);
const anyGrant: fc.Arbitrary<Grant | undefined> = fc.option(
	fc.record( { until: moment, revokedAt: fc.option( moment, { nil: null } ) } ).map( aGrant ), { nil: undefined }
);
const anyEvidence: fc.Arbitrary<Evidence> = fc.record( {
	live: anyLive, roster: anyEntry, grant: anyGrant, group: fc.constant( 'steward' ), graceMs: fc.constantFrom( 0, HOUR, DAY ), now: fc.constant( now )
} );

describe( 'decideMembership, whatever comes together', () => {
	const always = ( holds: ( evidence: Evidence, decided: ReturnType<typeof decideMembership> ) => void ): void => {
		fc.assert( fc.property( anyEvidence, ( evidence ) => {
			holds( evidence, decideMembership( evidence ) );
		} ), { numRuns: 1000 } );
	};

	it( 'calls nobody a member of the group whom the wiki has just refused', () => {
		always( ( evidence, decided ) => {
			if ( evidence.live.kind === 'notMember' ) {
				expect( decided ).not.toMatchObject( { standing: 'group' } );
				expect( decided.verdict ).not.toBe( 'unknown' );
			}
		} );
	} );

	it( 'lets nobody in whose account is locked, missing, or answered for in words that nobody understands', () => {
		always( ( evidence, decided ) => {
			if ( evidence.live.kind === 'unreadable' || ( evidence.live.kind === 'notMember' && [ 'locked', 'missing' ].includes( evidence.live.reason ) ) ) {
				expect( decided.verdict ).not.toBe( 'member' );
			}
		} );
	} );

	it( 'lets nobody in by a grant that is not in force', () => {
		always( ( { grant }, decided ) => {
			if ( decided.verdict === 'member' && decided.standing === 'grant' ) {
				expect( grant ).toMatchObject( { revokedAt: null } );
				expect( grant!.until ).toBeGreaterThan( now );
			}
		} );
	} );

	it( 'lets the roster speak only while the wiki is silent, and only within the grace', () => {
		always( ( { live: { kind }, roster, graceMs }, decided ) => {
			if ( decided.verdict === 'member' && decided.source === 'roster' ) {
				expect( kind ).toBe( 'noAnswer' );
				expect( roster ).toMatchObject( { usable: true, verifiedAt: decided.verifiedAt } );
				expect( decided.verifiedAt ).toBeGreaterThan( now - graceMs );
				expect( decided.verifiedAt ).toBeLessThanOrEqual( now );
			}
		} );
	} );

	it( 'never lets a silent wiki, or our own record, say no', () => {
		always( ( evidence, decided ) => {
			if ( evidence.live.kind === 'noAnswer' ) {
				expect( decided.verdict ).not.toBe( 'notMember' );
			}
		} );
	} );

	it( 'refuses no member whom the wiki has just confirmed', () => {
		always( ( evidence, decided ) => {
			if ( evidence.live.kind === 'member' ) {
				expect( decided ).toMatchObject( { verdict: 'member', standing: 'group', source: evidence.live.source } );
			}
		} );
	} );
} );
