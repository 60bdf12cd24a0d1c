// Who can page now and why, as identity systems read it: nobody who could not, and nobody twice.
import { describe, expect, it } from 'vitest';
import { rosterSchema, type RosterView } from '../../../server/contract/roster.ts';
import { createRosterView } from '../../../server/access/rosterView.ts';
import type { Grant, RosterEntry } from '../../../server/access/ports.ts';
import { aClock, aGrant, aGrantStore, anEntry, aRoster, DAY, HOUR, now } from './people.ts';

const iso = ( at: number ): string => new Date( at ).toISOString();

async function view( entries: RosterEntry[], grants: Grant[] = [], graceMs = DAY ): Promise<RosterView> {
	const deps = { roster: aRoster( entries, now - HOUR ), grants: aGrantStore( ...grants ), group: 'steward', graceMs, clock: aClock() };
	return rosterSchema.parse( await createRosterView( deps )() );
}

const names = async ( ...parameters: Parameters<typeof view> ): Promise<string[]> =>
	( await view( ...parameters ) ).members.map( ( { name } ) => name );

describe( 'createRosterView', () => {
	it( 'tells each person once, by name, with every reason', async () => {
		const entries = [ anEntry( { centralId: 8, name: 'Zed' } ), anEntry(), anEntry( { centralId: 9, name: 'Holder', inGroup: false } ) ];
		expect( await view( entries, [ aGrant(), aGrant( { id: 2, centralId: 9, name: 'Holder' } ) ] ) ).toEqual( {
			group: 'steward', readAt: iso( now - HOUR ),
			members: [
				{ centralId: 7, name: 'Foo', because: [
					{ standing: 'group', group: 'steward', verifiedAt: iso( now - HOUR ) },
					{ standing: 'grant', grantedBy: 'SRE Bar', since: iso( now - 2 * HOUR ), until: iso( now + HOUR ), verifiedAt: iso( now - HOUR ) }
				] },
				{ centralId: 9, name: 'Holder', because: [
					{ standing: 'grant', grantedBy: 'SRE Bar', since: iso( now - 2 * HOUR ), until: iso( now + HOUR ), verifiedAt: iso( now - HOUR ) }
				] },
				{ centralId: 8, name: 'Zed', because: [ { standing: 'group', group: 'steward', verifiedAt: iso( now - HOUR ) } ] }
			]
		} );
	} );

	it.each<[ string, Partial<RosterEntry> ]>( [
		[ 'struck or of no use', { usable: false } ],
		[ 'not in the group', { inGroup: false } ],
		[ 'older than the grace', { verifiedAt: now - DAY } ],
		[ 'from the future', { verifiedAt: now + 1 } ]
	] )( 'leaves out who is %s', async ( _case, entry ) => {
		expect( await names( [ anEntry( entry ), anEntry( { centralId: 8, name: 'Zed' } ) ] ) ).toEqual( [ 'Zed' ] );
	} );

	it.each<[ string, RosterEntry[], Partial<Grant> ]>( [
		[ 'is over', [], { until: now } ],
		[ 'is revoked', [], { revokedAt: now - 1 } ],
		[ 'has a holder who was locked since', [ anEntry( { inGroup: false, usable: false } ) ], {} ],
		[ 'has a holder of whom nothing was heard for longer than the grace', [], { createdAt: now - DAY } ]
	] )( 'leaves out a grant that %s', async ( _case, entries, grant ) => {
		expect( await names( entries, [ aGrant( grant ), aGrant( { id: 2, centralId: 9, name: 'Zed' } ) ] ) ).toEqual( [ 'Zed' ] );
	} );

	it( 'still tells of a day with a grace of 0: these people page by the live answer', async () => {
		expect( await names( [ anEntry( { verifiedAt: now - DAY + 1 } ), anEntry( { centralId: 8, name: 'Zed', verifiedAt: now - DAY } ) ], [], 0 ) ).toEqual( [ 'Foo' ] );
	} );

	it( 'says when the group was never read', async () => {
		const empty = createRosterView( { roster: aRoster(), grants: aGrantStore(), group: 'steward', graceMs: DAY, clock: aClock() } );
		expect( await empty() ).toEqual( { group: 'steward', readAt: null, members: [] } );
	} );
} );
