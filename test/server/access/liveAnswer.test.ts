// What the wiki's answer about one account means for the group.
import { describe, expect, it } from 'vitest';
import { judgeAccount } from '../../../server/access/liveAnswer.ts';
import type { AccountAnswer } from '../../../server/access/ports.ts';
import { anAccount, now } from './people.ts';

const demand = { group: 'steward', requiredRight: undefined };
const until = ( end: number ): ReadonlyMap<string, number> => new Map( [ [ 'staff', Infinity ], [ 'steward', end ] ] );

describe( 'judgeAccount', () => {
	it.each<[ string, AccountAnswer, object ]>( [
		[ 'in the group for good', anAccount( { groups: until( Infinity ) } ), { kind: 'member', name: 'Foo', source: 'globalusers', at: now } ],
		[ 'in the group for one more millisecond', anAccount( { groups: until( now + 1 ), source: 'globaluserinfo' } ), { kind: 'member', source: 'globaluserinfo' } ],
		[ 'in the group until now', anAccount( { groups: until( now ) } ), { kind: 'notMember', reason: 'expired', name: 'Foo', source: 'globalusers', at: now } ],
		[ 'in the group until nobody knows when', anAccount( { groups: until( NaN ) } ), { kind: 'notMember', reason: 'expired' } ],
		[ 'in another group', anAccount( { groups: new Map( [ [ 'stewards', Infinity ] ] ) } ), { kind: 'notMember', reason: 'notInGroup' } ],
		[ 'locked, and in the group', anAccount( { groups: until( Infinity ), locked: true } ), { kind: 'notMember', reason: 'locked', name: 'Foo' } ],
		[ 'locked, and in no group', anAccount( { locked: true } ), { kind: 'notMember', reason: 'locked' } ],
		[ 'missing or hidden', { kind: 'missing', at: now }, { kind: 'notMember', reason: 'missing', name: null, source: null, at: now } ],
		[ 'an answer that nobody understands', { kind: 'unreadable' }, { kind: 'unreadable' } ],
		[ 'no answer', { kind: 'noAnswer', reason: 'rateLimited' }, { kind: 'noAnswer', reason: 'rateLimited' } ]
	] )( 'judges %s', ( _case, answer, judgement ) => {
		expect( judgeAccount( answer, demand, now ) ).toMatchObject( judgement );
	} );

	describe( 'with a right demanded', () => {
		const strict = { ...demand, requiredRight: 'centralauth-lock' };
		const listed = { groups: until( Infinity ) };

		it( 'refuses whom the group is listed for and does not help any more', () => {
			expect( judgeAccount( anAccount( { ...listed, rights: new Set( [ 'globalblock' ] ) } ), strict, now ) ).toMatchObject( { kind: 'notMember', reason: 'withoutRight', name: 'Foo' } );
			expect( judgeAccount( anAccount( { ...listed, rights: new Set( [ 'centralauth-lock' ] ) } ), strict, now ) ).toMatchObject( { kind: 'member' } );
		} );

		it( 'does not take the right for the group', () => {
			expect( judgeAccount( anAccount( { rights: new Set( [ 'centralauth-lock' ] ) } ), strict, now ) ).toMatchObject( { reason: 'notInGroup' } );
		} );

		it( 'tells the graver reason first', () => {
			expect( judgeAccount( anAccount( { ...listed, locked: true } ), strict, now ) ).toMatchObject( { reason: 'locked' } );
			expect( judgeAccount( anAccount( { groups: until( now - 1 ) } ), strict, now ) ).toMatchObject( { reason: 'expired' } );
		} );
	} );
} );
