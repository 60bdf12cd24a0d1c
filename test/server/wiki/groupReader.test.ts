// The whole group or nothing: page by page at the sandbox wiki, with some thousand members too, and answer by
// answer at a server that lies.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GroupMember, GroupReader } from '../../../server/access/ports.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { createGroupReader } from '../../../server/wiki/groupReader.ts';
import { cutShort, say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

const now = Date.parse( '2026-11-23T12:00:00Z' );
const clock = { now: (): number => now };
const forEver = [ { group: 'steward', expiry: 'infinity' } ];

function readerAt( wikiUrl: string, requiredRight?: string, group = 'steward' ): GroupReader {
	const api = createActionApi( { wikiUrl, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 20_000, clock } );
	return createGroupReader( api, { group, requiredRight, clock } );
}

const byId = ( members: readonly GroupMember[] ): GroupMember[] => members.toSorted( ( a, b ) => a.centralId - b.centralId );

describe( 'The group of the sandbox wiki', () => {
	let wiki: SandboxWiki;
	beforeEach( async () => {
		const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
		wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost', now: clock.now } );
	} );
	afterEach( () => wiki.stop() );
	const stewards = [
		{ centralId: 50001, name: 'Steward Foo', usable: true },
		{ centralId: 50004, name: 'Locked Qux', usable: false },
		{ centralId: 50005, name: '東京 執事', usable: true },
		{ centralId: 50006, name: "O'Brien & Sons+1", usable: true }
	];

	async function read( requiredRight?: string ): Promise<GroupMember[]> {
		const reading = await readerAt( wiki.url, requiredRight ).readGroup();
		expect( asked( 'maxlag' ), 'every call gives way' ).toEqual( wiki.requests.map( () => '5' ) );
		expect( reading.kind ).toBe( 'read' );
		return reading.kind === 'read' ? byId( reading.members ) : [];
	}
	const asked = ( parameter: string ): string[] => wiki.requests.flatMap( ( { query } ) => query.get( parameter ) ?? [] );

	it( 'is everybody in it and nobody else; who is locked cannot page', async () => {
		expect( await read() ).toEqual( stewards );
		expect( asked( 'list' ) ).toEqual( [ 'globalallusers' ] );
	} );

	it( 'is read to the end, some hundred at a time', async () => {
		for ( let index = 0; index < 1_700; index++ ) {
			wiki.accounts.add( { name: `Steward ${ String( index ).padStart( 4, '0' ) }`, centralId: 60_000 + index, globalGroups: forEver, locked: index % 2 === 1 } );
		}
		const members = await read();
		expect( members ).toHaveLength( 1_704 );
		expect( members.slice( 4 ) ).toEqual( Array.from( { length: 1_700 }, ( _nobody, index ) => (
			{ centralId: 60_000 + index, name: `Steward ${ String( index ).padStart( 4, '0' ) }`, usable: index % 2 === 0 }
		) ) );
		expect( asked( 'list' ) ).toHaveLength( 4 );
	} );

	it( 'is no list when a part of it is missing', async () => {
		for ( let index = 0; index < 600; index++ ) {
			wiki.accounts.add( { name: `Steward ${ index }`, centralId: 60_000 + index, globalGroups: forEver } );
		}
		const reading = readerAt( wiki.url ).readGroup();
		await wiki.arrived( ( { query } ) => query.get( 'list' ) === 'globalallusers' );
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 60 }, 'api' );
		expect( await reading ).toEqual( { kind: 'noAnswer', reason: 'rateLimited', notBefore: now + 60_000 } );
		expect( asked( 'agufrom' ) ).toHaveLength( 1 );
	} );

	it( 'gives way to a lagging database, and passes on when to come back', async () => {
		wiki.faults.set( { kind: 'maxlag' }, 'api' );
		expect( await readerAt( wiki.url ).readGroup() ).toEqual( { kind: 'noAnswer', reason: 'serverError', notBefore: now + 5_000 } );
	} );

	it( 'that does not exist is no empty group', async () => {
		expect( await readerAt( wiki.url, undefined, 'emperor' ).readGroup() ).toEqual( { kind: 'noAnswer', reason: 'unreadable' } );
	} );

	describe.each( [ [ 'new', null ], [ 'old', { kind: 'oldWiki' } as const ] ] )( 'with a required right, at a wiki that is %s', ( _age, fault ) => {
		beforeEach( () => wiki.faults.set( fault, 'api' ) );

		it( 'lets only those who have it page', async () => {
			wiki.accounts.withoutSecondFactor( '東京 執事' );
			expect( await read( 'centralauth-lock' ) ).toEqual( stewards.map( ( steward ) => ( { ...steward, usable: steward.usable && steward.name !== '東京 執事' } ) ) );
			expect( await read( 'no-such-right' ) ).toEqual( stewards.map( ( steward ) => ( { ...steward, usable: false } ) ) );
			expect( await read() ).toEqual( stewards );
		} );

		it( 'is no list when a right could not be asked for', async () => {
			const reading = readerAt( wiki.url, 'centralauth-lock' ).readGroup();
			await wiki.arrived( ( { query } ) => query.get( 'list' ) === 'globalallusers' );
			wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 60 }, 'api' );
			expect( await reading ).toEqual( { kind: 'noAnswer', reason: 'rateLimited', notBefore: now + 60_000 } );
		} );

		it( 'reads single accounts: who is there and not locked can page, by a grant and so without the right', async () => {
			wiki.accounts.rename( 'Plain Baz', 'Plain Zab' );
			const accounts = [ [ 50003, 'Plain Baz' ], [ 50004, 'Locked Qux' ], [ 50007, 'Hidden Quux' ], [ 99999, 'Gone' ] ] as const;
			expect( await readerAt( wiki.url, 'centralauth-lock' ).readAccounts( accounts.map( ( [ centralId, name ] ) => ( { centralId, name } ) ) ) ).toEqual( {
				kind: 'read',
				members: [
					{ centralId: 50003, name: 'Plain Zab', usable: true },
					{ centralId: 50004, name: 'Locked Qux', usable: false },
					{ centralId: 50007, name: 'Hidden Quux', usable: false },
					{ centralId: 99999, name: 'Gone', usable: false }
				]
			} );
		} );
	} );

	it( 'is asked for rights in calls of fifty, one after the other, and not for those of the locked', async () => {
		for ( let index = 0; index < 117; index++ ) {
			wiki.accounts.add( { name: `Steward ${ index }`, centralId: 60_000 + index, globalGroups: forEver } );
		}
		expect( ( await read( 'centralauth-lock' ) ).filter( ( { usable } ) => usable ) ).toHaveLength( 120 );
		const calls = asked( 'guscentralids' ).map( ( ids ) => ids.split( '|' ) );
		expect( calls.map( ( ids ) => ids.length ) ).toEqual( [ 50, 50, 20 ] );
		expect( calls.flat() ).not.toContain( '50004' );
	} );

	it( 'asks nothing about no accounts', async () => {
		expect( await readerAt( wiki.url ).readAccounts( [] ) ).toEqual( { kind: 'read', members: [] } );
		expect( wiki.requests ).toHaveLength( 0 );
	} );
} );

describe( 'A list that is not whole', () => {
	let wiki: RawWiki;
	beforeEach( async () => {
		wiki = await startRawWiki();
	} );
	afterEach( () => wiki.stop() );
	const member = { id: 50001, name: 'Steward Foo', groups: [ 'steward' ] };
	const unreadable = { kind: 'noAnswer', reason: 'unreadable' };
	const json = ( body: unknown ): RawAnswer => say( JSON.stringify( body ) );
	const list = ( rows: unknown, more: object = {} ): RawAnswer => json( { query: { globalallusers: rows }, ...more } );

	async function read( answer: RawAnswer ): Promise<unknown> {
		wiki.answerWith( answer );
		return readerAt( wiki.url ).readGroup();
	}

	it.each( [
		[ {}, true ], [ { locked: '' }, false ], [ { locked: true }, false ], [ { locked: false }, true ], [ { existslocally: '' }, true ]
	] )( 'would be read, were it whole: %j', async ( more, usable ) => {
		expect( await read( list( [ { ...member, ...more } ] ) ) ).toEqual( { kind: 'read', members: [ { centralId: 50001, name: 'Steward Foo', usable } ] } );
	} );

	it.each( [
		{ id: undefined }, { id: '50001' }, { id: 0 }, { name: '' }, { name: undefined }, { name: 'Foo\uD800' }, { locked: 'x' }, { locked: 1 }, { locked: null },
		{ groups: undefined }, { groups: 'steward' }
	] )( 'is not read with %j in one row', async ( change ) => {
		expect( await read( list( [ { ...member, id: 7 }, { ...member, ...change } ] ) ) ).toEqual( unreadable );
	} );

	it( 'is not read when it lists people who are not in the group: then it lists everybody', async () => {
		expect( await read( list( [ member, { ...member, id: 7, groups: [] } ] ) ) ).toEqual( unreadable );
		expect( await read( list( [ { ...member, groups: [ 'stewards' ] } ] ) ) ).toEqual( unreadable );
	} );

	it.each( [ {}, { query: {} }, { query: { globalallusers: null } }, { query: { globalallusers: { 0: member } } } ] )( 'is not read from %j', async ( body ) => {
		expect( await read( json( body ) ) ).toEqual( unreadable );
	} );

	it.each( [ 'again', { agufrom: 5 }, { continue: '-||' }, null ] )( 'is not read when it goes on nobody knows where: %j', async ( next ) => {
		expect( await read( list( [ member ], { continue: next } ) ) ).toEqual( unreadable );
	} );

	it( 'is not read when it comes back to where it was', async () => {
		expect( await read( ( { url }, response ) => {
			const from = new URL( url!, wiki.url ).searchParams.get( 'agufrom' );
			response.end( JSON.stringify( { query: { globalallusers: [ member ] }, continue: { agufrom: from === 'B' ? 'A' : from === 'A' ? 'B' : 'A' } } ) );
		} ) ).toEqual( unreadable );
		expect( wiki.requests ).toHaveLength( 3 );
	} );

	it( 'is not read without end', async () => {
		let part = 0;
		expect( await read( ( _request, response ) => {
			response.end( JSON.stringify( { query: { globalallusers: [ member ] }, continue: { agufrom: `Part ${ ++part }` } } ) );
		} ) ).toEqual( unreadable );
		expect( wiki.requests ).toHaveLength( 100 );
	} );

	it( 'goes on with what the wiki said, and lets it change nothing else of the question', async () => {
		wiki.answerWith( ( { url }, response ) => {
			const more = url!.includes( 'agufrom' ) ? {} : { continue: { agufrom: 'Steward Foo', continue: '-||', agugroup: 'user', list: 'allusers' } };
			response.end( JSON.stringify( { query: { globalallusers: [ { ...member, id: wiki.requests.length } ] }, ...more } ) );
		} );
		expect( await readerAt( wiki.url ).readGroup() ).toMatchObject( { kind: 'read', members: [ { centralId: 1 }, { centralId: 2 } ] } );
		expect( Object.fromEntries( new URL( wiki.requests[ 1 ]!.url, wiki.url ).searchParams ) ).toEqual( {
			action: 'query', format: 'json', formatversion: '2', list: 'globalallusers', agugroup: 'steward', aguprop: 'groups|lockinfo', agulimit: '500',
			agufrom: 'Steward Foo', continue: '-||', maxlag: '5'
		} );
	} );

	it( 'names nobody twice who was renamed meanwhile', async () => {
		expect( await read( ( { url }, response ) => {
			const more = url!.includes( 'agufrom' ) ? {} : { continue: { agufrom: 'B' } };
			response.end( JSON.stringify( { query: { globalallusers: [ { ...member, name: `Name ${ wiki.requests.length }` } ] }, ...more } ) );
		} ) ).toEqual( { kind: 'read', members: [ { centralId: 50001, name: 'Name 2', usable: true } ] } );
	} );

	it.each( [
		[ say( '', 503 ), 'serverError' ], [ say( '', 403 ), 'refused' ], [ say( '<html>' ), 'unreadable' ], [ cutShort( '{"query":{}}' ), 'network' ],
		[ json( { error: { code: 'badvalue' } } ), 'unreadable' ]
	] )( 'says why it was not read %#', async ( answer, reason ) => {
		expect( await read( answer ) ).toEqual( { kind: 'noAnswer', reason } );
	} );

	it( 'is not read when the right of one member cannot be read', async () => {
		wiki.answerWith( ( { url }, response ) => response.end( JSON.stringify( { query: url!.includes( 'globalallusers' ) ?
			{ globalallusers: [ member, { ...member, id: 7 } ] } :
			{ globalusers: [ { centralid: 50001, name: 'Steward Foo', locked: false, groupmemberships: [], rights: [ 'x' ] } ] } } ) ) );
		expect( await readerAt( wiki.url, 'x' ).readGroup() ).toEqual( unreadable );
		expect( await readerAt( wiki.url ).readAccounts( [ { centralId: 7, name: 'Seven' } ] ) ).toEqual( unreadable );
	} );
} );
