// Saying that the guidance has been read: who may, to which version, and what the session says then.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../../../server/contract/session.ts';
import { startWorld, type Answer, type SenderClient, type World } from '../../../harness.ts';
import { confirmGuidance } from '../../../signIn.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'POST /v1/guidance', () => {
	let world: World;
	let sender: SenderClient;
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo', { readsGuidance: false } );
	} );
	afterEach( () => world.stop() );

	const session = async ( client = sender ): Promise<SessionView> => ( await client.call<SessionView>( 'GET', '/v1/session' ) ).body;
	const confirm = async ( language = 'en', client = sender ): Promise<Answer<SessionView>> =>
		client.call( 'POST', '/v1/guidance', { version: ( await session( client ) ).guidance.version, language } );

	it( 'lets a member page, and answers with the whole session as it is now', async () => {
		expect( ( await session() ).guidance.confirmed ).toBe( false );
		expect( await sender.sendPage() ).toMatchObject( { status: 403, body: { code: 'guidanceNotConfirmed' } } );
		const { status, body } = await confirm();
		expect( status ).toBe( 200 );
		expect( body ).toEqual( { ...await session(), guidance: { ...body.guidance, confirmed: true } } );
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
	} );

	it( 'counts for the person, in every session and after a restart, and for nobody else', async () => {
		await confirm();
		await world.restart();
		expect( ( await session( await world.signIn( 'Steward Foo', { readsGuidance: false } ) ) ).guidance.confirmed ).toBe( true );
		expect( ( await session( await world.signIn( '東京 執事', { readsGuidance: false } ) ) ).guidance.confirmed ).toBe( false );
	} );

	it( 'may be said twice', async () => {
		await confirm();
		expect( ( await confirm( 'de' ) ).status ).toBe( 200 );
	} );

	it( 'does not count for a version that was not shown', async () => {
		await expectProblem( await confirmGuidance( world.url, sender.token, 'f'.repeat( 16 ) ), 'guidanceOutdated' );
		expect( ( await session() ).guidance.confirmed ).toBe( false );
	} );

	it( 'cannot be said by somebody who may not page', async () => {
		const former = await world.signIn( 'Former Bar', { readsGuidance: false } );
		expect( await confirm( 'en', former ) ).toMatchObject( { status: 403, body: { code: 'notMember', reason: 'notInGroup' } } );
		expect( ( await session( former ) ).guidance.confirmed ).toBe( false );
	} );

	it( 'cannot be said while nobody knows who may page', async () => {
		const { guidance: { version } } = await session();
		world.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'api' );
		await expectProblem( await confirmGuidance( world.url, sender.token, version ), 'membershipUnknown' );
		world.wiki.faults.set( null );
		expect( ( await session() ).guidance.confirmed ).toBe( false );
	} );

	it.each( [
		{}, { version: 'abcdef01' }, { language: 'en' }, { version: 'short', language: 'en' }, { version: 'abcdef01', language: 'English' }, { version: 'ABCDEF01', language: 'en' },
		{ version: 'abcdef01', language: 'en', person: 'Other' }
	] )( 'does not understand %j', async ( body ) => {
		await expectProblem( await ask( `${ world.url }/v1/guidance`, { method: 'POST', headers: { Authorization: `Bearer ${ sender.token }` }, body } ), 'invalidRequest' );
	} );

	it( 'is for people who have signed in, and only said, never asked', async () => {
		await expectProblem( await ask( `${ world.url }/v1/guidance`, { method: 'POST', body: { version: 'abcdef01', language: 'en' } } ), 'notSignedIn' );
		const asked = await ask( `${ world.url }/v1/guidance`, { headers: { Authorization: `Bearer ${ sender.token }` } } );
		expect( asked.headers.get( 'allow' ) ).toBe( 'POST, OPTIONS' );
		await expectProblem( asked, 'methodNotAllowed' );
	} );
} );
