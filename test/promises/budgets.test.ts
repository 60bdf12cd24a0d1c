// What one page costs, counted where no machine can make it more or less: statements of the store, calls of the
// wiki and of the provider. Whoever needs more says here what for. Bytes have their budgets in the build.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxRequest } from '../../server/sandbox/wiki/index.ts';
import { openEvents } from '../server/http/ask.ts';
import { startWorld, type SenderClient, type World } from '../harness.ts';

/**
 * Session, key, guidance; begin, turn, key, one look for each of three limits, open pages, page, delivery, event,
 * person, audit entry, commit.
 */
const STATEMENTS = 16;

/** Rounds of the worker: it was accepted, it was delivered, it was read back twice; and what is recorded between them. */
const STATEMENTS_OF_DELIVERY = 60;

/** Senders whose panels ask in the same moment. */
const AT_ONCE = 10;

describe( 'A page costs', () => {
	let world: World;
	let sender: SenderClient;
	let said: string[];
	let untilAccepted: readonly string[];
	beforeEach( async () => {
		said = [];
		world = await startWorld( {
			env: { PAGE_SRE_SENDER_LIMITS: '50/1h, 40/1m', PAGE_SRE_OVERALL_LIMITS: '60/1h' },
			overrides: {
				onQuery: ( sql ) => said.push( sql ),
				// What is said after it is the worker's.
				wrapPageStore: ( store ) => ( { ...store, async accept( ...page ) {
					const outcome = await store.accept( ...page );
					untilAccepted = [ ...said ];
					return outcome;
				} } )
			}
		} );
		sender = await world.signIn( 'Steward Foo' );
		// The first one also writes into the audit log who this is.
		await sender.sendPage();
		await world.advance( 60_000 );
		said = [];
	} );
	afterEach( () => world.stop() );

	const memberships = (): SandboxRequest[] => world.wiki.requests.filter( ( { query } ) => query.get( 'list' ) === 'globalusers' );

	it( 'so many statements until it is accepted, and one COMMIT', async () => {
		expect( ( await sender.sendPage() ).status ).toBe( 202 );
		expect( untilAccepted.length, untilAccepted.join( '\n' ) ).toBeLessThanOrEqual( STATEMENTS );
		expect( untilAccepted.filter( ( sql ) => sql === 'commit' ) ).toHaveLength( 1 );
	} );

	it( 'so many statements from there until it is delivered and the worker rests', async () => {
		await sender.sendPage();
		await world.advance( 10_000 );
		const delivering = said.slice( untilAccepted.length );
		expect( delivering.length, delivering.join( '\n' ) ).toBeLessThanOrEqual( STATEMENTS_OF_DELIVERY );
	} );

	it( 'one question to the wiki, and one call of the provider', async () => {
		const before = memberships().length;
		await sender.sendPage();
		await world.advance( 60_000 );
		expect( memberships() ).toHaveLength( before + 1 );
		expect( world.onCall.received ).toHaveLength( 2 );
	} );

	it( 'less than that where many come at once, and still one call of the provider', async () => {
		const before = memberships().length;
		const answers = await Promise.all( Array.from( { length: AT_ONCE }, () => sender.sendPage() ) );
		expect( answers.map( ( { status } ) => status ) ).toEqual( Array( AT_ONCE ).fill( 202 ) );
		await world.advance( 60_000 );
		expect( memberships().length - before ).toBeLessThanOrEqual( AT_ONCE );
		expect( world.onCall.received ).toHaveLength( 1 + AT_ONCE );
	} );

	it( 'nothing that grows with the pages there are', async () => {
		const first = ( await sender.sendPage() ).status;
		const early = untilAccepted.length;
		await Promise.all( Array.from( { length: 2 * AT_ONCE }, () => sender.sendPage() ) );
		await world.advance( 60_000 );
		said = [];
		expect( [ first, ( await sender.sendPage() ).status ] ).toEqual( [ 202, 202 ] );
		expect( untilAccepted.length ).toBe( early );
	} );

	it( 'one reading of what is new for all panels that follow it', async () => {
		const { body: page } = await sender.sendPage();
		await world.advance( 60_000 );
		const url = `${ world.url }/v1/pages/${ page.id }/events`;
		const panels = await Promise.all( Array.from( { length: AT_ONCE }, () => openEvents( url, { Authorization: `Bearer ${ sender.token }` } ) ) );
		const heard = panels.map( async ( panel ) => {
			for ( ;; ) {
				const next = await panel.next();
				if ( typeof next !== 'string' && next.event.kind === 'note' ) {
					return;
				}
			}
		} );
		// Until all of them have been told what there was, they read apart.
		await world.advance( 1_000 );
		said = [];
		await sender.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'It is all wikis.' } );
		await Promise.all( heard );
		panels.forEach( ( panel ) => panel.close() );
		const readings = said.filter( ( sql ) => /select \* from .page_events. where .page_id. = .* order by .seq./.test( sql ) );
		// And one for the answer to who wrote it.
		expect( readings.length, said.join( '\n' ) ).toBe( 1 + 1 );
	} );
} );
