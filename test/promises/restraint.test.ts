// SREs answer pages fast because pages are rare: a member cannot page again and again, and learns before
// anybody is woken twice that somebody else has paged. In an emergency nothing of it stands in the way.
import { afterEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../server/contract/problem.ts';
import { newKey, startWorld, type SenderClient, type World, type WorldOptions } from '../harness.ts';

let world: World;
afterEach( () => world.stop() );

async function worldWith( env: WorldOptions[ 'env' ] = {} ): Promise<{ foo: SenderClient; tokyo: SenderClient }> {
	world = await startWorld( { env } );
	return { foo: await world.signIn( 'Steward Foo' ), tokyo: await world.signIn( '東京 執事' ) };
}

async function problemOf( answer: ReturnType<SenderClient[ 'sendPage' ]> ): Promise<Problem> {
	return ( await answer ).body as unknown as Problem;
}

describe( 'A member who pages often', () => {
	it( 'is refused the second page within a minute, and told from when on it is possible', async () => {
		const { foo } = await worldWith( { PAGE_SRE_SENDER_LIMITS: '3/1h, 1/1m' } );
		const acceptedAt = Date.parse( ( await foo.sendPage() ).body.acceptedAt );
		await world.advance( 20_000 );
		const refused = await foo.sendPage();
		expect( refused.status ).toBe( 429 );
		expect( refused.headers.get( 'retry-after' ) ).toBe( '40' );
		expect( refused.body ).toMatchObject( {
			code: 'limitReached', retryable: true,
			limit: { scope: 'sender', max: 1, windowSeconds: 60, retryAt: new Date( acceptedAt + 60_000 ).toISOString() }
		} );
		await world.advance( 40_000 );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
		await world.advance( 1_000 );
		expect( world.onCall.received ).toHaveLength( 2 );
	} );

	it( 'is refused the fourth within an hour, for as long as the first of them counts', async () => {
		const { foo } = await worldWith( { PAGE_SRE_SENDER_LIMITS: '3/1h, 1/1m' } );
		const first = Date.parse( ( await foo.sendPage() ).body.acceptedAt );
		for ( let more = 0; more < 2; more++ ) {
			await world.advance( 61_000 );
			expect( ( await foo.sendPage() ).status ).toBe( 202 );
		}
		await world.advance( 61_000 );
		expect( await problemOf( foo.sendPage() ) ).toMatchObject( { code: 'limitReached', limit: { max: 3, retryAt: new Date( first + 3_600_000 ).toISOString() } } );
	} );

	it( 'spends nothing on what is refused, nor on asking again with the same key', async () => {
		const { foo } = await worldWith( { PAGE_SRE_SENDER_LIMITS: '2/1h' } );
		const idempotencyKey = newKey();
		for ( let times = 0; times < 5; times++ ) {
			expect( ( await foo.sendPage( { summary: 'no' } ) ).status ).toBe( 400 );
			expect( ( await foo.sendPage( { idempotencyKey } ) ).status ).toBe( 202 );
		}
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
		expect( await problemOf( foo.sendPage() ) ).toMatchObject( { code: 'limitReached' } );
		// What was accepted stays accepted: its key is answered whatever the limits say.
		expect( ( await foo.sendPage( { idempotencyKey } ) ).status ).toBe( 202 );
	} );

	it( 'leaves everybody else their own limit, until the limit of all is met', async () => {
		const { foo, tokyo } = await worldWith( { PAGE_SRE_SENDER_LIMITS: '1/1h', PAGE_SRE_OVERALL_LIMITS: '2/1h' } );
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
		const [ page ] = ( await foo.call<{ pages: { id: string }[] }>( 'GET', '/v1/pages' ) ).body.pages;
		expect( ( await tokyo.sendPage( { seen: [ page!.id ] } ) ).status ).toBe( 202 );
		world.wiki.accounts.promote( 'Plain Baz' );
		const third = await world.signIn( 'Plain Baz' );
		expect( await problemOf( third.sendPage() ) ).toMatchObject( { code: 'limitReached', limit: { scope: 'everybody', max: 2 } } );
	} );
} );

describe( 'When somebody else has just paged', () => {
	it( 'the second member is shown that page first, and nobody is woken meanwhile', async () => {
		const { foo, tokyo } = await worldWith();
		const { body: page } = await foo.sendPage( { summary: 'Login fails for everyone', scope: 'enwiki' } );
		await world.advance( 20_000 );
		const refused = await tokyo.sendPage( { summary: 'Nobody can log in' } );
		expect( refused.status ).toBe( 409 );
		expect( refused.body ).toMatchObject( { code: 'unseenPages', openPages: [ {
			id: page.id, summary: 'Login fails for everyone', scope: 'enwiki', by: 'Steward Foo', state: 'delivered', private: false
		} ] } );
		await world.advance( 60_000 );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );

	it( 'the second may add a note instead, and follows that page from then on', async () => {
		const { foo, tokyo } = await worldWith();
		const { body: page } = await foo.sendPage();
		await foo.sees( page.id, 'ringing' );
		expect( ( await tokyo.call( 'GET', `/v1/pages/${ page.id }` ) ).status ).toBe( 404 );
		expect( ( await tokyo.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'Also on dewiki' } ) ).status ).toBe( 200 );
		await world.advance( 5_000 );
		expect( world.onCall.incidents()[ 0 ]?.notes.map( ( { text } ) => text ) ).toEqual( [ '東京 執事: Also on dewiki' ] );
		const seen = await tokyo.readPage( page.id );
		expect( seen.events.filter( ( { kind } ) => kind === 'note' ) ).toMatchObject( [ { text: 'Also on dewiki', by: '東京 執事' } ] );
		expect( ( await foo.readPage( page.id ) ).events ).toEqual( seen.events );
		// Known now: it does not come back as a choice.
		expect( ( await tokyo.sendPage() ).status ).toBe( 202 );
		expect( ( await tokyo.call( 'POST', `/v1/pages/${ page.id }/withdraw` ) ).status ).toBe( 404 );
		expect( ( await tokyo.call( 'POST', `/v1/pages/${ page.id }/again`, { round: 2 } ) ).status ).toBe( 404 );
	} );

	it( 'the second may page anyway, by saying which pages they have seen', async () => {
		const { foo, tokyo } = await worldWith();
		const { body: page } = await foo.sendPage();
		const idempotencyKey = newKey();
		expect( ( await tokyo.sendPage( { idempotencyKey } ) ).status ).toBe( 409 );
		expect( ( await tokyo.sendPage( { idempotencyKey, seen: [ page.id ] } ) ).status ).toBe( 202 );
		await world.advance( 5_000 );
		expect( world.onCall.incidents() ).toHaveLength( 2 );
	} );

	it( 'of two in the same moment exactly one pages, and the other has the choice', async () => {
		const { foo, tokyo } = await worldWith();
		const answers = await Promise.all( [ foo.sendPage(), tokyo.sendPage() ] );
		expect( answers.map( ( { status } ) => status ).sort() ).toEqual( [ 202, 409 ] );
		await world.advance( 5_000 );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'a private page shows only that there is one, and takes no note', async () => {
		const { foo, tokyo } = await worldWith();
		const { body: page } = await foo.sendPage( { private: true, summary: 'Stolen credentials of X' } );
		const refused = await tokyo.sendPage();
		expect( refused.body ).toMatchObject( { openPages: [ { id: page.id, private: true, summary: null, scope: null, by: null } ] } );
		expect( JSON.stringify( refused.body ) ).not.toContain( 'Stolen' );
		expect( ( await tokyo.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'hello' } ) ).status ).toBe( 404 );
	} );

	it( 'an own page, a closed one and one of long ago are no reason to ask', async () => {
		const { foo, tokyo } = await worldWith();
		const { body: first } = await foo.sendPage();
		expect( ( await foo.sendPage() ).status ).toBe( 202 );
		await foo.call( 'POST', `/v1/pages/${ first.id }/withdraw` );
		const { body: { openPages } } = await tokyo.sendPage() as unknown as { body: Problem };
		expect( openPages ).toHaveLength( 1 );
		await world.leap( 6 * 3_600_000 );
		expect( ( await tokyo.sendPage() ).status ).toBe( 202 );
	} );

	it( 'somebody who may not page learns nothing of it and adds nothing', async () => {
		const { foo } = await worldWith();
		const { body: page } = await foo.sendPage();
		const plain = await world.signIn( 'Plain Baz' );
		expect( await problemOf( plain.sendPage() ) ).toMatchObject( { code: 'notMember' } );
		expect( ( await plain.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'hello' } ) ).body ).toMatchObject( { code: 'notMember' } );
		expect( ( await foo.readPage( page.id ) ).events.filter( ( { kind } ) => kind === 'note' ) ).toEqual( [] );
	} );
} );
