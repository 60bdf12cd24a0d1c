// The sandbox's Special:OAuth answers what a real MediaWiki answered, byte for byte where the recording
// allows it. Requests are repeated with their recorded signatures unless they need a secret nobody kept.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authOnlyConsumer, basicConsumer, expectRecorded, readToken, startRecordedWiki } from './recordedWiki.ts';
import { readExchanges, recorded } from './recordings.ts';
import type { RecordedWiki } from './recordedWiki.ts';

let world: RecordedWiki;
beforeAll( async () => {
	world = await startRecordedWiki();
} );
afterAll( () => world.wiki.stop() );

const claims = ( token: string ): unknown => JSON.parse( Buffer.from( token.split( '.' )[ 1 ] ?? '', 'base64url' ).toString() );

describe( 'Special:OAuth/initiate', () => {
	const exchanges = readExchanges( 'oauth-initiate' );
	it.each( exchanges.map( ( exchange ) => [ exchange.name, exchange ] as const ) )( 'answers as recorded: %s', async ( name, exchange ) => {
		const [ token, secret ] = exchange.response.body.match( /[0-9a-f]{32}/g ) ?? [];
		world.willMake( ...( token === undefined || secret === undefined ? [] : [ token, secret ] ) );
		if ( name.includes( 'reused nonce' ) ) {
			await world.replay( exchange );
		}
		expectRecorded( await world.replay( exchange ), exchange );
	} );
} );

describe( 'Special:OAuth/token', () => {
	it( 'answers as recorded when nobody has authorized the request token', async () => {
		const exchange = recorded( 'oauth-token', 'token ERROR: request token never authorised, bogus verifier' );
		world.setTime( exchange.at );
		const token = readToken( await world.call( basicConsumer, '/w/index.php?title=Special:OAuth/initiate', { oauth_callback: 'oob' } ) );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
	} );

	it( 'answers as recorded to a wrong verifier', async () => {
		const exchange = recorded( 'oauth-token', 'token ERROR: authorised request token, wrong verifier' );
		world.setTime( exchange.at );
		const token = readToken( await world.call( basicConsumer, '/w/index.php?title=Special:OAuth/initiate', { oauth_callback: 'oob' } ) );
		await world.allow( 'Steward1', basicConsumer, token.key );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
	} );

	it( 'answers as recorded to a request token that was used before, whatever the signature', async () => {
		const exchange = recorded( 'oauth-token', 'token ERROR: request token + verifier used a second time' );
		const [ key = '' ] = /(?<=oauth_token=")[0-9a-f]{32}/.exec( exchange.request.headers.authorization ?? '' ) ?? [];
		world.setTime( exchange.at );
		world.willMake( key, 'b'.repeat( 32 ) );
		await world.connect( 'Steward1', basicConsumer );
		expectRecorded( await world.replay( exchange ), exchange );
	} );
} );

describe( 'Special:OAuth/identify', () => {
	it( 'gives the recorded claims to a steward, signed with the consumer secret', async () => {
		const exchange = recorded( 'oauth-identify', 'identify OK (GET)' );
		world.setTime( exchange.at );
		const token = await world.connect( 'Steward1', basicConsumer );
		const reply = await world.replayWith( exchange, basicConsumer, token );
		// Same clock, same nonce, same account: then the whole token is the same.
		expectRecorded( reply, exchange );
	} );

	it( 'gives the recorded claims to a demoted steward: no steward rights any more', async () => {
		const exchange = recorded( 'oauth-identify', 'identify after demotion' );
		world.setTime( exchange.at );
		const token = await world.connect( 'DemoteLater', basicConsumer );
		world.wiki.accounts.demote( 'DemoteLater' );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
	} );

	it( 'answers as recorded to an unknown access token', async () => {
		const exchange = recorded( 'oauth-identify', 'identify ERROR: unknown access token' );
		expectRecorded( await world.replay( exchange ), exchange );
	} );

	it( 'answers as recorded to a nonce that was used before', async () => {
		const exchange = recorded( 'oauth-identify', 'identify ERROR: nonce reused' );
		world.setTime( exchange.at );
		const token = await world.connect( 'Steward1', basicConsumer );
		await world.replayWith( exchange, basicConsumer, token );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
	} );

	it( 'answers as recorded when the account was locked after the authorization', async () => {
		const exchange = recorded( 'oauth-identify', 'identify ERROR: user globally locked after authorising' );
		world.setTime( exchange.at );
		const token = await world.connect( 'LockLater', basicConsumer );
		world.wiki.accounts.lock( 'LockLater' );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
	} );
} );

describe( 'a whole sign-in by passport-mediawiki-oauth', () => {
	it( 'repeats the recorded one with its own signatures and ends in the same identity token', async () => {
		const initiate = recorded( 'oauth-handshake', 'passport initiate' );
		const token = recorded( 'oauth-handshake', 'passport token' );
		const identify = recorded( 'oauth-handshake', 'passport identify' );
		const temporary = '5b593563a94c0ae63cb795c4d9b46725';
		world.willMake( temporary, '2a0ac4b186330afac12b5909a614b7ce' );
		expectRecorded( await world.replay( initiate ), initiate );

		world.willMake( 'session', 'edit token', '9cd004dfda2cd1cb8d24b587ed9a0e3f',
			'dd3df0832bd3dd78af9264821b3823d3', 'd10c3c3b7d283cbf56ca9a46e285792dd3b668de' );
		expect( await world.allow( 'Steward1', authOnlyConsumer, temporary ) ).toBe( '9cd004dfda2cd1cb8d24b587ed9a0e3f' );

		expectRecorded( await world.replay( token ), token );
		const identity = await world.replay( identify );
		expectRecorded( identity, identify );
		expect( claims( identity.body ) ).toMatchObject( { sub: '50001', username: 'Steward1', iss: 'http://127.0.0.1:8080' } );
	} );

	it( 'leaves an access token that the API takes for a reader without rights, as recorded', async () => {
		const exchange = recorded( 'oauth-identify', 'API with an authonly token' );
		expectRecorded( await world.replay( exchange ), exchange );
	} );
} );

describe( 'Special:OAuth/authorize', () => {
	it( 'sends people who are not signed in to the recorded address', async () => {
		const exchange = recorded( 'oauth-authorize', 'authorize page: not logged in' );
		expectRecorded( await world.replay( exchange ), exchange );
	} );

	it( 'shows an unknown consumer as an error page with the recorded headers', async () => {
		const exchange = recorded( 'oauth-authorize', 'authorize page: unknown consumer' );
		const reply = await world.replay( exchange, world.wiki.signInAs( 'Steward1' ) );
		expectRecorded( reply, exchange, false );
		expect( reply.body ).toContain( 'mwoauthserver-bad-consumer-key' );
		expect( reply.body ).toContain( '#E006">E006</a>' );
		expect( reply.body ).not.toContain( '&lt;span' );
	} );

	it( 'shows a disabled consumer as an error page with the recorded headers', async () => {
		const exchange = recorded( 'oauth-authorize', 'authorize page: disabled consumer' );
		world.wiki.oauth.registerConsumer( { ...basicConsumer, key: 'e3d825d7b8b42b558e0c12aa63ef09bb' } );
		world.wiki.oauth.disableConsumer();
		const reply = await world.replay( exchange, world.wiki.signInAs( 'Steward1' ) );
		world.wiki.oauth.enableConsumer();
		expectRecorded( reply, exchange, false );
		expect( reply.body ).toContain( 'mwoauthserver-bad-consumer"' );
	} );

	it( 'ends a cancellation on a page of the wiki, with the recorded headers and without a redirect', async () => {
		const exchange = recorded( 'oauth-authorize', 'authorize (user denies) POST cancel' );
		world.setTime( exchange.at );
		const { cookie } = world.wiki.signInAs( 'Steward1' );
		const asked = await world.send( 'GET',
			`/wiki/Special:OAuth/authorize?oauth_token=${ 'a'.repeat( 32 ) }&oauth_consumer_key=${ basicConsumer.key }`, { cookie } );
		const editToken = /name="wpEditToken" value="([^"]+)"/.exec( asked.body )?.[ 1 ] ?? '';
		const body = exchange.request.body.replace( 'wpEditToken=', `wpEditToken=${ encodeURIComponent( editToken ) }` );
		const reply = await world.replay( { ...exchange, request: { ...exchange.request, body } }, { cookie } );
		expectRecorded( reply, exchange, false );
		expect( reply.headers ).not.toHaveProperty( 'location' );
		expect( reply.body ).toContain( 'You have chosen not to allow' );
	} );

	it( 'skips the dialog at authenticate when the account allowed the same before, as recorded', async () => {
		const exchange = recorded( 'oauth-authorize', 'authenticate (second time: no prompt) GET form' );
		world.setTime( exchange.at );
		await world.connect( 'Steward1', authOnlyConsumer );
		world.willMake( 'de8f749ac37864435f7518f2f975070c', 'c'.repeat( 32 ) );
		await world.call( authOnlyConsumer, '/w/index.php?title=Special:OAuth/initiate', { oauth_callback: 'oob' } );
		const cookie = world.wiki.signInAs( 'Steward1' );
		world.willMake( 'bf663e1a3527530825ab76c2b7cfa4fc' );
		expectRecorded( await world.replay( exchange, cookie ), exchange );
	} );
} );
