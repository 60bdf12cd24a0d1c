// Nobody pages who has not read what a page is for: once for each version, in the reader's language, on record.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SessionView } from '../../server/contract/session.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';
import { confirmGuidance } from '../signIn.ts';

let world: World;
let sender: SenderClient;
beforeEach( async () => {
	world = await startWorld();
	sender = await world.signIn( 'Steward Foo', { readsGuidance: false } );
} );
afterEach( () => world.stop() );

const guidance = async (): Promise<SessionView[ 'guidance' ]> => ( await sender.call<SessionView>( 'GET', '/v1/session' ) ).body.guidance;

it( 'refuses who has not read it, keeps nothing, and takes the same page with the same key once they have', async () => {
	const idempotencyKey = 'read-before-you-page';
	expect( await guidance() ).toMatchObject( { confirmed: false } );
	expect( ( await sender.sendPage( { idempotencyKey } ) ).body ).toMatchObject( { code: 'guidanceNotConfirmed', status: 403 } );
	await world.advance( 60_000 );
	expect( world.onCall.received ).toEqual( [] );
	const { version } = await guidance();
	expect( ( await confirmGuidance( world.url, sender.token, version, 'ja' ) ).status ).toBe( 200 );
	expect( await guidance() ).toEqual( { version, confirmed: true } );
	expect( ( await sender.sendPage( { idempotencyKey } ) ).status ).toBe( 202 );
} );

it( 'takes no confirmation of another version than the one that is in force', async () => {
	const answer = await confirmGuidance( world.url, sender.token, 'aaaaaaaaaaaa' );
	expect( await answer.json() ).toMatchObject( { code: 'guidanceOutdated', status: 409 } );
	expect( ( await sender.sendPage() ).body ).toMatchObject( { code: 'guidanceNotConfirmed' } );
} );

it( 'remembers it through a restart and a new sign-in', async () => {
	await confirmGuidance( world.url, sender.token, ( await guidance() ).version );
	await world.restart();
	sender = await world.signIn( 'Steward Foo', { readsGuidance: false } );
	expect( ( await sender.sendPage() ).status ).toBe( 202 );
} );

it( 'one member\'s reading is no other\'s', async () => {
	await confirmGuidance( world.url, sender.token, ( await guidance() ).version );
	const other = await world.signIn( '東京 執事', { readsGuidance: false } );
	expect( ( await other.sendPage() ).body ).toMatchObject( { code: 'guidanceNotConfirmed' } );
} );

it( 'who may not page has nothing to confirm', async () => {
	const { version } = await guidance();
	const plain = await world.signIn( 'Plain Baz' );
	expect( await ( await confirmGuidance( world.url, plain.token, version ) ).json() ).toMatchObject( { code: 'notMember' } );
} );
