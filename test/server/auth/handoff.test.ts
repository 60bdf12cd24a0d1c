// From the click to a session on a real store, with everybody in between who might want a part of it:
// another browser, another script of the wiki page, somebody who is late, somebody who comes twice.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandoff, type Handoff } from '../../../server/auth/handoff.ts';
import { hashOf, newToken } from '../../../server/auth/secrets.ts';
import { openDatabase, type Database } from '../../../server/store/database.ts';
import { createSignInStore } from '../../../server/store/sessionStore.ts';

const expired = { code: 'signInExpired' };
const sender = { centralId: 50001, name: 'Steward Foo' };
const person = { ...sender, singleSignOn: null };

describe( 'Handoff', () => {
	let time: number;
	let folder: string;
	let database: Database;
	let handoff: Handoff;
	const requestToken = 'a'.repeat( 32 );
	const [ browser, verifier ] = [ newToken(), newToken() ];

	beforeEach( async () => {
		time = 1_790_000_000_000;
		folder = await mkdtemp( join( tmpdir(), 'page-sre-test-' ) );
		database = await openDatabase( join( folder, 'store.sqlite' ) );
		handoff = createHandoff( createSignInStore( database ), { now: () => time } );
	} );
	afterEach( async () => {
		await database.destroy();
		await rm( folder, { recursive: true } );
	} );

	async function begin( challenge: string | null = hashOf( verifier ), token = requestToken ): Promise<void> {
		await handoff.begin( { requestToken: token, requestTokenSecret: `secret of ${ token }`, browser, origin: 'https://meta.wikimedia.org', challenge, returnTo: null } );
	}

	async function codeOf( challenge?: string | null ): Promise<string> {
		await begin( challenge );
		return handoff.identified( await handoff.resume( requestToken, browser ), sender );
	}

	it( 'goes from begin by way of the wiki to the sender', async () => {
		await begin();
		const signIn = await handoff.resume( requestToken, browser );
		expect( signIn ).toMatchObject( { requestTokenSecret: `secret of ${ requestToken }`, origin: 'https://meta.wikimedia.org' } );
		expect( await handoff.exchange( await handoff.identified( signIn, sender ), verifier ) ).toEqual( person );
	} );

	it.each( [ undefined, newToken(), '' ] )( 'is not resumed by another browser (%j)', async ( other ) => {
		await begin();
		await expect( handoff.resume( requestToken, other ) ).rejects.toMatchObject( expired );
	} );

	it( 'is not resumed with a request token that we did not begin', async () => {
		await begin();
		await expect( handoff.resume( 'b'.repeat( 32 ), browser ) ).rejects.toMatchObject( expired );
	} );

	it( 'is not resumed once the wiki has answered', async () => {
		await codeOf();
		await expect( handoff.resume( requestToken, browser ) ).rejects.toMatchObject( expired );
	} );

	it( 'waits as long as MediaWiki does for the person, and no longer', async () => {
		await begin();
		time += 20 * 60 * 1000 - 1;
		expect( await handoff.resume( requestToken, browser ) ).toMatchObject( { origin: 'https://meta.wikimedia.org' } );
		time += 1;
		await expect( handoff.resume( requestToken, browser ) ).rejects.toMatchObject( expired );
	} );

	it( 'gives nothing for a code without its verifier', async () => {
		await expect( handoff.exchange( await codeOf(), newToken() ) ).rejects.toMatchObject( expired );
	} );

	it( 'gives nothing for the challenge in place of the verifier', async () => {
		await expect( handoff.exchange( await codeOf(), hashOf( verifier ) ) ).rejects.toMatchObject( expired );
	} );

	it( 'gives nothing for a code of our own origin to whoever brings a verifier', async () => {
		await expect( handoff.exchange( await codeOf( null ), verifier ) ).rejects.toMatchObject( expired );
	} );

	it( 'gives nothing for a code that is not ours', async () => {
		await codeOf();
		await expect( handoff.exchange( newToken(), verifier ) ).rejects.toMatchObject( expired );
	} );

	it( 'takes a code once', async () => {
		const code = await codeOf();
		await handoff.exchange( code, verifier );
		await expect( handoff.exchange( code, verifier ) ).rejects.toMatchObject( expired );
	} );

	it( 'gives the sender to one of two who bring the code at the same time', async () => {
		const code = await codeOf();
		const both = await Promise.allSettled( [ handoff.exchange( code, verifier ), handoff.exchange( code, verifier ) ] );
		expect( both.map( ( { status } ) => status ).sort() ).toEqual( [ 'fulfilled', 'rejected' ] );
	} );

	it( 'takes a code for a minute', async () => {
		const code = await codeOf();
		time += 60_000 - 1;
		expect( await handoff.exchange( code, verifier ) ).toEqual( person );
		const late = await codeOf();
		time += 60_000;
		await expect( handoff.exchange( late, verifier ) ).rejects.toMatchObject( expired );
	} );

	it( 'goes on in the same browser when the panel is gone, and in no other', async () => {
		expect( await handoff.exchangeInSameBrowser( await codeOf(), browser ) ).toEqual( person );
		await expect( handoff.exchangeInSameBrowser( await codeOf(), newToken() ) ).rejects.toMatchObject( expired );
		await expect( handoff.exchangeInSameBrowser( await codeOf(), undefined ) ).rejects.toMatchObject( expired );
	} );

	it( 'forgets an attempt that the wiki refused', async () => {
		await begin();
		await handoff.abandon( await handoff.resume( requestToken, browser ) );
		await expect( handoff.resume( requestToken, browser ) ).rejects.toMatchObject( expired );
		expect( await database.selectFrom( 'sign_ins' ).selectAll().execute() ).toEqual( [] );
	} );

	it( 'keeps two attempts of one browser apart', async () => {
		await begin();
		await begin( hashOf( 'other verifier' ), 'b'.repeat( 32 ) );
		const first = await handoff.identified( await handoff.resume( requestToken, browser ), sender );
		const second = await handoff.identified( await handoff.resume( 'b'.repeat( 32 ), browser ), { centralId: 2, name: 'Other' } );
		expect( await handoff.exchange( second, 'other verifier' ) ).toEqual( { centralId: 2, name: 'Other', singleSignOn: null } );
		expect( await handoff.exchange( first, verifier ) ).toEqual( person );
	} );

	it( 'forgets what has expired and keeps what has not', async () => {
		await begin();
		time += 20 * 60 * 1000 - 1;
		await begin( null, 'b'.repeat( 32 ) );
		time += 2;
		await handoff.forgetExpired();
		const left = await database.selectFrom( 'sign_ins' ).select( 'request_token_hash' ).execute();
		expect( left ).toEqual( [ { request_token_hash: hashOf( 'b'.repeat( 32 ) ) } ] );
	} );

	it( 'leaves neither tokens nor codes nor browser secrets in the store', async () => {
		const code = await codeOf();
		const rows = JSON.stringify( await database.selectFrom( 'sign_ins' ).selectAll().execute() );
		expect( rows ).toContain( hashOf( code ) );
		expect( [ requestToken, `secret of ${ requestToken }`, code, browser, verifier ].filter( ( secret ) => rows.includes( secret ) ) ).toEqual( [] );
	} );
} );
