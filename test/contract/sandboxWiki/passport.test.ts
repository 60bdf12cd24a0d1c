// The real passport-mediawiki-oauth signs in at the sandbox wiki, and fails there as it fails at a real
// one. The package is untouched: no wrapper of ours is in between.
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import { browse } from './browse.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

interface Profile {
	id: string;
	displayName: string | undefined;
}

interface Strategy {
	authenticate( request: object ): void;
	redirect( url: string ): void;
	success( user: Profile ): void;
	fail( why: unknown ): void;
	error( error: Error ): void;
}

const { Strategy: MediaWikiStrategy } = createRequire( import.meta.url )( 'passport-mediawiki-oauth' ) as {
	Strategy: new (
		options: object,
		verify: ( token: string, secret: string, profile: Profile, done: ( error: null, user: Profile ) => void ) => void
	) => Strategy;
};

const callbackUrl = 'http://localhost:3000/oauth/callback';
const consumer = { key: 'a'.repeat( 32 ), secret: '5'.repeat( 40 ), callbackUrl };

let wiki: SandboxWiki;
let session: object;

beforeEach( async () => {
	wiki = await startSandboxWiki( { consumer, backendUrl: 'http://localhost:3000', gadgetPages: async () => ( {} ) } );
	session = {};
} );
afterEach( () => wiki.stop() );

type Result = { redirect: string } | { user: Profile } | { error: Error };

function authenticate( query: Record<string, string> ): Promise<Result> {
	const strategy = new MediaWikiStrategy( {
		consumerKey: consumer.key, consumerSecret: consumer.secret, callbackURL: callbackUrl, baseURL: `${ wiki.url }/`
	}, ( _token, _secret, profile, done ) => done( null, profile ) );
	return new Promise( ( resolve ) => {
		strategy.redirect = ( redirect ) => resolve( { redirect } );
		strategy.success = ( user ) => resolve( { user } );
		strategy.error = ( error ) => resolve( { error } );
		strategy.fail = ( why ) => resolve( { error: new Error( String( why ) ) } );
		strategy.authenticate( { session, query } );
	} );
}

/** Passport's redirect, the wiki's dialog, and what comes back to the callback. */
async function allow( name: string ): Promise<Record<string, string>> {
	const started = await authenticate( {} );
	const { location } = await browse( wiki ).signedIn( name ).allow( 'redirect' in started ? started.redirect : '' );
	expect( location ).toMatch( /^http:\/\/localhost:3000\/oauth\/callback\?oauth_verifier=[0-9a-f]{32}&oauth_token=[0-9a-f]{32}$/ );
	return Object.fromEntries( new URL( location ).searchParams );
}

describe( 'passport-mediawiki-oauth at the sandbox wiki', () => {
	it.each( [ 'Steward Foo', '東京 執事', "O'Brien & Sons+1", 'Plain Baz' ] )( 'signs in %s by central ID and name', async ( name ) => {
		const result = await authenticate( await allow( name ) );
		expect( result ).toMatchObject( { user: { id: String( wiki.accounts.find( name )?.centralId ), displayName: name } } );
	} );

	it( 'gets no name for a suppressed account', async () => {
		const result = await authenticate( await allow( 'Hidden Quux' ) );
		expect( result ).toMatchObject( { user: { id: '50007', displayName: undefined } } );
	} );

	it( 'is refused when the account is locked between allowing and identifying', async () => {
		const query = await allow( 'Steward Foo' );
		wiki.accounts.lock( 'Steward Foo' );
		expect( await authenticate( query ) ).toHaveProperty( 'error' );
	} );

	it( 'is refused when the consumer is disabled after allowing', async () => {
		const query = await allow( 'Steward Foo' );
		wiki.oauth.disableConsumer();
		expect( await authenticate( query ) ).toHaveProperty( 'error' );
	} );

	it( 'can use a request token only once', async () => {
		const query = await allow( 'Steward Foo' );
		const kept = structuredClone( session );
		expect( await authenticate( query ) ).toHaveProperty( 'user' );
		session = kept;
		expect( await authenticate( query ) ).toHaveProperty( 'error' );
	} );
} );
