// The rules of Extension:OAuth that no recording shows: lifetimes, callbacks, people who may not, and who
// is asked again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authOnlyConsumer, basicConsumer, readToken, startRecordedWiki } from './recordedWiki.ts';
import { browse } from './browse.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { RecordedWiki, Token } from './recordedWiki.ts';
import type { SandboxConsumer } from '../../../server/sandbox/wiki/oauth/memory.ts';

const initiatePath = '/w/index.php?title=Special:OAuth/initiate';
const tokenPath = '/w/index.php?title=Special:OAuth/token';
const identifyPath = '/w/index.php?title=Special:OAuth/identify';
const start = Date.parse( '2026-11-23T04:15:35Z' );
const minute = 60_000;

let world: RecordedWiki;
beforeAll( async () => {
	world = await startRecordedWiki();
} );
afterAll( () => world.wiki.stop() );

async function temporary( consumer: SandboxConsumer = authOnlyConsumer, callback = 'oob' ): Promise<Token> {
	return readToken( await world.call( consumer, initiatePath, { oauth_callback: callback } ) );
}

const dialog = ( token: string, subpage = 'authorize', consumer = authOnlyConsumer ): string =>
	`/wiki/Special:OAuth/${ subpage }?oauth_token=${ token }&oauth_consumer_key=${ consumer.key }`;

describe( 'signed requests', () => {
	it.each( [ 'Special:OAuth', 'Special:MWOAuth', 'special:mwoauth', 'Special:MWOauth' ] )( 'are understood at %s', async ( name ) => {
		const reply = await world.call( authOnlyConsumer, `/w/index.php?title=${ name }/initiate`, { oauth_callback: 'oob' } );
		expect( reply.body ).toMatch( /^oauth_token=[0-9a-f]{32}&/ );
	} );

	it( 'fail at the pretty address, whose title nobody signs', async () => {
		const reply = await world.call( authOnlyConsumer, '/wiki/Special:OAuth/initiate', { oauth_callback: 'oob' } );
		expect( reply.body ).toContain( 'Invalid signature' );
	} );

	it.each( [ [ 300, true ], [ -300, true ], [ 301, false ], [ -301, false ] ] )( 'with a clock that is off by %i s: accepted = %s', async ( seconds, accepted ) => {
		const reply = await world.call( authOnlyConsumer, initiatePath,
			{ oauth_callback: 'oob', oauth_timestamp: String( Math.floor( start / 1000 ) + seconds ) } );
		expect( reply.body.startsWith( 'oauth_token=' ) ).toBe( accepted );
	} );

	it( 'burn their nonce even when the signature is wrong', async () => {
		const wrong = { ...authOnlyConsumer, secret: '0'.repeat( 40 ) };
		const oauth = { oauth_callback: 'oob', oauth_nonce: 'burned' };
		expect( ( await world.call( wrong, initiatePath, oauth ) ).body ).toContain( 'Invalid signature' );
		expect( ( await world.call( authOnlyConsumer, initiatePath, oauth ) ).body ).toContain( 'Nonce already used: burned' );
	} );

	it.each( [
		[ { oauth_version: '2' }, 'This endpoint is not allowed for OAuth version 2' ],
		[ { oauth_signature_method: 'PLAINTEXT' }, 'Signature method &#039;PLAINTEXT&#039; not supported' ],
		[ { oauth_timestamp: '' }, 'Missing timestamp parameter' ],
		[ { oauth_nonce: '' }, 'Missing nonce parameter' ]
	] )( 'are refused with status 200: %o', async ( oauth, sentence ) => {
		const reply = await world.call( authOnlyConsumer, initiatePath, { oauth_callback: 'oob', ...oauth } );
		expect( reply.status ).toBe( 200 );
		expect( reply.body ).toContain( sentence );
	} );
} );

describe( 'callbacks', () => {
	const prefix = { ...authOnlyConsumer, key: 'e'.repeat( 32 ), callbackUrl: 'http://localhost:3000/back', callbackIsPrefix: true };
	beforeAll( () => world.wiki.oauth.registerConsumer( prefix ) );

	it.each( [
		[ 'oob', 'http://localhost:3000/back?oauth_verifier=' ],
		[ 'http://localhost:3000/back/here?x=1', 'http://localhost:3000/back/here?x=1&oauth_verifier=' ],
		[ 'https://localhost:3000/back', 'https://localhost:3000/back?oauth_verifier=' ]
	] )( 'registered as a prefix allow %s', async ( callback, location ) => {
		const token = await temporary( prefix, callback );
		const seen = await browse( world.wiki ).signedIn( 'Steward1' ).allow( dialog( token.key, 'authorize', prefix ) );
		expect( seen.location.startsWith( location ) ).toBe( true );
	} );

	it.each( [ 'http://localhost:3001/back', 'http://evil.example/back', 'http://localhost:3000/else', 'http://a@localhost:3000/back', 'http://:b@localhost:3000/back', 'nonsense' ] )(
		'registered as a prefix refuse %s', async ( callback ) => {
			const reply = await world.call( prefix, initiatePath, { oauth_callback: callback } );
			expect( reply.body ).toContain( 'or begin with the registered callback' );
		}
	);

	it( 'without a page of its own show the code', async () => {
		const byHand = { ...authOnlyConsumer, key: 'f'.repeat( 32 ), callbackUrl: 'oob' };
		world.wiki.oauth.registerConsumer( byHand );
		const person = browse( world.wiki ).signedIn( 'Steward1' );
		const { location } = await person.allow( dialog( ( await temporary( byHand ) ).key, 'authorize', byHand ) );
		const verifier = new URL( location ).searchParams.get( 'oauth_verifier' ) ?? 'none';
		expect( location ).toContain( 'title=Special:OAuth/verified' );
		expect( ( await person.get( location.replace( /^https?:\/\/[^/]+/, '' ) ) ).html ).toContain( `<b>${ verifier }</b>` );
	} );
} );

describe( 'request tokens', () => {
	it( 'can be authorized for ten minutes', async () => {
		const [ fresh, stale ] = [ await temporary(), await temporary() ];
		const person = browse( world.wiki ).signedIn( 'Steward1' );
		world.setTime( start + 10 * minute - 1 );
		expect( ( await person.allow( dialog( fresh.key ) ) ).status ).toBe( 302 );
		world.setTime( start + 10 * minute );
		expect( ( await person.allow( dialog( stale.key ) ) ).html ).toContain( 'mwoauthdatastore-request-token-not-found' );
		world.setTime( start );
	} );

	it( 'can be exchanged for ten more minutes after that', async () => {
		const token = await temporary();
		world.setTime( start + 9 * minute );
		const verifier = await world.allow( 'Steward1', authOnlyConsumer, token.key );
		world.setTime( start + 18 * minute );
		const reply = await world.call( authOnlyConsumer, tokenPath, { oauth_token: token.key, oauth_verifier: verifier }, token.secret );
		world.setTime( start );
		expect( reply.body ).toMatch( /^oauth_token=[0-9a-f]{32}&oauth_token_secret=[0-9a-f]{40}&oauth_callback_confirmed=true$/ );
	} );

	it( 'have one answer: a second one finds no callback', async () => {
		const token = await temporary();
		const person = browse( world.wiki ).signedIn( 'Steward1' );
		await person.allow( dialog( token.key ) );
		expect( ( await person.allow( dialog( token.key ) ) ).html ).toContain( 'mwoauthdatastore-callback-not-found' );
	} );

	it( 'of one consumer are nothing to another', async () => {
		const token = await temporary();
		const reply = await world.call( basicConsumer, tokenPath, { oauth_token: token.key, oauth_verifier: 'x' }, token.secret );
		expect( reply.body ).toContain( 'OAuth token not found' );
	} );
} );

describe( 'access tokens', () => {
	it( 'are the same every time for one account and consumer, and others for others', async () => {
		const [ first, second ] = [ await world.connect( 'Plain', authOnlyConsumer ), await world.connect( 'Plain', authOnlyConsumer ) ];
		expect( second ).toEqual( first );
		expect( await world.connect( 'Steward2', authOnlyConsumer ) ).not.toEqual( first );
	} );

	it( 'die when the account revokes the grant', async () => {
		const token = await world.connect( 'Plain', authOnlyConsumer );
		world.wiki.oauth.revokeGrant( 'Plain' );
		const reply = await world.call( authOnlyConsumer, identifyPath, { oauth_token: token.key }, token.secret );
		expect( reply.body ).toContain( 'mwoauthdatastore-access-token-not-found' );
	} );

	it( 'identify nobody while the consumer is disabled, although initiate and token still answer', async () => {
		const token = await world.connect( 'Steward2', authOnlyConsumer );
		world.wiki.oauth.disableConsumer();
		const initiated = await temporary();
		const identified = await world.call( authOnlyConsumer, identifyPath, { oauth_token: token.key }, token.secret );
		world.wiki.oauth.enableConsumer();
		expect( initiated.key ).toMatch( /^[0-9a-f]{32}$/ );
		expect( identified.body ).toContain( '"error":"mwoauth-invalid-authorization-not-approved"' );
	} );

	it( 'tell the new name after a rename, under the same central ID', async () => {
		const token = await world.connect( 'RenamedSteward', authOnlyConsumer );
		world.wiki.accounts.rename( 'RenamedSteward', 'New Name' );
		const { body } = await world.call( authOnlyConsumer, identifyPath, { oauth_token: token.key }, token.secret );
		expect( JSON.parse( Buffer.from( body.split( '.' )[ 1 ] ?? '', 'base64url' ).toString() ) )
			.toMatchObject( { sub: '50010', username: 'New Name' } );
	} );

	it( 'tell only an id, and that it is blocked, when the name is suppressed', async () => {
		const token = await world.connect( 'HideLater', authOnlyConsumer );
		world.wiki.accounts.suppress( 'HideLater' );
		const { body } = await world.call( authOnlyConsumer, identifyPath, { oauth_token: token.key }, token.secret );
		const claims = JSON.parse( Buffer.from( body.split( '.' )[ 1 ] ?? '', 'base64url' ).toString() ) as object;
		expect( Object.keys( claims ).sort() ).toEqual( [ 'aud', 'blocked', 'exp', 'iat', 'iss', 'nonce', 'sub' ] );
		expect( claims ).toMatchObject( { sub: '50019', blocked: true } );
	} );
} );

describe( 'the dialog', () => {
	it( 'comes every time at authorize, and at authenticate only the first time', async () => {
		const person = browse( world.wiki ).signedIn( 'LockLater' );
		expect( ( await person.get( dialog( ( await temporary() ).key, 'authenticate' ) ) ).status ).toBe( 200 );
		await person.allow( dialog( ( await temporary() ).key, 'authenticate' ) );
		expect( ( await person.get( dialog( ( await temporary() ).key, 'authenticate' ) ) ).status ).toBe( 302 );
		expect( ( await person.get( dialog( ( await temporary() ).key, 'authorize' ) ) ).status ).toBe( 200 );
	} );

	it( 'comes every time when the grants are more than knowing who one is', async () => {
		const person = browse( world.wiki ).signedIn( 'Plain' );
		await person.allow( dialog( ( await temporary( basicConsumer ) ).key, 'authenticate', basicConsumer ) );
		const again = await person.get( dialog( ( await temporary( basicConsumer ) ).key, 'authenticate', basicConsumer ) );
		expect( again.status ).toBe( 200 );
	} );

	it( 'takes no answer without the edit token of the session', async () => {
		const token = await temporary();
		const seen = await browse( world.wiki ).signedIn( 'Steward1' )
			.post( '/wiki/Special:OAuth/authorize', { consumerKey: authOnlyConsumer.key, requestToken: token.key, accept: 'Allow', wpEditToken: '+\\' } );
		expect( seen.status ).toBe( 200 );
		expect( seen.html ).toContain( 'name="accept"' );
	} );

	it( 'is small in a popup, without the menus of the skin', async () => {
		const person = browse( world.wiki ).signedIn( 'Steward1' );
		const { html } = await person.get( `${ dialog( ( await temporary() ).key ) }&display=popup` );
		expect( html ).toContain( 'name="accept"' );
		expect( html ).not.toContain( 'id="p-tb"' );
	} );

	it( 'is closed to a locked account', async () => {
		const { html } = await browse( world.wiki ).signedIn( 'LockedSteward' ).get( dialog( ( await temporary() ).key ) );
		expect( html ).toContain( 'mwoauthserver-insufficient-rights' );
	} );

	it( 'sends temporary accounts to create a real one', async () => {
		const usual = await startSandboxWiki( { consumer: authOnlyConsumer, backendUrl: '', gadgetPages: async () => ( {} ) } );
		const { location } = await browse( usual ).signedIn( '~2026-12345-67' ).get( dialog( 'x'.repeat( 32 ) ) );
		await usual.stop();
		expect( location ).toContain( 'title=Special:CreateAccount' );
	} );
} );

describe( 'any other title', () => {
	it( 'refuses an OAuth header with status 400', async () => {
		const reply = await world.call( authOnlyConsumer, '/wiki/Main_Page', {} );
		expect( reply.status ).toBe( 400 );
		expect( reply.body ).toContain( 'OAuth can only be used with the API' );
	} );
} );
