// What a live question hears about everybody of the sandbox wiki, new and old; how those who wait share
// calls, counted by the requests that the wiki got; and that nobody waits for ever, or asks too often.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountAnswer, AccountReader } from '../../../server/access/ports.ts';
import { startSandboxWiki, type SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { Fault } from '../../../server/sandbox/wiki/faults.ts';
import { createAccountReader } from '../../../server/wiki/accountReader.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';

const start = Date.parse( '2026-11-23T12:00:00Z' );
let now = start;
const clock = { now: (): number => now };
const never = 3_600_000;
const noAnswer = ( reason: string ): object => ( { kind: 'noAnswer', reason } );

let wiki: SandboxWiki;
beforeEach( async () => {
	now = start;
	const consumer = { key: 'c'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl: 'http://localhost/oauth/callback' };
	wiki = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: 'http://localhost', now: clock.now } );
} );
afterEach( () => wiki.stop() );

function readerWith( { withRights = false, limitMs = never } = {} ): AccountReader {
	const api = createActionApi( { wikiUrl: wiki.url, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: never, clock } );
	return createAccountReader( api, { withRights, clock, limitMs } );
}

/** The ids of each call so far, in the order in which the wiki got them. */
const asked = ( parameter = 'guscentralids' ): number[][] => wiki.requests
	.flatMap( ( { query } ) => query.get( parameter ) ?? [] )
	.map( ( ids ) => ids.split( '|' ).map( Number ) );
const arrived = async ( ...centralIds: number[] ): Promise<void> => {
	await Promise.all( centralIds.map( ( id ) => wiki.arrived( ( { query } ) => query.get( 'guscentralids' ) === String( id ) ) ) );
};

/** Three calls that stay under way until the wiki is released. */
async function busyReader( options = {} ): Promise<{ reader: AccountReader; first: Promise<AccountAnswer[]> }> {
	const reader = readerWith( options );
	wiki.faults.set( { kind: 'hang' }, 'api' );
	const first = Promise.all( [ 50001, 50002, 50003 ].map( ( id ) => reader.ask( id ) ) );
	await arrived( 50001, 50002, 50003 );
	return { reader, first };
}

function release(): void {
	wiki.faults.set( null );
	wiki.faults.release();
}

describe( 'AccountReader', () => {
	describe.each( [
		[ 'at a wiki with list=globalusers', null, 'globalusers' ],
		[ 'at a wiki without it that warns', { kind: 'oldWiki', says: 'warning' }, 'globaluserinfo' ],
		[ 'at a wiki without it that refuses', { kind: 'oldWiki', says: 'badvalue' }, 'globaluserinfo' ]
	] as [ string, Fault | null, string ][] )( 'when asked %s', ( _where, wikiKind, source ) => {
		beforeEach( () => wiki.faults.set( wikiKind, 'api' ) );
		const account = ( name: string, groups = [ 'steward' ], more: object = {} ): object => ( {
			kind: 'account', name, locked: false, source, at: now, groups: new Map( groups.map( ( group ) => [ group, Infinity ] ) ), rights: new Set(), ...more
		} );
		const missing = { kind: 'missing', at: start };
		const read = ( centralId: number, options = {} ): Promise<AccountAnswer> => readerWith( options ).ask( centralId );

		it.each( [
			[ 'a steward', 50001, account( 'Steward Foo' ) ],
			[ 'a steward with a non-Latin name and another group', 50005, account( '東京 執事', [ 'global-rollbacker', 'steward' ] ) ],
			[ 'a steward with an awkward name', 50006, account( "O'Brien & Sons+1" ) ],
			[ 'a former steward', 50002, account( 'Former Bar', [] ) ],
			[ 'a locked steward', 50004, account( 'Locked Qux', [ 'steward' ], { locked: true } ) ],
			[ 'a suppressed steward', 50007, missing ],
			[ 'a steward whose membership has run out', 50008, account( 'Expired Corge', [] ) ],
			[ 'a temporary account', 50009, account( '~2026-12345-67', [] ) ],
			[ 'nobody', 99999, missing ]
		] )( 'is right about %s', async ( _who, centralId, answer ) => {
			expect( await read( centralId ) ).toEqual( answer );
		} );

		it( 'follows a rename, because it asks by central ID, and is not fooled by who takes the name', async () => {
			wiki.accounts.rename( 'Steward Foo', 'Steward Renamed' );
			wiki.accounts.rename( 'Plain Baz', 'Steward Foo' );
			expect( await read( 50001 ) ).toEqual( account( 'Steward Renamed' ) );
			expect( await read( 50003 ) ).toEqual( account( 'Steward Foo', [] ) );
		} );

		it( 'tells a demotion in the next answer, and a promotion', async () => {
			const reader = readerWith();
			expect( await reader.ask( 50001 ) ).toEqual( account( 'Steward Foo' ) );
			wiki.accounts.demote( 'Steward Foo' );
			expect( await reader.ask( 50001 ) ).toEqual( account( 'Steward Foo', [] ) );
			wiki.accounts.promote( 'Steward Foo' );
			expect( await reader.ask( 50001 ) ).toEqual( account( 'Steward Foo' ) );
		} );

		it( 'tells rights where they are wanted: a member without a second factor has none', async () => {
			wiki.accounts.withoutSecondFactor( '東京 執事' );
			const [ steward, without ] = await Promise.all( [ read( 50001, { withRights: true } ), read( 50005, { withRights: true } ) ] );
			expect( steward.kind === 'account' && steward.rights.has( 'centralauth-lock' ) ).toBe( true );
			expect( without ).toEqual( account( '東京 執事', [ 'global-rollbacker', 'steward' ] ) );
		} );

		it( 'has one answer for each of many who ask at once', async () => {
			const reader = readerWith();
			const ids = [ 50001, 50002, 50003, 50004, 50005, 50006, 50007, 50008, 99999 ];
			const answers = await Promise.all( ids.map( ( id ) => reader.ask( id ) ) );
			expect( answers.map( ( answer ) => answer.kind === 'account' ? answer.name : answer.kind ) ).toEqual( [
				'Steward Foo', 'Former Bar', 'Plain Baz', 'Locked Qux', '東京 執事', "O'Brien & Sons+1", 'missing', 'Expired Corge', 'missing'
			] );
		} );
	} );

	it( 'asks an old wiki twice about one person, each time anew', async () => {
		wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		const reader = readerWith();
		await reader.ask( 50001 );
		expect( [ asked(), asked( 'guiid' ) ] ).toEqual( [ [ [ 50001 ] ], [ [ 50001 ] ] ] );
		wiki.faults.set( null );
		expect( await reader.ask( 50001 ) ).toMatchObject( { source: 'globalusers' } );
	} );

	it( 'asks an old wiki about one at a time, and about nobody twice', async () => {
		const { reader, first } = await busyReader();
		const others = [ 50004, 50005, 50006 ].map( ( id ) => reader.ask( id ) );
		wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		wiki.faults.release();
		await first;
		expect( await Promise.all( others ) ).toMatchObject( [ { source: 'globaluserinfo' }, { source: 'globaluserinfo' }, { source: 'globaluserinfo' } ] );
		expect( asked( 'guiid' ).sort() ).toEqual( [ [ 50004 ], [ 50005 ], [ 50006 ] ] );
	} );

	it( 'does not ask a second time when the first question merely failed', async () => {
		wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		expect( await readerWith().ask( 50001 ) ).toEqual( noAnswer( 'serverError' ) );
		expect( asked( 'guiid' ) ).toEqual( [] );
	} );

	it.each( [ 0, -7, 1.5, NaN, Infinity, 2 ** 53 ] )( 'knows without asking that %d is nobody', async ( centralId ) => {
		expect( await readerWith().ask( centralId ) ).toEqual( { kind: 'missing', at: now } );
		expect( wiki.requests ).toHaveLength( 0 );
	} );
} );

describe( 'Those who wait at the same moment', () => {
	it( 'go at once while a call is free, alone', async () => {
		const { first } = await busyReader();
		expect( asked().sort() ).toEqual( [ [ 50001 ], [ 50002 ], [ 50003 ] ] );
		release();
		await first;
	} );

	it( 'gather behind three calls under way, and go together', async () => {
		const { reader, first } = await busyReader();
		const rest = Promise.all( [ 50004, 50005, 50006, 50007 ].map( ( id ) => reader.ask( id ) ) );
		release();
		await first;
		expect( await rest ).toMatchObject( [ { name: 'Locked Qux' }, { name: '東京 執事' }, { name: "O'Brien & Sons+1" }, { kind: 'missing' } ] );
		expect( asked().slice( 3 ) ).toEqual( [ [ 50004, 50005, 50006, 50007 ] ] );
	} );

	it( 'are fifty in a call, no more', async () => {
		const many = Array.from( { length: 120 }, ( _nobody, index ) => wiki.accounts.add( { name: `Somebody ${ index }` } ) );
		const { reader, first } = await busyReader();
		const answers = Promise.all( many.map( ( { centralId } ) => reader.ask( centralId ) ) );
		release();
		await first;
		expect( ( await answers ).map( ( answer ) => answer.kind === 'account' && answer.name ) ).toEqual( many.map( ( { name } ) => name ) );
		expect( asked().slice( 3 ).map( ( ids ) => ids.length ).sort() ).toEqual( [ 20, 50, 50 ] );
	} );

	it( 'wait once for the same person', async () => {
		const { reader, first } = await busyReader();
		const twice = [ reader.ask( 50004 ), reader.ask( 50005 ), reader.ask( 50004 ) ];
		release();
		await first;
		expect( await Promise.all( twice ) ).toMatchObject( [ { name: 'Locked Qux' }, { name: '東京 執事' }, { name: 'Locked Qux' } ] );
		expect( asked().slice( 3 ) ).toEqual( [ [ 50004, 50005 ] ] );
	} );

	it( 'do not share a call that has gone out, for it may tell what was before', async () => {
		const reader = readerWith();
		wiki.faults.set( { kind: 'hang' }, 'api' );
		const before = reader.ask( 50001 );
		await arrived( 50001 );
		const after = reader.ask( 50001 );
		release();
		await Promise.all( [ before, after ] );
		expect( asked() ).toEqual( [ [ 50001 ], [ 50001 ] ] );
	} );
} );

describe( 'The limit of an answer', () => {
	/** Enough for three requests on this machine to arrive before it is over. */
	const limitMs = 500;

	it( 'holds for who could not even ask, and frees the calls for others', async () => {
		const { reader, first } = await busyReader( { limitMs } );
		const queued = reader.ask( 50004 );
		expect( await queued ).toEqual( noAnswer( 'timeout' ) );
		expect( await first ).toEqual( Array( 3 ).fill( noAnswer( 'timeout' ) ) );
		wiki.faults.set( null );
		// Nobody waits for the calls that still hang at the wiki, so they are over. Again, if a slow machine misses the limit.
		await expect.poll( () => reader.ask( 50001 ), { timeout: 10_000 } ).toMatchObject( { name: 'Steward Foo' } );
	} );

	it( 'is counted from the asking, not from the call', async () => {
		const { reader } = await busyReader( { limitMs } );
		const over: string[] = [];
		const queued = reader.ask( 50004 ).then( () => over.push( 'asked first' ) );
		// Has a call of its own at once, and the same limit.
		const later = readerWith( { limitMs } ).ask( 50005 ).then( () => over.push( 'asked later' ) );
		await Promise.all( [ queued, later ] );
		expect( over ).toEqual( [ 'asked first', 'asked later' ] );
	} );

	it( 'is everybody\'s own: who joins later waits no shorter', async () => {
		const reader = readerWith( { limitMs } );
		wiki.faults.set( { kind: 'hang' }, 'api' );
		const first = [ 50001, 50002, 50003 ].map( ( id ) => reader.ask( id ) );
		const over: string[] = [];
		const early = reader.ask( 50004 ).then( () => over.push( 'early' ) );
		await arrived( 50001, 50002, 50003 );
		const late = reader.ask( 50004 ).then( () => over.push( 'late' ) );
		await early;
		expect( over ).toEqual( [ 'early' ] );
		await Promise.all( [ ...first, late ] );
	} );
} );

describe( 'A wiki that asks us to wait', () => {
	it( 'is not asked until then, and everybody is told at once', async () => {
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 30 }, 'api' );
		const reader = readerWith();
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		wiki.faults.set( null );
		now += 29_999;
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		expect( asked() ).toHaveLength( 1 );
		now += 1;
		expect( await reader.ask( 50001 ) ).toMatchObject( { name: 'Steward Foo' } );
	} );

	it( 'is obeyed when its database lags', async () => {
		wiki.faults.set( { kind: 'maxlag' }, 'api' );
		const reader = readerWith();
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'serverError' ) );
		expect( await reader.ask( 50001 ) ).toEqual( noAnswer( 'rateLimited' ) );
		now += 5_000;
		wiki.faults.set( null );
		expect( await reader.ask( 50001 ) ).toMatchObject( { kind: 'account' } );
		expect( asked() ).toHaveLength( 2 );
	} );

	it( 'is not obeyed for longer than five minutes', async () => {
		wiki.faults.set( { kind: 'tooManyRequests', retryAfterSeconds: 86_400 }, 'api' );
		const reader = readerWith();
		await reader.ask( 50001 );
		wiki.faults.set( null );
		now += 300_000;
		expect( await reader.ask( 50001 ) ).toMatchObject( { kind: 'account' } );
	} );
} );
