// The sandbox's api.php answers what a real MediaWiki with CentralAuth answered, byte for byte.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { basicConsumer, expectRecorded, startRecordedWiki } from './recordedWiki.ts';
import { readExchanges, recorded } from './recordings.ts';
import type { RecordedWiki } from './recordedWiki.ts';

let world: RecordedWiki;
beforeAll( async () => {
	world = await startRecordedWiki();
} );
afterAll( () => world.wiki.stop() );

describe( 'api.php', () => {
	const exchanges = readExchanges( 'globaluserinfo' );
	it.each( exchanges.map( ( exchange ) => [ exchange.name, exchange ] as const ) )( 'answers as recorded: %s', async ( _name, exchange ) => {
		expectRecorded( await world.replay( exchange ), exchange );
	} );

	it( 'answers as recorded to an unknown access token', async () => {
		const exchange = recorded( 'oauth-identify', 'API ERROR: unknown access token' );
		expectRecorded( await world.replay( exchange ), exchange );
	} );

	it( 'answers as recorded when the account was locked after the authorization', async () => {
		const exchange = recorded( 'oauth-identify', 'API ERROR: user globally locked after authorising' );
		world.setTime( exchange.at );
		const token = await world.connect( 'LockLater', basicConsumer );
		world.wiki.accounts.lock( 'LockLater' );
		expectRecorded( await world.replayWith( exchange, basicConsumer, token ), exchange );
		world.wiki.accounts.unlock( 'LockLater' );
	} );

	it( 'shows a demotion in the very next answer, as recorded', async () => {
		const exchange = recorded( 'oauth-identify', 'globaluserinfo after demotion' );
		expect( ( await world.replay( exchange ) ).body ).toContain( '"groups":["steward"]' );
		world.wiki.accounts.demote( 'DemoteLater' );
		expectRecorded( await world.replay( exchange ), exchange );
	} );
} );
