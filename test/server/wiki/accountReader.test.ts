// What a live question hears about everybody of the sandbox wiki, new and old; and how those who wait share
// calls, counted by the requests that the wiki got.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountAnswer } from '../../../server/access/ports.ts';
import type { Fault } from '../../../server/sandbox/wiki/faults.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { startAskedWiki, type AskedWiki } from './askedWiki.ts';

let world: AskedWiki;
let wiki: SandboxWiki;
beforeEach( async () => {
	world = await startAskedWiki();
	( { wiki } = world );
} );
afterEach( () => wiki.stop() );

describe( 'AccountReader', () => {
	describe.each( [
		[ 'at a wiki with list=globalusers', null, 'globalusers' ],
		[ 'at a wiki without it that warns', { kind: 'oldWiki', says: 'warning' }, 'globaluserinfo' ],
		[ 'at a wiki without it that refuses', { kind: 'oldWiki', says: 'badvalue' }, 'globaluserinfo' ]
	] as [ string, Fault | null, string ][] )( 'when asked %s', ( _where, wikiKind, source ) => {
		beforeEach( () => wiki.faults.set( wikiKind, 'api' ) );
		const missing = { kind: 'missing', at: Date.parse( '2026-11-23T12:00:00Z' ) };
		const account = ( name: string, groups = [ 'steward' ], more: object = {} ): object => ( {
			kind: 'account', name, locked: false, source, at: missing.at, groups: new Map( groups.map( ( group ) => [ group, Infinity ] ) ), rights: new Set(), ...more
		} );
		const read = ( centralId: number, options = {} ): Promise<AccountAnswer> => world.readerWith( options ).ask( centralId );

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
			const reader = world.readerWith();
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
			const reader = world.readerWith();
			const ids = [ 50001, 50002, 50003, 50004, 50005, 50006, 50007, 50008, 99999 ];
			const answers = await Promise.all( ids.map( ( id ) => reader.ask( id ) ) );
			expect( answers.map( ( answer ) => answer.kind === 'account' ? answer.name : answer.kind ) ).toEqual( [
				'Steward Foo', 'Former Bar', 'Plain Baz', 'Locked Qux', '東京 執事', "O'Brien & Sons+1", 'missing', 'Expired Corge', 'missing'
			] );
		} );
	} );

	it( 'asks an old wiki twice about one person, each time anew', async () => {
		wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		const reader = world.readerWith();
		await reader.ask( 50001 );
		expect( [ world.asked(), world.asked( 'guiid' ) ] ).toEqual( [ [ [ 50001 ] ], [ [ 50001 ] ] ] );
		wiki.faults.set( null );
		expect( await reader.ask( 50001 ) ).toMatchObject( { source: 'globalusers' } );
	} );

	it( 'asks an old wiki about one at a time, and about nobody twice', async () => {
		const { reader, first } = await world.busyReader();
		const others = [ 50004, 50005, 50006 ].map( ( id ) => reader.ask( id ) );
		wiki.faults.set( { kind: 'oldWiki' }, 'api' );
		wiki.faults.release();
		await first;
		expect( await Promise.all( others ) ).toMatchObject( [ { source: 'globaluserinfo' }, { source: 'globaluserinfo' }, { source: 'globaluserinfo' } ] );
		expect( world.asked( 'guiid' ).sort() ).toEqual( [ [ 50004 ], [ 50005 ], [ 50006 ] ] );
	} );

	it( 'does not ask a second time when the first question merely failed', async () => {
		wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		expect( await world.readerWith().ask( 50001 ) ).toEqual( { kind: 'noAnswer', reason: 'serverError' } );
		expect( world.asked( 'guiid' ) ).toEqual( [] );
	} );

	it.each( [ 0, -7, 1.5, NaN, Infinity, 2 ** 53 ] )( 'knows without asking that %d is nobody', async ( centralId ) => {
		expect( await world.readerWith().ask( centralId ) ).toEqual( { kind: 'missing', at: world.clock.now() } );
		expect( wiki.requests ).toHaveLength( 0 );
	} );
} );

describe( 'Those who wait at the same moment', () => {
	it( 'go at once while a call is free, alone', async () => {
		const { first } = await world.busyReader();
		expect( world.asked().sort() ).toEqual( [ [ 50001 ], [ 50002 ], [ 50003 ] ] );
		world.release();
		await first;
	} );

	it( 'gather behind three calls under way, and go together', async () => {
		const { reader, first } = await world.busyReader();
		const rest = Promise.all( [ 50004, 50005, 50006, 50007 ].map( ( id ) => reader.ask( id ) ) );
		world.release();
		await first;
		expect( await rest ).toMatchObject( [ { name: 'Locked Qux' }, { name: '東京 執事' }, { name: "O'Brien & Sons+1" }, { kind: 'missing' } ] );
		expect( world.asked().slice( 3 ) ).toEqual( [ [ 50004, 50005, 50006, 50007 ] ] );
	} );

	it( 'are fifty in a call, no more', async () => {
		const many = Array.from( { length: 120 }, ( _nobody, index ) => wiki.accounts.add( { name: `Somebody ${ index }` } ) );
		const { reader, first } = await world.busyReader();
		const answers = Promise.all( many.map( ( { centralId } ) => reader.ask( centralId ) ) );
		world.release();
		await first;
		expect( ( await answers ).map( ( answer ) => answer.kind === 'account' && answer.name ) ).toEqual( many.map( ( { name } ) => name ) );
		expect( world.asked().slice( 3 ).map( ( ids ) => ids.length ).sort() ).toEqual( [ 20, 50, 50 ] );
	} );

	it( 'wait once for the same person', async () => {
		const { reader, first } = await world.busyReader();
		const twice = [ reader.ask( 50004 ), reader.ask( 50005 ), reader.ask( 50004 ) ];
		world.release();
		await first;
		expect( await Promise.all( twice ) ).toMatchObject( [ { name: 'Locked Qux' }, { name: '東京 執事' }, { name: 'Locked Qux' } ] );
		expect( world.asked().slice( 3 ) ).toEqual( [ [ 50004, 50005 ] ] );
	} );

	it( 'wait once when both ask in the same moment, also while a call is free', async () => {
		const reader = world.readerWith();
		expect( await Promise.all( [ reader.ask( 50001 ), reader.ask( 50001 ) ] ) ).toMatchObject( [ { name: 'Steward Foo' }, { name: 'Steward Foo' } ] );
		expect( world.asked() ).toEqual( [ [ 50001 ] ] );
		await reader.ask( 50001 );
		expect( world.asked() ).toEqual( [ [ 50001 ], [ 50001 ] ] );
	} );

	it( 'do not share a call that has gone out, for it may tell what was before', async () => {
		const reader = world.readerWith();
		wiki.faults.set( { kind: 'hang' }, 'api' );
		const before = reader.ask( 50001 );
		await world.arrived( 50001 );
		const after = reader.ask( 50001 );
		world.release();
		await Promise.all( [ before, after ] );
		expect( world.asked() ).toEqual( [ [ 50001 ], [ 50001 ] ] );
	} );
} );
