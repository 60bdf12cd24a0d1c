// One name finds one account or none, at a new wiki and at an old one; no name, however it is written, asks
// about two.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccountSearch } from '../../../server/access/ports.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { Fault } from '../../../server/sandbox/wiki/faults.ts';
import { createAccountSearch } from '../../../server/wiki/accountSearch.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

function searchAt( wikiUrl: string ): AccountSearch {
	return createAccountSearch( createActionApi( { wikiUrl, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 2_000, clock: { now: () => 0 } } ) );
}

const unknown = { kind: 'unknown' };

describe.each( [
	[ 'with list=globalusers', null ],
	[ 'without it', { kind: 'oldWiki', says: 'warning' } ],
	[ 'without it, refusing', { kind: 'oldWiki', says: 'badvalue' } ]
] as [ string, Fault | null ][] )( 'A search by name, at a wiki %s', ( _which, fault ) => {
	let wiki: SandboxWiki;
	let search: AccountSearch;
	beforeAll( async () => {
		const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
		wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost' } );
		wiki.faults.set( fault, 'api' );
		search = searchAt( wiki.url );
	} );
	afterAll( () => wiki.stop() );
	const found = ( centralId: number, name: string, locked = false ): object => ( { kind: 'found', centralId, name, locked } );

	it.each( [
		[ 'Plain Baz', found( 50003, 'Plain Baz' ) ],
		[ 'plain_Baz', found( 50003, 'Plain Baz' ) ],
		[ '  Plain  Baz ', found( 50003, 'Plain Baz' ) ],
		[ '東京 執事', found( 50005, '東京 執事' ) ],
		[ "O'Brien & Sons+1", found( 50006, "O'Brien & Sons+1" ) ],
		[ 'Locked Qux', found( 50004, 'Locked Qux', true ) ]
	] )( 'finds %j as the wiki writes it', async ( name, account ) => {
		expect( await search.byName( name ) ).toEqual( account );
	} );

	it.each( [
		[ 'nobody has it', 'Nobody' ], [ 'it is hidden', 'Hidden Quux' ], [ 'it is a temporary account', '~2026-12345-67' ],
		[ 'the wiki calls it invalid', 'Meta:Steward Foo' ]
	] )( 'finds nobody when %s', async ( _why, name ) => {
		const before = wiki.requests.length;
		expect( await search.byName( name ) ).toEqual( unknown );
		expect( wiki.requests.length ).toBeGreaterThan( before );
	} );

	it.each( [
		'', ' ', '_', '\t', 'Plain Baz|Steward Foo', '|Steward Foo', 'Steward Foo|', '\u001FPlain Baz\u001FSteward Foo', 'Plain Baz\u001FSteward Foo', '#50001', 'meta>Steward Foo',
		'A[b', 'A]b', 'A{b', 'A}b', 'A<b', 'Steward\nFoo', 'Foo\uD800', 'x'.repeat( 256 ), '執'.repeat( 86 )
	] )( 'does not even ask for %j, which can be no name', async ( name ) => {
		const before = wiki.requests.length;
		expect( await search.byName( name ) ).toEqual( unknown );
		expect( wiki.requests.length ).toBe( before );
	} );

	it.each( [
		[ { kind: 'serverErrorHtml', status: 503 }, 'serverError' ], [ { kind: 'tooManyRequests', retryAfterSeconds: 9 }, 'rateLimited' ],
		[ { kind: 'truncate' }, 'network' ], [ { kind: 'maxlag' }, 'serverError' ]
	] as [ Fault, string ][] )( 'does not take %j for nobody', async ( instead, reason ) => {
		wiki.faults.set( instead, 'api' );
		expect( await search.byName( 'Plain Baz' ) ).toEqual( { kind: 'noAnswer', reason } );
		wiki.faults.set( fault, 'api' );
	} );
} );

describe( 'A search whose answer is not whole', () => {
	let wiki: RawWiki;
	beforeAll( async () => {
		wiki = await startRawWiki();
	} );
	beforeEach( () => {
		wiki.requests.length = 0;
	} );
	afterAll( () => wiki.stop() );
	const unreadable = { kind: 'noAnswer', reason: 'unreadable' };
	const account = { centralid: 50001, name: 'Steward Foo', locked: false };
	const searched = ( answer: RawAnswer ): Promise<unknown> => {
		wiki.answerWith( answer );
		return searchAt( wiki.url ).byName( 'Steward Foo' );
	};
	const listed = ( globalusers: unknown ): Promise<unknown> => searched( say( JSON.stringify( { query: { globalusers } } ) ) );
	const told = ( globaluserinfo: unknown, more: object = {} ): Promise<unknown> => searched( ( { url }, response ) => response.end( JSON.stringify(
		url!.includes( 'globaluserinfo' ) ? { query: { globaluserinfo }, ...more } : { error: { code: 'badvalue' } } ) ) );

	it( 'would find, were it whole', async () => {
		expect( await listed( [ account ] ) ).toEqual( { kind: 'found', centralId: 50001, name: 'Steward Foo', locked: false } );
		expect( await told( { id: 50001, name: 'Steward Foo' } ) ).toEqual( { kind: 'found', centralId: 50001, name: 'Steward Foo', locked: false } );
	} );

	it.each( [ { centralid: 0 }, { centralid: '50001' }, { centralid: undefined }, { name: '' }, { name: undefined }, { locked: undefined }, { locked: '' } ] )(
		'finds nobody with %j, and says that it does not know', async ( change ) => {
			expect( await listed( [ { ...account, ...change } ] ) ).toEqual( unreadable );
		} );

	it.each( [ [ [] ], [ [ account, account ] ], [ null ], [ account ] ] )( 'finds nobody in %j', async ( rows ) => {
		expect( await listed( rows ) ).toEqual( unreadable );
	} );

	it.each( [ {}, null, { id: 0, name: 'X' }, { id: 5, name: '' }, { id: 5, name: 'X', locked: '' } ] )( 'finds nobody by globaluserinfo in %j', async ( info ) => {
		expect( await told( info ) ).toEqual( unreadable );
	} );

	it( 'takes who is hidden for nobody, even where it could be seen', async () => {
		expect( await told( { id: 50001, name: 'Steward Foo', hidden: true } ) ).toEqual( unknown );
	} );

	it.each( [ [ 'baduser', unknown ], [ 'invaliduser', unknown ], [ 'readapidenied', unreadable ] ] )( 'hears the error %s', async ( code, result ) => {
		expect( await told( undefined, { error: { code } } ) ).toEqual( result );
	} );

	it( 'says that it was refused', async () => {
		expect( await searched( say( '', 403 ) ) ).toEqual( { kind: 'noAnswer', reason: 'refused' } );
		expect( wiki.requests ).toHaveLength( 1 );
	} );
} );
