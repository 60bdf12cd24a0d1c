// Granting: what may be asked for, who the holder is, and that a fresh grant needs nothing more of the wiki.
import { describe, expect, it } from 'vitest';
import { createGrants } from '../../../server/access/grants.ts';
import type { GrantRequest } from '../../../server/access/grantRequest.ts';
import { createMembershipCheck } from '../../../server/access/standing.ts';
import type { ServiceError } from '../../../server/errors.ts';
import type { FoundAccount, RosterEntry } from '../../../server/access/ports.ts';
import type { Membership } from '../../../server/pages/page.ts';
import { recordingLogger } from '../../recordingLogger.ts';
import { aClock, aGrantStore, anEntry, aReader, aRoster, DAY, foo, HOUR, MINUTE, now, responder, silence } from './people.ts';

const found: FoundAccount = { kind: 'found', centralId: 7, name: 'Foo', locked: false };
const wish: GrantRequest = { name: 'foo', reason: 'on duty for the fundraiser' };

function aWorld( account: FoundAccount = found, ...entries: RosterEntry[] ) {
	const parts = { store: aGrantStore(), roster: aRoster( entries ), clock: aClock() };
	const asked: string[] = [];
	const accounts = {
		async byName( name: string ) {
			asked.push( name );
			return account;
		}
	};
	return { ...parts, asked, grants: createGrants( { ...parts, accounts, graceMs: DAY } ) };
}

const faultsOf = async ( request: unknown ): Promise<unknown> =>
	aWorld().grants.add( request as GrantRequest, responder )
		.then( () => 'granted', ( { code, details }: ServiceError ) => [ code, details.fields ] );

const lengthOf = async ( request: Partial<GrantRequest> ): Promise<number> =>
	( await aWorld().grants.add( { ...wish, ...request }, responder ) ).until - now;

describe( 'createGrants', () => {
	it( 'grants to the account that the wiki names, for a day, by whom and why', async () => {
		const { grants, asked } = aWorld();
		expect( await grants.add( { ...wish, reason: '  on duty for\u0020the fundraiser ' }, responder ) ).toEqual( {
			id: 1, centralId: 7, name: 'Foo', reason: 'on duty for the fundraiser', grantedBy: 'SRE Bar',
			createdAt: now, until: now + DAY, revokedAt: null, revokedBy: null
		} );
		expect( asked ).toEqual( [ 'foo' ] );
	} );

	it.each<[ Partial<GrantRequest>, number ]>( [
		[ { hours: 1 }, HOUR ], [ { hours: 0.5 }, 30 * MINUTE ], [ { hours: 14 * 24 }, 14 * DAY ], [ { untilMs: now + 5 * MINUTE }, 5 * MINUTE ]
	] )( 'lasts as long as asked: %o', async ( request, length ) => {
		expect( await lengthOf( request ) ).toBe( length );
	} );

	it.each<[ string, object, object[] ]>( [
		[ 'a duration under five minutes', { hours: 0.08 }, [ { field: 'hours', rule: 'tooShort' } ] ],
		[ 'a duration that is over already', { untilMs: now - 1 }, [ { field: 'untilMs', rule: 'tooShort' } ] ],
		[ 'a duration over 14 days', { untilMs: now + 14 * DAY + 1 }, [ { field: 'untilMs', rule: 'tooLong' } ] ],
		[ 'two durations', { hours: 2, untilMs: now + HOUR }, [ { field: 'untilMs', rule: 'unknownField' } ] ],
		[ 'no duration at all', { hours: NaN }, [ { field: 'hours', rule: 'wrongType' } ] ],
		[ 'a reason that says nothing', { reason: ' ok\u200B\u200B\u200B ' }, [ { field: 'reason', rule: 'tooShort', limit: 5 } ] ],
		[ 'a reason of more than 300 characters', { reason: '👩'.repeat( 301 ) }, [ { field: 'reason', rule: 'tooLong', limit: 300 } ] ],
		[ 'a field that nobody knows', { for: 'ever' }, [ { field: 'for', rule: 'unknownField' } ] ],
		[
			'everything at once', { name: '', reason: undefined, hours: 1000 },
			[ { field: 'name', rule: 'missing', limit: 1 }, { field: 'reason', rule: 'missing' }, { field: 'hours', rule: 'tooLong' } ]
		]
	] )( 'refuses %s', async ( _case, request, faults ) => {
		expect( await faultsOf( { ...wish, ...request } ) ).toEqual( [ 'invalidRequest', faults ] );
	} );

	it( 'takes a reason of 300 characters, whatever their size', async () => {
		expect( await lengthOf( { reason: '👩'.repeat( 300 ) } ) ).toBe( DAY );
	} );

	it.each<[ FoundAccount, string ]>( [
		[ { kind: 'unknown' }, 'accountUnknown' ],
		[ { ...found, locked: true }, 'accountNotUsable' ],
		[ { kind: 'noAnswer', reason: 'timeout' }, 'wikiUnavailable' ]
	] )( 'grants nothing to %o', async ( account, code ) => {
		const { grants, roster } = aWorld( account );
		await expect( grants.add( wish, responder ) ).rejects.toMatchObject( { code } );
		expect( await grants.list( { inForce: false, limit: 10 } ) ).toEqual( [] );
		expect( await roster.all() ).toEqual( [] );
	} );

	it( 'ends at once when revoked, and by itself when it is over', async () => {
		const { grants, clock } = aWorld();
		await grants.add( wish, responder );
		await grants.add( { ...wish, hours: 1 }, responder );
		expect( await grants.inForce( 7 ) ).toMatchObject( { id: 1 } );
		await grants.revoke( 1, responder );
		expect( await grants.inForce( 7 ) ).toMatchObject( { id: 2 } );
		clock.time += HOUR;
		expect( await grants.inForce( 7 ) ).toBeUndefined();
		expect( await grants.list( { inForce: true, limit: 10 } ) ).toEqual( [] );
		expect( await grants.list( { inForce: false, limit: 10 } ) ).toMatchObject( [ { id: 2, revokedAt: null }, { id: 1, revokedAt: now, revokedBy: 'SRE Bar' } ] );
	} );

	describe( 'when the wiki goes silent right after a grant', () => {
		const whoPages = async ( { roster, store, clock }: ReturnType<typeof aWorld> ): Promise<Membership> => createMembershipCheck( {
			reader: aReader( silence ), roster, grants: store, group: 'steward', requiredRight: undefined, graceMs: DAY, clock,
			log: recordingLogger( [], new AbortController().signal ), onVerdict: () => {}
		} ).check( foo );
		const granted = async ( ...entries: RosterEntry[] ): Promise<ReturnType<typeof aWorld>> => {
			const world = aWorld( found, ...entries );
			await world.grants.add( wish, responder );
			return world;
		};

		it.each<[ string, RosterEntry[] ]>( [
			[ 'who was never heard of', [] ],
			[ 'who held another one an hour ago', [ anEntry( { inGroup: false } ) ] ],
			[ 'who was locked before', [ anEntry( { usable: false } ) ] ],
			[ 'who was in the group long ago', [ anEntry( { verifiedAt: now - 2 * DAY } ) ] ]
		] )( 'its holder may page, %s', async ( _case, entries ) => {
			expect( await whoPages( await granted( ...entries ) ) )
				.toMatchObject( { verdict: 'member', standing: 'grant', source: 'roster', verifiedAt: now } );
		} );

		it( 'a member of the group who has a grant besides stays a member when it is revoked', async () => {
			const world = await granted( anEntry() );
			expect( await whoPages( world ) ).toMatchObject( { verdict: 'member', standing: 'group' } );
			await world.grants.revoke( 1, responder );
			expect( await whoPages( world ) ).toMatchObject( { verdict: 'member', standing: 'group' } );
		} );
	} );

	it( 'grants nothing that it could not put on record', async () => {
		const { grants, roster, store } = aWorld();
		roster.failing = true;
		await expect( grants.add( wish, responder ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( await store.list( { limit: 10 } ) ).toEqual( [] );
	} );
} );
