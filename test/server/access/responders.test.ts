// Who may answer: by configuration and by the wiki's word of this minute, also while the wiki is down.
import { describe, expect, it } from 'vitest';
import { createResponderCheck } from '../../../server/access/responders.ts';
import type { AccountAnswer } from '../../../server/access/ports.ts';
import type { Person, Role } from '../../../server/pages/page.ts';
import { aClock, anAccount, aReader, DAY, foo, MINUTE, now, silence } from './people.ts';

interface Settings {
	accounts?: string[];
	groups?: string[];
	graceMs?: number;
}

function aWorld( answer: AccountAnswer, { accounts = [], groups = [], graceMs = DAY }: Settings = {} ) {
	const reader = aReader( answer );
	const clock = aClock();
	const { isResponder } = createResponderCheck( { accounts, groups, reader, graceMs, clock } );
	return { reader, clock, isResponder: ( person: Person = foo ) => isResponder( person ) };
}

const sysadmin = anAccount( { groups: new Map( [ [ 'sysadmin', now + MINUTE ] ] ) } );

describe( 'createResponderCheck', () => {
	it.each<[ string, AccountAnswer, Settings, boolean ]>( [
		[ 'an account by its name', anAccount(), { accounts: [ 'Foo' ] }, true ],
		[ 'a name written as in a link', anAccount( { name: 'Émile Foo Bar' } ), { accounts: [ 'émile_Foo_Bar' ] }, true ],
		[ 'an account by its central ID', anAccount( { name: 'Foo renamed' } ), { accounts: [ '#7' ] }, true ],
		[ 'a name that the account has given up', anAccount( { name: 'Foo renamed' } ), { accounts: [ 'Foo' ] }, false ],
		[ 'a name that is somebody\'s number', anAccount( { name: '7' } ), { accounts: [ '#17', '#77' ] }, false ],
		[ 'another spelling', anAccount(), { accounts: [ 'FOO', 'Foo Bar' ] }, false ],
		[ 'a member of a group', sysadmin, { groups: [ 'staff', 'sysadmin' ] }, true ],
		[ 'a membership that is over', anAccount( { groups: new Map( [ [ 'sysadmin', now ] ] ) } ), { groups: [ 'sysadmin' ] }, false ],
		[ 'a locked account', anAccount( { locked: true, groups: sysadmin.groups } ), { accounts: [ 'Foo', '#7' ], groups: [ 'sysadmin' ] }, false ],
		[ 'a missing account', { kind: 'missing', at: now }, { accounts: [ '#7' ] }, false ],
		[ 'an answer that nobody understands', { kind: 'unreadable' }, { accounts: [ '#7' ] }, false ],
		[ 'silence', silence, { accounts: [ '#7' ] }, false ]
	] )( 'judges %s', async ( _case, answer, settings, verdict ) => {
		expect( await aWorld( answer, settings ).isResponder() ).toBe( verdict );
	} );

	it( 'asks nobody where no account and no group is configured', async () => {
		const { isResponder, reader } = aWorld( anAccount() );
		expect( await isResponder() ).toBe( false );
		expect( reader.asked ).toEqual( [] );
	} );

	it( 'asks the wiki once for all clicks of a minute, and again after it', async () => {
		const { isResponder, reader, clock } = aWorld( sysadmin, { groups: [ 'sysadmin' ] } );
		expect( await Promise.all( [ isResponder(), isResponder() ] ) ).toEqual( [ true, true ] );
		clock.time += MINUTE - 1;
		expect( await isResponder() ).toBe( true );
		expect( reader.asked ).toEqual( [ 7 ] );
		clock.time += 1;
		expect( await isResponder() ).toBe( false );
		expect( reader.asked ).toEqual( [ 7, 7 ] );
	} );

	it( 'keeps people apart who ask at the same moment', async () => {
		const { isResponder } = aWorld( anAccount( { name: 'X' } ), { accounts: [ '#7' ] } );
		expect( await Promise.all( [ isResponder(), isResponder( { ...foo, centralId: 8 } ) ] ) ).toEqual( [ true, false ] );
	} );

	it( 'asks anew at every click of somebody who was refused', async () => {
		const { isResponder, reader } = aWorld( anAccount(), { groups: [ 'sysadmin' ] } );
		expect( await isResponder() ).toBe( false );
		reader.answer = sysadmin;
		expect( await isResponder() ).toBe( true );
	} );

	describe( 'when the wiki does not answer', () => {
		it( 'lets in whom it confirmed within the grace, to the millisecond', async () => {
			const { isResponder, reader, clock } = aWorld( anAccount(), { accounts: [ 'Foo' ] } );
			await isResponder();
			reader.answer = silence;
			clock.time += DAY - 1;
			expect( await isResponder() ).toBe( true );
			clock.time += 1;
			expect( await isResponder() ).toBe( false );
		} );

		it.each<[ string, AccountAnswer ]>( [
			[ 'locked', anAccount( { locked: true } ) ], [ 'gone', { kind: 'missing', at: now } ], [ 'renamed', anAccount( { name: 'Other' } ) ]
		] )( 'lets in nobody who was %s before', async ( _case, refusal ) => {
			const { isResponder, reader, clock } = aWorld( anAccount(), { accounts: [ 'Foo' ] } );
			await isResponder();
			clock.time += MINUTE;
			reader.answer = refusal;
			expect( await isResponder() ).toBe( false );
			reader.answer = silence;
			expect( await isResponder() ).toBe( false );
		} );

		it( 'lets in nobody for longer than a minute with a grace of 0', async () => {
			const { isResponder, reader, clock } = aWorld( anAccount(), { accounts: [ 'Foo' ], graceMs: 0 } );
			await isResponder();
			reader.answer = silence;
			clock.time += MINUTE;
			expect( await isResponder() ).toBe( false );
		} );
	} );

	describe( 'with single sign-on', () => {
		const named = ( ...roles: Role[] ): Person => ( { centralId: -3, name: 'Foo', singleSignOn: { email: null, roles, at: now } } );

		it( 'goes by the role alone and asks no wiki', async () => {
			const { isResponder, reader } = aWorld( anAccount(), { accounts: [ 'Foo' ] } );
			expect( await isResponder( named( 'member', 'responder' ) ) ).toBe( true );
			expect( await isResponder( named( 'member' ) ) ).toBe( false );
			expect( reader.asked ).toEqual( [] );
		} );
	} );
} );
