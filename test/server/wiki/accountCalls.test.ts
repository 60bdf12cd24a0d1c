// How the wiki's answers about accounts are read, answer by answer, at a server that lies: every doubt about
// a person is `unreadable`, and spoils nobody else.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountAnswer } from '../../../server/access/ports.ts';
import { createAccountCalls, type AccountCalls, type Said } from '../../../server/wiki/accountCalls.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { cutShort, hang, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

const now = Date.parse( '2026-11-23T12:00:00Z' );
const clock = { now: (): number => now };
const unreadable = { kind: 'unreadable' };
const missing = { kind: 'missing', at: now };

let wiki: RawWiki;
beforeAll( async () => {
	wiki = await startRawWiki();
} );
beforeEach( () => {
	wiki.requests.length = 0;
} );
afterAll( () => wiki.stop() );

function calls( { withRights = false, timeoutMs = 2_000 } = {} ): AccountCalls {
	return createAccountCalls( createActionApi( { wikiUrl: wiki.url, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs, clock } ), { withRights, clock } );
}

function parameters(): Record<string, string> {
	return Object.fromEntries( new URL( wiki.requests.at( -1 )!.url, wiki.url ).searchParams );
}

const json = ( body: unknown ): RawAnswer => say( JSON.stringify( body ) );

describe( 'list=globalusers', () => {
	const steward = { centralid: 50001, name: 'Steward Foo', locked: false, groupmemberships: [ { group: 'steward', expiry: 'infinity' } ] };
	const other = { centralid: 50002, name: 'Other', locked: false, groupmemberships: [] };
	const found = ( more: object = {} ): object => ( {
		kind: 'account', name: 'Steward Foo', locked: false, source: 'globalusers', at: now, groups: new Map( [ [ 'steward', Infinity ] ] ), rights: new Set(), ...more
	} );
	async function asked( answer: RawAnswer, centralIds = [ 50001 ], settings = {} ): Promise<Said> {
		wiki.answerWith( answer );
		const said = await calls( settings ).globalUsers( centralIds );
		expect( said.kind ).toBe( 'said' );
		return said as Said;
	}
	const one = async ( body: unknown, settings = {} ): Promise<AccountAnswer> => ( await asked( json( body ), [ 50001 ], settings ) ).about( 50001 );

	it( 'asks by central ID for lock and memberships, and for no local group', async () => {
		await asked( json( {} ), [ 50001, 50002 ] );
		expect( parameters() ).toEqual( {
			action: 'query', format: 'json', formatversion: '2', list: 'globalusers', guscentralids: '50001|50002', gusprop: 'locked|groupmemberships'
		} );
	} );

	it( 'tells name, lock and every group with its end', async () => {
		const groupmemberships = [ { group: 'steward', expiry: '2027-03-01T00:00:00Z' }, { group: 'ombuds', expiry: 'infinity' } ];
		expect( await one( { query: { globalusers: [ { ...steward, locked: true, locklogid: 9, groupmemberships } ] } } ) )
			.toEqual( found( { locked: true, groups: new Map( [ [ 'steward', Date.parse( '2027-03-01T00:00:00Z' ) ], [ 'ombuds', Infinity ] ] ) } ) );
	} );

	it( 'tells a membership that has run out, for others to judge', async () => {
		const groupmemberships = [ { group: 'steward', expiry: '2026-11-23T12:00:00Z' } ];
		expect( await one( { query: { globalusers: [ { ...steward, groupmemberships } ] } } ) ).toEqual( found( { groups: new Map( [ [ 'steward', now ] ] ) } ) );
	} );

	it.each( [
		{ centralid: 50002 }, { centralid: '50001' }, { centralid: undefined },
		{ name: undefined }, { name: '' }, { name: 5 }, { name: 'Foo\uD800' },
		{ locked: undefined }, { locked: '' }, { locked: 0 }, { locked: 'false' }, { locked: null },
		{ groupmemberships: undefined }, { groupmemberships: null }, { groupmemberships: [ 'steward' ] }, { groupmemberships: { steward: 'infinity' } },
		{ groupmemberships: [ { group: 'steward' } ] },
		...[ '', 'never', '9999', 9999, null, '2027-03-01', 'Infinity', true ].map( ( expiry ) => ( { groupmemberships: [ { group: 'steward', expiry } ] } ) )
	] )( 'cannot be read with %j, and everybody else in the call can', async ( change ) => {
		const { about } = await asked( json( { query: { globalusers: [ other, { ...steward, ...change } ] } } ), [ 50001, 50003, 50002 ] );
		expect( about( 50001 ) ).toEqual( unreadable );
		expect( about( 50003 ) ).toEqual( unreadable );
		// Whom the row calls by mistake is told twice, and so is in doubt as well.
		expect( about( 50002 ) ).toEqual( 'centralid' in change && change.centralid === 50002 ? unreadable : found( { name: 'Other', groups: new Map() } ) );
	} );

	it.each( [
		[ 'nobody', [] ],
		[ 'the same person twice', [ steward, steward ] ],
		[ 'the same person, then missing', [ steward, { centralid: 50001, missing: true } ] ],
		[ 'the same person, first missing', [ { centralid: 50001, missing: true }, steward ] ],
		[ 'an invalid name', [ { name: 'Steward Foo', invalid: true } ] ],
		[ 'somebody else who is missing', [ { centralid: 1, missing: true } ] ],
		[ 'nobody one can name', [ null, 'Steward Foo', 50001, [ steward ] ] ],
		[ 'no list', steward ],
		[ 'null', null ]
	] )( 'cannot be read when it is about %s', async ( _whom, globalusers ) => {
		expect( await one( { query: { globalusers } } ) ).toEqual( unreadable );
	} );

	it( 'reads who was asked for among those who were not', async () => {
		expect( await one( { query: { globalusers: [ { ...steward, centralid: 1, name: 'Somebody Else' }, steward ] } } ) ).toEqual( found() );
	} );

	it( 'tells who is missing', async () => {
		const { about } = await asked( json( { query: { globalusers: [ { centralid: 50001, missing: true }, other ] } } ), [ 50001, 50002 ] );
		expect( about( 50001 ) ).toEqual( missing );
		expect( about( 50002 ) ).toMatchObject( { name: 'Other' } );
	} );

	it( 'takes the account for missing that is both missing and described', async () => {
		expect( await one( { query: { globalusers: [ { ...steward, missing: true } ] } } ) ).toEqual( missing );
	} );

	it.each( [ {}, { query: {} }, { query: null }, { query: 'globalusers' }, { query: [] } ] )( 'cannot be read from %j', async ( body ) => {
		expect( await one( body ) ).toEqual( unreadable );
	} );

	it.each( [ { query: 'globalusers' }, { query: 5 } ] )( 'cannot be read from %j with warnings, either', async ( body ) => {
		expect( await one( { ...body, warnings: {} } ) ).toEqual( unreadable );
	} );

	it( 'heeds no warning beside a whole answer', async () => {
		expect( await one( { warnings: { main: { warnings: 'x' } }, query: { globalusers: [ steward ] } } ) ).toEqual( found() );
	} );

	it.each( [
		[ 'warns and answers nothing', { batchcomplete: true, warnings: { query: { warnings: 'Unrecognized value' } } } ],
		[ 'warns beside other answers', { warnings: {}, query: { pages: [] } } ],
		[ 'refuses the value', { error: { code: 'badvalue' } } ],
		[ 'refuses the list', { error: { code: 'unknown_list' } } ]
	] )( 'says that the wiki lacks it when the wiki %s', async ( _how, body ) => {
		wiki.answerWith( json( body ) );
		expect( await calls().globalUsers( [ 50001 ] ) ).toEqual( { kind: 'unsupported' } );
	} );

	describe( 'with rights', () => {
		it( 'asks for them, and tells them', async () => {
			expect( await one( { query: { globalusers: [ { ...steward, rights: [ 'centralauth-lock', 'globalblock' ] } ] } }, { withRights: true } ) )
				.toEqual( found( { rights: new Set( [ 'centralauth-lock', 'globalblock' ] ) } ) );
			expect( parameters() ).toMatchObject( { gusprop: 'locked|groupmemberships|rights' } );
		} );

		it.each( [ undefined, null, 'centralauth-lock', { 0: 'centralauth-lock' }, [ 5 ] ] )( 'cannot be read when they are %j', async ( rights ) => {
			expect( await one( { query: { globalusers: [ { ...steward, rights } ] } }, { withRights: true } ) ).toEqual( unreadable );
		} );
	} );

	it.each( [ { rights: [ 'centralauth-lock' ] }, { rights: 'centralauth-lock' } ] )( 'looks at nothing that was not asked for: %j', async ( { rights } ) => {
		expect( await one( { query: { globalusers: [ { ...steward, rights } ] } } ) ).toEqual( found() );
	} );

	it.each( [
		[ 'is too busy', say( '', 429 ), 'rateLimited' ],
		[ 'answers with an error page', say( '<h1>Error</h1>', 503 ), 'serverError' ],
		[ 'answers HTML as if all were well', say( '<!DOCTYPE html>' ), 'unreadable' ],
		[ 'lags', json( { error: { code: 'maxlag', lag: 8 } } ), 'serverError' ],
		[ 'cannot be written to', json( { error: { code: 'readonly' } } ), 'serverError' ],
		[ 'has failed inside', json( { error: { code: 'internal_api_error_DBQueryError' } } ), 'serverError' ],
		[ 'cuts the answer short', cutShort( '{"query":{"globalusers":[{}]}}' ), 'network' ],
		[ 'says nothing', say( '' ), 'unreadable' ]
	] )( 'is no answer about anybody when the wiki %s', async ( _how, answer, reason ) => {
		const { about } = await asked( answer, [ 50001, 50002 ] );
		expect( [ about( 50001 ), about( 50002 ) ] ).toEqual( [ { kind: 'noAnswer', reason }, { kind: 'noAnswer', reason } ] );
	} );

	it( 'is no answer once the limit has passed', async () => {
		expect( ( await asked( hang, [ 50001 ], { timeoutMs: 50 } ) ).about( 50001 ) ).toEqual( { kind: 'noAnswer', reason: 'timeout' } );
	} );

	it.each( [
		[ 'refuses to be read', json( { error: { code: 'readapidenied' } } ) ],
		[ 'refuses us at its edge', say( 'Please set a user-agent', 403 ) ],
		[ 'has moved', say( '', 404 ) ],
		[ 'answers in another shape', say( '[]' ) ]
	] )( 'cannot be read when the wiki %s: it answered', async ( _how, answer ) => {
		expect( ( await asked( answer ) ).about( 50001 ) ).toEqual( unreadable );
	} );

	it( 'passes on when to come back', async () => {
		expect( ( await asked( say( '', 429, { 'Retry-After': '20' } ) ) ).notBefore ).toBe( now + 20_000 );
		expect( ( await asked( json( { query: { globalusers: [ steward ] } } ) ) ).notBefore ).toBeUndefined();
	} );
} );

describe( 'meta=globaluserinfo', () => {
	const info = { home: 'metawiki', id: 50001, name: 'Steward Foo', groups: [ 'steward' ] };
	const found = ( more: object = {} ): object => ( {
		kind: 'account', name: 'Steward Foo', locked: false, source: 'globaluserinfo', at: now, groups: new Map( [ [ 'steward', Infinity ] ] ), rights: new Set(), ...more
	} );
	async function asked( answer: RawAnswer, settings = {} ): Promise<AccountAnswer> {
		wiki.answerWith( answer );
		return ( await calls( settings ).globalUserInfo( 50001 ) ).about( 50001 );
	}
	const one = ( globaluserinfo: unknown, settings = {} ): Promise<AccountAnswer> => asked( json( { query: { globaluserinfo } } ), settings );

	it( 'asks by central ID', async () => {
		expect( await one( info ) ).toEqual( found() );
		expect( parameters() ).toEqual( { action: 'query', format: 'json', formatversion: '2', meta: 'globaluserinfo', guiid: '50001', guiprop: 'groups' } );
	} );

	it( 'tells a lock, which is there only when it is true', async () => {
		expect( await one( { ...info, locked: true } ) ).toEqual( found( { locked: true } ) );
	} );

	it( 'asks for rights, where they are wanted', async () => {
		expect( await one( { ...info, rights: [ 'centralauth-lock' ] }, { withRights: true } ) ).toEqual( found( { rights: new Set( [ 'centralauth-lock' ] ) } ) );
		expect( parameters() ).toMatchObject( { guiprop: 'groups|rights' } );
		expect( await one( info, { withRights: true } ) ).toEqual( unreadable );
	} );

	it.each( [
		{ id: 50002 }, { id: '50001' }, { id: undefined }, { name: undefined }, { name: '' }, { groups: undefined }, { groups: 'steward' }, { groups: { steward: true } },
		{ groups: [ { group: 'steward' } ] }, { locked: '' }, { locked: 'true' }, { locked: 1 }, { hidden: '' }, { hidden: true, id: 50002 }
	] )( 'cannot be read with %j', async ( change ) => {
		expect( await one( { ...info, ...change } ) ).toEqual( unreadable );
	} );

	it.each( [ undefined, null, [], 'steward', {} ] )( 'cannot be read from %j', async ( globaluserinfo ) => {
		expect( await one( globaluserinfo ) ).toEqual( unreadable );
	} );

	it.each( [
		[ 'unknown or hidden', json( { query: { globaluserinfo: { missing: true } } } ) ],
		[ 'hidden from everybody but the viewer', json( { query: { globaluserinfo: { ...info, hidden: true } } } ) ],
		[ 'an id that never was', json( { error: { code: 'invaliduserid' } } ) ]
	] )( 'tells who is missing: %s', async ( _how, answer ) => {
		expect( await asked( answer ) ).toEqual( missing );
	} );

	it( 'keeps apart what cannot be read and what is no answer', async () => {
		expect( await asked( json( { error: { code: 'badvalue' } } ) ) ).toEqual( unreadable );
		expect( await asked( say( '', 503 ) ) ).toEqual( { kind: 'noAnswer', reason: 'serverError' } );
	} );

	it( 'passes on when to come back', async () => {
		wiki.answerWith( say( '', 503, { 'Retry-After': '20' } ) );
		expect( ( await calls().globalUserInfo( 50001 ) ).notBefore ).toBe( now + 20_000 );
	} );
} );
