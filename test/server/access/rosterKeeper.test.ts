// Keeping the roster fresh: when the next round comes, what a failing one leaves alone, and who is read.
import { beforeEach, describe, expect, it } from 'vitest';
import { createRosterKeeper, type RosterKeeper } from '../../../server/access/rosterKeeper.ts';
import type { Grant, GroupMember, GroupReader, GroupReading } from '../../../server/access/ports.ts';
import { recordingLogger, type LogLine } from '../../recordingLogger.ts';
import { aClock, aGrant, aGrantStore, aRoster, DAY, MINUTE, now } from './people.ts';

const EVERY = 15 * MINUTE;

const member = ( centralId: number, usable = true ): GroupMember => ( { centralId, name: `Steward ${ centralId }`, usable } );
const refused: GroupReading = { kind: 'noAnswer', reason: 'serverError' };

/** A wiki with these members, where every other account exists and is not locked. */
function aWiki(): GroupReader & { group: GroupReading; accounts: GroupReading | undefined; rounds: number; askedFor: number[] } {
	return {
		group: { kind: 'read', members: [ member( 7 ), member( 8 ) ] },
		accounts: undefined,
		rounds: 0,
		askedFor: [],
		async readGroup() {
			this.rounds += 1;
			return this.group;
		},
		async readAccounts( accounts ) {
			this.askedFor.push( ...accounts.map( ( { centralId } ) => centralId ) );
			return this.accounts ?? { kind: 'read', members: accounts.map( ( account ) => ( { ...account, usable: true } ) ) };
		}
	};
}

describe( 'createRosterKeeper', () => {
	let wiki: ReturnType<typeof aWiki>;
	let roster: ReturnType<typeof aRoster>;
	let clock: ReturnType<typeof aClock>;
	let lines: LogLine[];
	let reads: number[];

	const keeper = ( settings: { graceMs?: number; everyMs?: number } = {}, ...grants: Grant[] ): RosterKeeper => createRosterKeeper( {
		reader: wiki, store: roster, grants: aGrantStore( ...grants ), everyMs: EVERY, graceMs: DAY, clock, ...settings,
		log: recordingLogger( lines, new AbortController().signal ), onRead: ( readAt ) => reads.push( readAt )
	} );
	const errors = (): LogLine[] => lines.filter( ( { level } ) => level === 'error' );

	beforeEach( () => {
		wiki = aWiki();
		roster = aRoster();
		clock = aClock();
		lines = [];
		reads = [];
	} );

	it( 'keeps the whole group as of the moment when the reading began', async () => {
		expect( await keeper().refresh() ).toBe( EVERY );
		expect( await roster.all() ).toEqual( [
			{ centralId: 7, name: 'Steward 7', inGroup: true, usable: true, verifiedAt: now },
			{ centralId: 8, name: 'Steward 8', inGroup: true, usable: true, verifiedAt: now }
		] );
		expect( reads ).toEqual( [ now ] );
	} );

	it( 'leaves the wiki alone when another process has just read', async () => {
		roster = aRoster( [], now - MINUTE );
		expect( await keeper().refresh() ).toBe( EVERY - MINUTE );
		expect( wiki.rounds ).toBe( 0 );
		expect( reads ).toEqual( [ now - MINUTE ] );
		clock.time += EVERY - MINUTE;
		await keeper().refresh();
		expect( wiki.rounds ).toBe( 1 );
	} );

	it( 'reads again when the last reading lies in the future', async () => {
		roster = aRoster( [], now + DAY );
		expect( await keeper().refresh() ).toBe( EVERY );
		expect( wiki.rounds ).toBe( 1 );
	} );

	describe( 'when the wiki does not answer', () => {
		beforeEach( () => {
			wiki.group = refused;
		} );

		it( 'tries again sooner, then less and less often, and keeps what it has', async () => {
			wiki.group = { kind: 'read', members: [ member( 7 ) ] };
			const kept = keeper();
			await kept.refresh();
			wiki.group = refused;
			clock.time += EVERY;
			const waits: number[] = [];
			for ( let round = 0; round < 7; round++ ) {
				waits.push( await kept.refresh() );
			}
			expect( waits ).toEqual( [ 30_000, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, EVERY, EVERY ] );
			expect( await roster.find( 7 ) ).toMatchObject( { inGroup: true, usable: true, verifiedAt: now } );
			wiki.group = { kind: 'read', members: [ member( 7 ) ] };
			expect( await kept.refresh() ).toBe( EVERY );
			wiki.group = refused;
			clock.time += EVERY;
			expect( await kept.refresh() ).toBe( 30_000 );
		} );

		it( 'does not come back before the wiki asks it to', async () => {
			wiki.group = { ...refused, notBefore: now + 10 * MINUTE };
			expect( await keeper().refresh() ).toBe( 10 * MINUTE );
			wiki.group = { ...refused, notBefore: now - MINUTE };
			expect( await keeper().refresh() ).toBe( 30_000 );
		} );

		it( 'never waits longer than it would without a failure', async () => {
			const kept = keeper( { everyMs: MINUTE } );
			expect( [ await kept.refresh(), await kept.refresh(), await kept.refresh() ] ).toEqual( [ 30_000, MINUTE, MINUTE ] );
		} );

		it( 'calls for somebody once when the roster has become older than its grace', async () => {
			roster = aRoster( [], now - EVERY );
			const kept = keeper();
			await kept.refresh();
			clock.time = now - EVERY + DAY - 1;
			await kept.refresh();
			expect( errors() ).toEqual( [] );
			clock.time += 1;
			await kept.refresh();
			await kept.refresh();
			expect( errors() ).toHaveLength( 1 );
			wiki.group = { kind: 'read', members: [ member( 7 ) ] };
			await kept.refresh();
			wiki.group = refused;
			clock.time += DAY;
			await kept.refresh();
			expect( errors() ).toHaveLength( 2 );
		} );

		it( 'calls for somebody also when the roster could never be read', async () => {
			const kept = keeper();
			clock.time += DAY;
			await kept.refresh();
			expect( errors() ).toHaveLength( 1 );
		} );

		it( 'calls for nobody where the roster is never to decide', async () => {
			const kept = keeper( { graceMs: 0 } );
			clock.time += 2 * DAY;
			await kept.refresh();
			expect( errors() ).toEqual( [] );
		} );
	} );

	it( 'believes an empty group, with a warning', async () => {
		await keeper().refresh();
		wiki.group = { kind: 'read', members: [] };
		clock.time += EVERY;
		expect( await keeper().refresh() ).toBe( EVERY );
		expect( await roster.all() ).toEqual( [] );
		expect( lines ).toContainEqual( { level: 'warn', facts: {}, message: 'the wiki says that the group has no members' } );
	} );

	it( 'tries again sooner when the store fails, and lets a mistake of ours through', async () => {
		roster.failing = true;
		expect( await keeper().refresh() ).toBe( 30_000 );
		roster.failing = false;
		wiki.readGroup = () => Promise.reject( new TypeError( 'a mistake' ) );
		await expect( keeper().refresh() ).rejects.toThrow( 'a mistake' );
	} );

	describe( 'with grants', () => {
		const holder = aGrant( { id: 1, centralId: 20, name: 'Holder' } );

		it( 'verifies holders beside the group, each once, and nobody whose grant is over', async () => {
			const over = [ aGrant( { id: 3, centralId: 21, until: now } ), aGrant( { id: 4, centralId: 22, revokedAt: now - 1 } ) ];
			await keeper( {}, holder, { ...holder, id: 2 }, ...over, aGrant( { id: 5 } ) ).refresh();
			expect( wiki.askedFor ).toEqual( [ 20 ] );
			expect( await roster.find( 20 ) ).toEqual( { centralId: 20, name: 'Holder', inGroup: false, usable: true, verifiedAt: now } );
			expect( await roster.find( 7 ) ).toMatchObject( { inGroup: true } );
		} );

		it( 'keeps a holder whom the wiki has locked as being of no use', async () => {
			wiki.accounts = { kind: 'read', members: [ { centralId: 20, name: 'Holder', usable: false } ] };
			await keeper( {}, holder ).refresh();
			expect( await roster.find( 20 ) ).toMatchObject( { usable: false } );
		} );

		it( 'looks at a holder in the group whom the group does not help as at any other holder', async () => {
			wiki.group = { kind: 'read', members: [ member( 7, false ), member( 8, false ) ] };
			await keeper( {}, aGrant() ).refresh();
			expect( await roster.find( 7 ) ).toMatchObject( { inGroup: false, usable: true } );
			expect( await roster.find( 8 ) ).toMatchObject( { inGroup: true, usable: false } );
		} );

		it( 'keeps nothing of a round in which holders could not be read', async () => {
			wiki.accounts = refused;
			expect( await keeper( {}, holder ).refresh() ).toBe( 30_000 );
			expect( roster.saved ).toBe( 0 );
		} );
	} );
} );
