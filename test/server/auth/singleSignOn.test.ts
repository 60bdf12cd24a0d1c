// What a proxy may say, and what becomes of it: read to the letter or refused, never guessed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSingleSignOn, type ProxySettings, type SingleSignOnSignIn } from '../../../server/auth/singleSignOn.ts';
import type { Person } from '../../../server/pages/page.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createSingleSignOnStore } from '../../../server/store/singleSignOnStore.ts';

const settings: ProxySettings = {
	peers: [ '127.0.0.1' ],
	headers: { user: 'x-user', email: 'x-email', groups: 'x-groups' },
	members: [ 'wmf', 'NDA people' ],
	responders: [ 'ops' ]
};
const now = 1_790_000_000_000;

describe( 'Single sign-on', () => {
	let folder: string;
	let database: Database;
	beforeAll( async () => {
		folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
		database = await openDatabase( join( folder, 'store.sqlite' ) );
	} );
	afterAll( async () => {
		await database.destroy();
		await rm( folder, { recursive: true } );
	} );

	/** Values as Node hands them over: one character for each byte that came. */
	const onTheWire = ( value: string ): string => Buffer.from( value ).toString( 'latin1' );
	const signOn = ( changes: Partial<ProxySettings> ): SingleSignOnSignIn =>
		createSingleSignOn( { ...settings, ...changes }, createSingleSignOnStore( database ), { now: () => now } );
	const raw = ( said: Record<string, readonly string[]>, changes: Partial<ProxySettings> = {} ): Promise<Person> =>
		signOn( changes ).identify( ( name ) => said[ name ] ?? [] );
	const identify = ( said: Record<string, string>, changes?: Partial<ProxySettings> ): Promise<Person> =>
		raw( Object.fromEntries( Object.entries( said ).map( ( [ name, value ] ) => [ name, [ onTheWire( value ) ] ] ) ), changes );
	const named = ( name: string ): Promise<Person> => identify( { 'x-user': name, 'x-groups': 'wmf' } );

	it( 'makes a person of whom the proxy names, with what it says of them and when', async () => {
		const person = await identify( { 'x-user': 'foo', 'x-email': 'foo@example.org', 'x-groups': 'wmf,ops' } );
		expect( person ).toEqual( {
			centralId: person.centralId, name: 'foo', singleSignOn: { email: 'foo@example.org', roles: [ 'member', 'responder' ], at: now }
		} );
		expect( person.centralId ).toBeLessThan( 0 );
	} );

	it( 'names each of its headers once, even where one says two things', () => {
		const { headers } = signOn( { headers: { user: 'x-email', email: 'x-email', groups: 'x-groups' } } );
		expect( headers ).toEqual( [ 'x-email', 'x-groups' ] );
	} );

	describe( 'with a name', () => {
		it.each( [ 'foo', 'Foo Bar', 'foo@EXAMPLE.org', '東京', 'O\'Brien', 'x'.repeat( 255 ), '\u{1F600}'.repeat( 255 ) ] )( 'takes it as it is: %s', async ( name ) => {
			expect( ( await named( name ) ).name ).toBe( name );
		} );

		it( 'takes off what surrounds it, and writes it one way', async () => {
			expect( ( await named( '  Jose\u0301 ' ) ).name ).toBe( 'Jos\u00E9' );
		} );

		it( 'knows the same person however they typed it', async () => {
			const numbers = await Promise.all( [ 'Jos\u00E9', 'jose\u0301', 'JOS\u00C9' ].map( async ( name ) => ( await named( name ) ).centralId ) );
			expect( new Set( numbers ).size ).toBe( 1 );
			expect( ( await named( 'jose' ) ).centralId ).not.toBe( numbers[ 0 ] );
		} );

		it.each( [
			'x'.repeat( 256 ), 'foo,bar', 'foo\tbar', 'foo\u0000', 'foo\u0085', 'foo\u2028bar', 'foo\u200Bbar', 'admin\u202E', '\uFEFFfoo\u2060', 'foo\u00AD'
		] )( 'refuses one that cannot be read without a doubt: %j', async ( name ) => {
			await expect( named( name ) ).rejects.toMatchObject( { code: 'signInInvalid' } );
		} );

		it.each( [ '\xE9', 'foo\xFF', '\xED\xA0\x80', '\xC0\xAF' ] )( 'refuses bytes that are no UTF-8: %j', async ( bytes ) => {
			await expect( raw( { 'x-user': [ bytes ], 'x-groups': [ 'wmf' ] } ) ).rejects.toMatchObject( { code: 'signInInvalid' } );
		} );
	} );

	it.each<Record<string, string>>( [ {}, { 'x-user': '' }, { 'x-user': '  ' }, { 'x-user': '(null)' }, { 'x-email': 'foo@example.org' } ] )( 'lets nobody in where the proxy names nobody: %j', async ( said ) => {
		await expect( identify( { ...said, 'x-groups': 'wmf' }, { members: [ '*' ] } ) ).rejects.toMatchObject( { code: 'proxyNotTrusted' } );
	} );

	it.each( [ 'x-user', 'x-email', 'x-groups' ] )( 'refuses a header that came twice, be it the same or empty: %s', async ( name ) => {
		const said = { 'x-user': [ 'foo' ], 'x-email': [ 'foo@example.org' ], 'x-groups': [ 'wmf' ] };
		expect( await raw( said ) ).toMatchObject( { name: 'foo' } );
		for ( const second of [ 'root', ...said[ name as 'x-user' ], '' ] ) {
			for ( const values of [ [ ...said[ name as 'x-user' ], second ], [ second, ...said[ name as 'x-user' ] ] ] ) {
				await expect( raw( { ...said, [ name ]: values } ) ).rejects.toMatchObject( { code: 'signInInvalid' } );
			}
		}
	} );

	describe( 'with an e-mail address', () => {
		const emailOf = async ( email: string ): Promise<string | null> =>
			( await identify( { 'x-user': 'foo', 'x-email': email, 'x-groups': 'wmf' } ) ).singleSignOn!.email;

		it.each( [ 'foo@example.org', 'foo+page.sre@example.org', 'föö@例え.jp', 'root@localhost' ] )( 'keeps it: %s', async ( email ) => {
			expect( await emailOf( email ) ).toBe( email );
		} );

		it.each( [
			'', '(null)', 'foo', '@', 'foo@', '@example.org', 'foo@a@b', 'foo@example.org,bar@example.org', 'foo@example.org; bar@example.org', 'Foo <foo@example.org>', 'foo bar@example.org',
			`${ 'x'.repeat( 250 ) }@a.org`, 'foo@example.org\u202E', 'f\u200Boo@example.org', 'foo@example\u0085org'
		] )( 'keeps nothing that is none, and lets the person in: %j', async ( email ) => {
			expect( await emailOf( email ) ).toBeNull();
		} );
	} );

	describe( 'with groups', () => {
		const rolesOf = async ( groups: string, changes?: Partial<ProxySettings> ): Promise<unknown> =>
			( await identify( { 'x-user': 'foo', 'x-groups': groups }, changes ) ).singleSignOn!.roles;

		it.each( [ 'wmf', 'WMF', ' wmf ', 'other,wmf', 'other;wmf', 'other|wmf', 'a, b ; wmf|c', ',wmf,', 'nda people', 'x;NDA People' ] )( 'finds the one that may page: %j', async ( groups ) => {
			expect( await rolesOf( groups ) ).toEqual( [ 'member' ] );
		} );

		it( 'finds the one that answers', async () => {
			expect( await rolesOf( 'ops' ) ).toEqual( [ 'responder' ] );
		} );

		it.each( [ '', '(null)', 'wm', 'wmff', 'xwmf', 'w mf', 'nda', 'people', 'cn=wmf', 'wmf.example.org', 'wmf:ops', '*', 'constructor', 'wmf\u200B' ] )( 'lets nobody in by one that only looks like it: %j', async ( groups ) => {
			await expect( rolesOf( groups ) ).rejects.toMatchObject( { code: 'notMember', details: { reason: 'notInGroup' } } );
		} );

		it( 'lets everybody whom the proxy names be what is open to all, and nothing else', async () => {
			expect( await rolesOf( '', { members: [ '*' ] } ) ).toEqual( [ 'member' ] );
			expect( await rolesOf( '', { responders: [ '*' ] } ) ).toEqual( [ 'responder' ] );
			expect( await rolesOf( 'ops', { members: [ '*' ] } ) ).toEqual( [ 'member', 'responder' ] );
		} );

		it( 'gives no number to somebody who may do nothing', async () => {
			await expect( identify( { 'x-user': 'nobody special' } ) ).rejects.toMatchObject( { code: 'notMember' } );
			const rows = await database.selectFrom( 'sso_people' ).select( 'user_name' ).execute();
			expect( rows ).not.toContainEqual( { user_name: 'nobody special' } );
		} );
	} );
} );
