// One intent, one key, one page: a double click, a lost answer and an impatient retry change nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newKey, startWorld, type SenderClient, type World } from '../harness.ts';

describe( 'The same key', () => {
	let world: World;
	let sender: SenderClient;
	const idempotencyKey = newKey();
	beforeEach( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterEach( () => world.stop() );

	it( 'twenty times at once makes one page, one incident, and twenty equal answers', async () => {
		const answers = await Promise.all( Array.from( { length: 20 }, () => sender.sendPage( { idempotencyKey } ) ) );
		expect( new Set( answers.map( ( { status, body } ) => `${ status } ${ body.id }` ) ).size ).toBe( 1 );
		await sender.sees( answers[ 0 ]!.body.id, 'delivered' );
		expect( world.onCall.received ).toHaveLength( 1 );
	} );

	it( 'with other words is refused, and the first page stands', async () => {
		const { body: page } = await sender.sendPage( { idempotencyKey } );
		const { status, body } = await sender.sendPage( { idempotencyKey, summary: 'Something else entirely' } );
		expect( { status, body } ).toMatchObject( { status: 409, body: { code: 'idempotencyKeyReused' } } );
		expect( ( await sender.readPage( page.id ) ).summary ).toBe( 'Login fails for everyone' );
	} );

	it( 'of another sender is another page', async () => {
		const other = await world.signIn( '東京 執事' );
		const [ mine, theirs ] = [ await sender.sendPage( { idempotencyKey } ), await other.pageAnyway( { idempotencyKey } ) ];
		expect( theirs.status ).toBe( 202 );
		expect( theirs.body.id ).not.toBe( mine.body.id );
		expect( ( await sender.call( 'GET', `/v1/pages/${ theirs.body.id }` ) ).status ).toBe( 404 );
	} );

	it( 'after a restart finds its page', async () => {
		const { body: page } = await sender.sendPage( { idempotencyKey } );
		await world.restart();
		const again = await sender.sendPage( { idempotencyKey } );
		expect( again.body.id ).toBe( page.id );
		await sender.sees( page.id, 'delivered' );
		expect( world.onCall.incidents() ).toHaveLength( 1 );
	} );
} );
