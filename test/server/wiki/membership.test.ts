// Who is a member now: case by case at the sandbox wiki, new and old, and answer by answer at a server
// that lies. Every doubt is a no or an "unknown".
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { Fault } from '../../../server/sandbox/wiki/faults.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { createMembershipCheck } from '../../../server/wiki/membership.ts';
import type { Membership } from '../../../server/pages/page.ts';
import type { MembershipCheck } from '../../../server/pages/ports.ts';
import { cutShort, hang, say, startRawWiki, type RawWiki } from '../rawWiki.ts';

const now = Date.parse( '2026-11-23T12:00:00Z' );

function checkAt( wikiUrl: string, timeoutMs = 2_000 ): MembershipCheck {
	return createMembershipCheck( createActionApi( { wikiUrl, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs } ), 'steward', { now: () => now } );
}

const no = ( reason: string ): object => ( { verdict: 'notMember', reason, verifiedAt: now } );
const unknown = ( reason = 'unreadable' ): object => ( { verdict: 'unknown', reason } );

describe( 'Membership', () => {
	describe.each( [
		[ 'at a wiki with list=globalusers', null, 'globalusers' ],
		[ 'at a wiki without it that warns', { kind: 'oldWiki', says: 'warning' }, 'globaluserinfo' ],
		[ 'at a wiki without it that refuses', { kind: 'oldWiki', says: 'badvalue' }, 'globaluserinfo' ]
	] as [ string, Fault | null, string ][] )( 'when asked %s', ( _where, wikiKind, source ) => {
		let wiki: SandboxWiki;
		beforeAll( async () => {
			const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
			wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost', now: () => now } );
			wiki.faults.set( wikiKind, 'api' );
		} );
		afterAll( () => wiki.stop() );
		const checked = ( centralId: number ): Promise<Membership> => checkAt( wiki.url ).check( centralId );
		const yes = ( name: string ): object => ( { verdict: 'member', group: 'steward', source, name, verifiedAt: now } );

		it.each( [
			[ 'a steward', 50001, yes( 'Steward Foo' ) ],
			[ 'a steward with a non-Latin name and another group', 50005, yes( '東京 執事' ) ],
			[ 'a steward with an awkward name', 50006, yes( "O'Brien & Sons+1" ) ],
			[ 'a former steward', 50002, no( 'notInGroup' ) ],
			[ 'somebody without groups', 50003, no( 'notInGroup' ) ],
			[ 'a locked steward', 50004, no( 'locked' ) ],
			[ 'a suppressed steward', 50007, no( 'missing' ) ],
			[ 'a steward whose membership has run out', 50008, no( 'notInGroup' ) ],
			[ 'a temporary account', 50009, no( 'notInGroup' ) ],
			[ 'nobody', 99999, no( 'missing' ) ]
		] )( 'is right about %s', async ( _who, centralId, verdict ) => {
			expect( await checked( centralId ) ).toEqual( verdict );
		} );

		it( 'follows a rename, because it asks by central ID', async () => {
			wiki.accounts.rename( 'Steward Foo', 'Steward Renamed' );
			expect( await checked( 50001 ) ).toEqual( yes( 'Steward Renamed' ) );
			wiki.accounts.rename( 'Steward Renamed', 'Steward Foo' );
		} );

		it( 'is not fooled by who takes the old name', async () => {
			wiki.accounts.rename( 'Steward Foo', 'Steward Renamed' );
			wiki.accounts.rename( 'Plain Baz', 'Steward Foo' );
			expect( await checked( 50003 ) ).toEqual( no( 'notInGroup' ) );
			wiki.accounts.rename( 'Steward Foo', 'Plain Baz' );
			wiki.accounts.rename( 'Steward Renamed', 'Steward Foo' );
		} );

		it( 'ends at once with demotion, and comes back with promotion', async () => {
			wiki.accounts.demote( 'Steward Foo' );
			expect( await checked( 50001 ) ).toEqual( no( 'notInGroup' ) );
			wiki.accounts.promote( 'Steward Foo', '2026-11-23T12:00:01Z' );
			expect( await checked( 50001 ) ).toEqual( yes( 'Steward Foo' ) );
			wiki.accounts.promote( 'Steward Foo', '2026-11-23T12:00:00Z' );
			expect( await checked( 50001 ) ).toEqual( no( 'notInGroup' ) );
			wiki.accounts.promote( 'Steward Foo' );
		} );

		it( 'counts the configured group and no other', async () => {
			const api = createActionApi( { wikiUrl: wiki.url, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 2_000 } );
			const rollbackers = createMembershipCheck( api, 'global-rollbacker', { now: () => now } );
			expect( await rollbackers.check( 50005 ) ).toMatchObject( { verdict: 'member', group: 'global-rollbacker' } );
			expect( await rollbackers.check( 50001 ) ).toEqual( no( 'notInGroup' ) );
		} );

		it( 'never asks for local groups, because Meta has a local group of the same name', async () => {
			await checked( 50001 );
			const asked = wiki.requests.filter( ( { path } ) => path === '/w/api.php' ).map( ( { query } ) => query );
			expect( asked.filter( ( query ) => query.has( 'guslocalgroups' ) || query.get( 'list' ) === 'users' ) ).toEqual( [] );
			expect( asked.length ).toBeGreaterThan( 0 );
		} );
	} );

	describe( 'when the wiki fails', () => {
		let wiki: RawWiki;
		beforeAll( async () => {
			wiki = await startRawWiki();
		} );
		afterAll( () => wiki.stop() );

		it.each( [
			[ 'is too busy', say( '', 429 ), 'rateLimited' ],
			[ 'answers with an error page', say( '<h1>Error</h1>', 503 ), 'serverError' ],
			[ 'answers HTML as if all were well', say( '<!DOCTYPE html>' ), 'unreadable' ],
			[ 'lags', say( '{"error":{"code":"maxlag","lag":8}}' ), 'serverError' ],
			[ 'refuses to be read', say( '{"error":{"code":"readapidenied"}}' ), 'unreadable' ],
			[ 'cuts the answer short', cutShort( '{"query":{"globalusers":[{}]}}' ), 'network' ],
			[ 'says nothing', say( '' ), 'unreadable' ]
		] )( 'is unknown: it %s', async ( _how, answer, reason ) => {
			wiki.answerWith( answer );
			expect( await checkAt( wiki.url ).check( 50001 ) ).toEqual( unknown( reason ) );
		} );

		it( 'is unknown once the limit has passed', async () => {
			wiki.answerWith( hang );
			expect( await checkAt( wiki.url, 50 ).check( 50001 ) ).toEqual( unknown( 'timeout' ) );
		} );
	} );

	describe( 'when an answer is not whole', () => {
		let wiki: RawWiki;
		beforeAll( async () => {
			wiki = await startRawWiki();
		} );
		beforeEach( () => {
			wiki.requests.length = 0;
		} );
		afterAll( () => wiki.stop() );

		const steward = { centralid: 50001, name: 'Steward Foo', locked: false, groupmemberships: [ { group: 'steward', expiry: 'infinity' } ] };
		const checked = ( body: unknown ): Promise<Membership> => {
			wiki.answerWith( say( JSON.stringify( body ) ) );
			return checkAt( wiki.url ).check( 50001 );
		};

		it( 'would be a member, were it whole', async () => {
			expect( await checked( { query: { globalusers: [ steward ] } } ) ).toMatchObject( { verdict: 'member', source: 'globalusers' } );
		} );

		it.each( [
			{ centralid: 50002 }, { centralid: '50001' }, { centralid: undefined },
			{ name: undefined }, { name: '' }, { name: 5 }, { name: 'Foo\uD800' },
			{ locked: undefined }, { locked: '' }, { locked: 0 }, { locked: 'false' }, { locked: null },
			{ groupmemberships: undefined }, { groupmemberships: null }, { groupmemberships: [ 'steward' ] }, { groupmemberships: { steward: 'infinity' } },
			{ groupmemberships: [ { group: 'steward' } ] },
			...[ '', 'never', '9999', 9999, null, '2027-03-01', 'Infinity', true ].map( ( expiry ) => ( { groupmemberships: [ { group: 'steward', expiry } ] } ) )
		] )( 'is unknown with %j', async ( change ) => {
			expect( await checked( { query: { globalusers: [ { ...steward, ...change } ] } } ) ).toEqual( unknown() );
		} );

		it.each( [
			[ 'nobody', [] ],
			[ 'two people', [ steward, steward ] ],
			[ 'somebody else first', [ { ...steward, centralid: 1 }, steward ] ],
			[ 'an invalid name', [ { name: 'Steward Foo', invalid: true } ] ],
			[ 'somebody else who is missing', [ { centralid: 1, missing: true } ] ],
			[ 'no list', steward ],
			[ 'null', null ]
		] )( 'is unknown when it is about %s', async ( _whom, globalusers ) => {
			expect( await checked( { query: { globalusers } } ) ).toEqual( unknown() );
		} );

		it( 'is a no when the account is both missing and described', async () => {
			expect( await checked( { query: { globalusers: [ { ...steward, missing: true } ] } } ) ).toEqual( no( 'missing' ) );
		} );

		it( 'is a no when the wiki still lists a membership that has run out', async () => {
			const groupmemberships = [ { group: 'steward', expiry: '2026-11-23T12:00:00Z' } ];
			expect( await checked( { query: { globalusers: [ { ...steward, groupmemberships } ] } } ) ).toEqual( no( 'expired' ) );
		} );

		it.each( [ {}, { query: {} }, { query: null }, { query: 'globalusers' }, { query: [] } ] )( 'is unknown for %j', async ( body ) => {
			expect( await checked( body ) ).toEqual( unknown() );
		} );

		it.each( [ { query: 'globalusers' }, { query: 5 } ] )( 'is unknown for %j with warnings, too', async ( body ) => {
			expect( await checked( { ...body, warnings: {} } ) ).toEqual( unknown() );
		} );

		it( 'heeds no warning beside a whole answer', async () => {
			expect( await checked( { warnings: { main: { warnings: 'x' } }, query: { globalusers: [ steward ] } } ) ).toMatchObject( { verdict: 'member', source: 'globalusers' } );
			expect( wiki.requests ).toHaveLength( 1 );
		} );

		const info = { id: 50001, name: 'Steward Foo', groups: [ 'steward' ] };
		const checkedOld = ( globaluserinfo: unknown, more: object = {} ): Promise<Membership> => {
			wiki.answerWith( ( request, response ) => response.end( JSON.stringify( request.url!.includes( 'globaluserinfo' ) ?
				{ query: { globaluserinfo }, ...more } :
				{ error: { code: 'badvalue' } } ) ) );
			return checkAt( wiki.url ).check( 50001 );
		};

		it( 'would be a member by globaluserinfo, were it whole', async () => {
			expect( await checkedOld( info ) ).toMatchObject( { verdict: 'member', source: 'globaluserinfo' } );
		} );

		it.each( [
			{ id: 50002 }, { id: '50001' }, { id: undefined }, { name: undefined }, { name: '' }, { groups: undefined }, { groups: 'steward' }, { groups: { steward: true } },
			{ groups: [ { group: 'steward' } ] }, { locked: '' }, { locked: 'true' }, { locked: 1 }, { hidden: '' }
		] )( 'is unknown by globaluserinfo with %j', async ( change ) => {
			expect( await checkedOld( { ...info, ...change } ) ).toEqual( unknown() );
		} );

		it.each( [ undefined, null, [], 'steward', {} ] )( 'is unknown by globaluserinfo for %j', async ( globaluserinfo ) => {
			expect( await checkedOld( globaluserinfo ) ).toEqual( unknown() );
		} );

		it( 'is a no for who is hidden', async () => {
			expect( await checkedOld( { ...info, hidden: true } ) ).toEqual( no( 'missing' ) );
		} );

		it( 'is unknown when the second question fails', async () => {
			expect( await checkedOld( undefined, { error: { code: 'maxlag' } } ) ).toEqual( unknown( 'serverError' ) );
			expect( await checkedOld( undefined, { error: { code: 'badvalue' } } ) ).toEqual( unknown() );
		} );

		it( 'does not ask a second time when the first question merely failed', async () => {
			wiki.answerWith( say( '', 503 ) );
			await checkAt( wiki.url ).check( 50001 );
			expect( wiki.requests ).toHaveLength( 1 );
		} );
	} );
} );
