// A store that cannot write refuses out loud: nothing is accepted that is not on the disk. What was
// accepted before is delivered once it can, once. (What each fault of SQLite looks like from near:
// test/server/store/sqliteFile.test.ts.)
import { rename } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPage, startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'While the store', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		// The worker cannot work either, and says so.
		world.expectErrors( /background work keeps failing/, /could not be recorded/ );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	async function expectRefused( earlier: string, ...codes: string[] ): Promise<void> {
		// A note asks nothing of the wiki, so nothing else can be the reason.
		const note = await sender.call( 'POST', `/v1/pages/${ earlier }/notes`, { text: 'Still so.' } );
		expect( { status: note.status, body: note.body } ).toMatchObject( { status: 503, body: { code: 'storeUnavailable' } } );
		const { status, body } = await sender.call<{ code: string; retryable: boolean }>( 'POST', '/v1/pages', aPage() );
		expect( { status, retryable: body.retryable } ).toEqual( { status: 503, retryable: true } );
		expect( codes ).toContain( body.code );
		const answer = await fetch( `${ world.url }/readyz` );
		expect( { status: answer.status, body: await answer.json() as unknown } )
			.toMatchObject( { status: 503, body: { ready: false, store: false } } );
	}

	async function expectWellAgain( earlier: string ): Promise<void> {
		const { status, body: page } = await sender.sendPage();
		expect( status ).toBe( 202 );
		await sender.sees( page.id, 'delivered' );
		await sender.sees( earlier, 'delivered' );
		expect( world.onCall.incidents().map( ( { entityId } ) => entityId ).sort() )
			.toEqual( [ `page-sre/${ earlier }`, `page-sre/${ page.id }` ].sort() );
	}

	it( 'is locked by somebody else, pages are refused, and what was accepted is delivered afterwards', async () => {
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
		const { body: earlier } = await sender.sendPage();
		const other = new DatabaseSync( world.config.store );
		other.exec( 'begin exclusive' );
		// SQLite waits for the lock without letting anything else run, so the wiki's answer may also come too late.
		await expectRefused( earlier.id, 'storeUnavailable', 'membershipUnknown' );
		other.exec( 'rollback' );
		other.close();
		world.onCall.faults.set( null );
		await expectWellAgain( earlier.id );
	} );

	it( 'is gone, pages are refused, and what was accepted is delivered when it is back', async () => {
		world.onCall.faults.set( { kind: 'refuseConnections' }, 'ingest' );
		const { body: earlier } = await sender.sendPage();
		await rename( world.config.store, `${ world.config.store }.away` );
		await expectRefused( earlier.id, 'storeUnavailable' );
		await rename( `${ world.config.store }.away`, world.config.store );
		world.onCall.faults.set( null );
		await expectWellAgain( earlier.id );
	} );
} );
