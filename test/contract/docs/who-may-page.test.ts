// The table of docs/who-may-page.md is what the code decides: it is generated here from every combination of the
// wiki's answer, our record and a grant, and must be the one in the document.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decideMembership } from '../../../server/access/decideMembership.ts';
import { judgeAccount } from '../../../server/access/liveAnswer.ts';
import type { AccountAnswer, Grant, RosterEntry } from '../../../server/access/ports.ts';
import { failureReasons } from '../../../server/contract/page.ts';
import { notMemberReasons } from '../../../server/contract/problem.ts';
import type { Membership } from '../../../server/pages/page.ts';
import { aGrant, anAccount, anEntry, DAY, HOUR, now } from '../../server/access/people.ts';

/** Each column is a list of cases in words; each case, everything that it may look like. */
type Cases<What> = readonly ( readonly [ string, readonly What[] ] )[];

const demand = { group: 'steward', requiredRight: 'centralauth-lock' };
const inGroup = new Map( [ [ 'steward', Infinity ] ] );
const hasRight = new Set( [ demand.requiredRight ] );

const answers: Cases<AccountAnswer> = [
	[ 'a member of the group', [
		anAccount( { groups: inGroup, rights: hasRight } ),
		anAccount( { groups: new Map( [ [ 'steward', now + 1 ] ] ), rights: hasRight, source: 'globaluserinfo' } )
	] ],
	[ 'not in the group', [ anAccount(), anAccount( { groups: new Map( [ [ 'staff', Infinity ] ] ), rights: hasRight } ) ] ],
	[ 'was in the group until a moment that is over', [ anAccount( { groups: new Map( [ [ 'steward', now ] ] ), rights: hasRight } ) ] ],
	[ 'in the group, without the right that is demanded', [ anAccount( { groups: inGroup } ) ] ],
	[ 'locked, in the group or not', [ anAccount( { locked: true } ), anAccount( { locked: true, groups: inGroup, rights: hasRight } ) ] ],
	[ 'no such account, or hidden', [ { kind: 'missing', at: now } ] ],
	[ 'something that nobody understands', [ { kind: 'unreadable' } ] ],
	[ 'nothing', failureReasons.map( ( reason ) => ( { kind: 'noAnswer', reason } ) ) ]
];

interface Recorded {
	roster: RosterEntry | undefined;
	graceMs: number;
}

const anythingSaid = ( verifiedAt: number ): RosterEntry[] =>
	[ true, false ].flatMap( ( usable ) => [ true, false ].map( ( isIn ) => anEntry( { usable, inGroup: isIn, verifiedAt } ) ) );
const within = ( ...entries: ( RosterEntry | undefined )[] ): Recorded[] => entries.map( ( roster ) => ( { roster, graceMs: DAY } ) );

const records: Cases<Recorded> = [
	[ 'nothing', within( undefined ) ],
	[ 'a member of the group', within( anEntry(), anEntry( { verifiedAt: now - DAY + 1 } ), anEntry( { verifiedAt: now } ) ) ],
	[ 'not in the group, account not locked', within( anEntry( { inGroup: false } ) ) ],
	[ 'locked, gone, refused since, or without the right', within( anEntry( { usable: false } ), anEntry( { usable: false, inGroup: false } ) ) ],
	[ 'anything, as old as the grace or older', within( ...anythingSaid( now - DAY ), ...anythingSaid( now - 9 * DAY ) ) ],
	[ 'anything, in the future', within( ...anythingSaid( now + 1 ), ...anythingSaid( now + HOUR ) ) ],
	[ 'anything, with a grace of 0', [ now, now - HOUR ].flatMap( anythingSaid ).map( ( roster ) => ( { roster, graceMs: 0 } ) ) ]
];

const grants: Cases<Grant | undefined> = [
	[ 'in force', [ aGrant(), aGrant( { until: now + 1 } ) ] ],
	[ 'none, over or revoked', [ undefined, aGrant( { until: now } ), aGrant( { revokedAt: now } ) ] ]
];

function inWords( decided: Membership ): string {
	switch ( decided.verdict ) {
		case 'member': {
			const standing = decided.standing === 'group' ? '**may page** as a member of the group' : '**may page** by the grant';
			return decided.source === 'roster' ? `${ standing }; everybody is told when that was last confirmed, and that the wiki did not answer` : standing;
		}
		case 'notMember':
			return `is refused: \`notMember\`, \`${ decided.reason }\``;
		case 'unknown':
			return 'is refused for now: `membershipUnknown`';
	}
}

/** What happens in all that the three cases may look like; they must not differ. */
function outcome( answer: readonly AccountAnswer[], record: readonly Recorded[], grant: readonly ( Grant | undefined )[] ): string {
	const outcomes = new Set( answer.flatMap( ( account ) => record.flatMap( ( recorded ) => grant.map( ( granted ) => inWords(
		decideMembership( { live: judgeAccount( account, demand, now ), ...recorded, grant: granted, group: demand.group, now } )
	) ) ) ) );
	expect( [ ...outcomes ], 'one case of the table, one outcome' ).toHaveLength( 1 );
	return [ ...outcomes ][ 0 ]!;
}

const ANY = 'any';
const row = ( ...cells: string[] ): string => `| ${ cells.join( ' | ' ) } |`;
const same = ( outcomes: readonly string[] ): boolean => new Set( outcomes ).size === 1;

/** Columns that make no difference to an answer are folded into `any`, so that each combination is in exactly one row. */
function rowsOf( [ says, answer ]: typeof answers[ number ] ): string[] {
	const table = records.map( ( [ , record ] ) => grants.map( ( [ , grant ] ) => outcome( answer, record, grant ) ) );
	if ( same( table.flat() ) ) {
		return [ row( says, ANY, ANY, table[ 0 ]![ 0 ]! ) ];
	}
	if ( grants.every( ( _case, column ) => same( table.map( ( outcomes ) => outcomes[ column ]! ) ) ) ) {
		return grants.map( ( [ grant ], column ) => row( says, ANY, grant, table[ 0 ]![ column ]! ) );
	}
	return records.flatMap( ( [ record ], line ) => same( table[ line ]! ) ?
		[ row( says, record, ANY, table[ line ]![ 0 ]! ) ] :
		grants.map( ( [ grant ], column ) => row( says, record, grant, table[ line ]![ column ]! ) ) );
}

it( 'docs/who-may-page.md says what decideMembership.ts does, for every combination', () => {
	const table = [ row( 'The wiki says', 'Our record says', 'Grant', 'The person' ), '|---|---|---|---|', ...answers.flatMap( rowsOf ) ].join( '\n' );
	const document = readFileSync( new URL( '../../../docs/who-may-page.md', import.meta.url ), 'utf8' );
	const documented = document.split( '\n' ).filter( ( line ) => line.startsWith( '|' ) ).join( '\n' );
	expect( documented, `docs/who-may-page.md must hold this table:\n\n${ table }\n` ).toBe( table );
} );

it( 'the table leaves out no reason for which the wiki refuses anybody', () => {
	const judged = answers.flatMap( ( [ , answer ] ) => answer ).map( ( account ) => judgeAccount( account, demand, now ) );
	const reasons = judged.flatMap( ( live ) => live.kind === 'notMember' ? [ live.reason ] : [] );
	expect( [ ...new Set( reasons ) ].sort() ).toEqual( [ ...notMemberReasons ].sort() );
} );
