// Announcing through a relay: one line in one piece, and a relay in any mood neither delays nor fails
// anything.
import { describe, expect, it, onTestFinished } from 'vitest';
import { announcementText } from '../../../server/announce/announcementText.ts';
import { createIrcRelay } from '../../../server/announce/ircRelay.ts';
import type { IrcRelaySettings } from '../../../server/announce/ircRelay.ts';
import type { Announcer } from '../../../server/announce/announcer.ts';
import { startSandboxRelay } from '../../../server/sandbox/tcpircbot/relay.ts';
import type { SandboxRelay } from '../../../server/sandbox/tcpircbot/relay.ts';
import { somePage } from './somePage.ts';

interface World {
	relay: SandboxRelay;
	announcer: Announcer;
	log: { level: string; facts: unknown }[];
}

async function world( overrides: Partial<IrcRelaySettings> = {} ): Promise<World> {
	const relay = await startSandboxRelay();
	onTestFinished( () => relay.stop() );
	const log: World[ 'log' ] = [];
	const note = ( level: string ) => ( facts: unknown ): void => {
		log.push( { level, facts } );
	};
	const announcer = createIrcRelay( { host: relay.host, port: relay.port, ...overrides }, { log: { info: note( 'info' ), warn: note( 'warn' ) } } );
	return { relay, announcer, log };
}

const announcement = { page: somePage(), isPrivate: false };
const pageId = announcement.page.id;

describe( 'the IRC relay', () => {
	it( 'says one line for each page', async () => {
		const { relay, announcer, log } = await world();
		await announcer.announce( announcement );
		await announcer.announce( { ...announcement, isPrivate: true } );
		expect( relay.said ).toEqual( [ announcementText( announcement ), announcementText( { ...announcement, isPrivate: true } ) ] );
		expect( relay.connections() ).toBe( 2 );
		expect( log ).toEqual( [ { level: 'info', facts: { pageId } }, { level: 'info', facts: { pageId } } ] );
	} );

	it( 'says the longest line in one piece, and hangs up', async () => {
		const { relay, announcer } = await world();
		const page = somePage( { summary: '🔥'.repeat( 400 ), scope: 'ä\n!log x'.repeat( 90 ), name: 'ö'.repeat( 90 ) } );
		await announcer.announce( { page, isPrivate: false } );
		expect( relay.said ).toEqual( [ announcementText( { page, isPrivate: false } ) ] );
		expect( relay.said[ 0 ] ).not.toContain( '\uFFFD' );
		expect( relay.deaths() ).toBe( 0 );
		await relay.abandoned();
	} );

	it( 'says several at once, each in its line', async () => {
		const { relay, announcer } = await world();
		const pages = [ 'a', 'b', 'c' ].map( ( summary ) => somePage( { summary } ) );
		await Promise.all( pages.map( ( page ) => announcer.announce( { page, isPrivate: false } ) ) );
		expect( [ ...relay.said ].sort() ).toEqual( pages.map( ( page ) => announcementText( { page, isPrivate: false } ) ) );
	} );

	it( 'is given up when it neither reads nor hangs up', async () => {
		const { relay, announcer, log } = await world( { timeoutMs: 200 } );
		relay.mood = 'deaf';
		await announcer.announce( announcement );
		expect( log ).toEqual( [ { level: 'warn', facts: { pageId, reason: expect.stringMatching( /ABORT_ERR|TimeoutError|AbortError/ ) as string } } ] );
	} );

	it( 'is a warning, and no failure, when it cuts the connection', async () => {
		const { relay, announcer, log } = await world();
		relay.mood = 'rude';
		await announcer.announce( announcement );
		expect( log ).toMatchObject( [ { level: 'warn', facts: { pageId } } ] );
		relay.mood = 'well';
		await announcer.announce( announcement );
		expect( relay.said ).toHaveLength( 1 );
	} );

	it.each( [ [ 'nobody listens', 'localhost' ], [ 'its host is unknown', 'relay.invalid' ] ] )( 'is a warning when %s', async ( _, host ) => {
		const { relay, announcer, log } = await world( { host } );
		await relay.stop();
		await announcer.announce( announcement );
		expect( log ).toEqual( [ { level: 'warn', facts: { pageId, reason: expect.stringMatching( /^E[A-Z]/ ) as string } } ] );
	} );

	it( 'is a warning when its port is none', async () => {
		const { announcer, log } = await world( { port: 70_000 } );
		await announcer.announce( announcement );
		expect( log ).toMatchObject( [ { level: 'warn', facts: { pageId } } ] );
	} );
} );
