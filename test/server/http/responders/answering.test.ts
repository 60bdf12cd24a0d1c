// A responder's answer: done once, seen by the sender at once, and never lost when it cannot be taken.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageView } from '../../../../server/contract/page.ts';
import { ServiceError } from '../../../../server/errors.ts';
import { startWorld, type SenderClient, type World } from '../../../harness.ts';
import { openEvents } from '../ask.ts';
import { signInToSite, wordsOf, type SiteVisitor } from './site.ts';

describe( 'A responder', () => {
	let world: World;
	let sender: SenderClient;
	let responder: SiteVisitor;
	/** At the on-call service, and ringing. */
	let rung: PageView;
	/** Nobody has it: the on-call service is down. */
	let stuck: PageView;
	let storeIsDown = false;
	beforeAll( async () => {
		world = await startWorld( {
			env: { PAGE_SRE_RESPONDERS: 'Plain Baz' },
			overrides: { wrapPageStore: ( store ) => ( { ...store, eventsAfter: async ( id, seq ) => {
				if ( storeIsDown ) {
					throw new ServiceError( 'storeUnavailable' );
				}
				return store.eventsAfter( id, seq );
			} } ) }
		} );
		[ sender, responder ] = [ await world.signIn( 'Steward Foo' ), await signInToSite( world, 'Plain Baz' ) ];
		rung = ( await sender.sendPage() ).body;
		await sender.sees( rung.id, 'ringing' );
		world.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		stuck = ( await sender.sendPage( { summary: 'Nobody takes this one' } ) ).body;
	} );
	afterAll( () => world.stop() );

	const at = ( page: PageView ): string => `/sre/pages/${ page.id }`;
	const replies = async ( page: PageView ): Promise<string[]> =>
		( await sender.readPage( page.id ) ).events.flatMap( ( event ) => event.kind === 'reply' ? [ event.text ] : [] );
	const faults = ( document: Document ): string[] => [ ...document.querySelectorAll( '.fault' ) ].map( wordsOf );

	it( 'replies, and the sender who listens hears it', async () => {
		const stream = await openEvents( `${ world.url }/v1/pages/${ rung.id }/events`, { Authorization: `Bearer ${ sender.token }`, 'Last-Event-ID': '3' } );
		const posted = await responder.post( at( rung ), { do: 'reply', text: '  Looking.\r\nSecond line ' } );
		expect( [ posted.status, posted.headers.get( 'location' ) ] ).toEqual( [ 303, at( rung ) ] );
		expect( await stream.next() ).toMatchObject( { event: { kind: 'reply', text: 'Looking.\nSecond line', by: 'Plain Baz' } } );
		stream.close();
		expect( ( await responder.get( at( rung ) ) ).text ).toContain( 'Reply by Plain Baz, shown to the sender Looking. Second line' );
	} );

	it( 'says one thing once, however often the button is pressed', async () => {
		await responder.post( at( rung ), { do: 'reply', text: 'Twice' } );
		expect( ( await responder.post( at( rung ), { do: 'reply', text: 'Twice' } ) ).status ).toBe( 303 );
		expect( ( await replies( rung ) ).filter( ( text ) => text === 'Twice' ) ).toHaveLength( 1 );
	} );

	it( 'may say it again later', async () => {
		await responder.post( at( rung ), { do: 'reply', text: 'Again' } );
		await world.advance( 61_000 );
		await responder.post( at( rung ), { do: 'reply', text: 'Again' } );
		expect( ( await replies( rung ) ).filter( ( text ) => text === 'Again' ) ).toHaveLength( 2 );
	} );

	it( 'answers with one tap, and what was typed goes along', async () => {
		await responder.post( at( rung ), { quick: 'looking', text: '' } );
		await responder.post( at( rung ), { quick: 'join', text: 'You will find me as amal.' } );
		expect( ( await replies( rung ) ).slice( -2 ) ).toEqual( [
			'I am looking into it.', 'I am looking into it. Please join us in #wikimedia-sre on Libera.Chat.\nYou will find me as amal.'
		] );
	} );

	it.each( [
		[ 'nothing', '', 'This is needed.' ], [ 'white space', ' \n ', 'This is needed.' ], [ 'nothing that can be seen', '\u200B\u200B', 'This is needed.' ],
		[ 'too much', 'x'.repeat( 1001 ), 'Write at most 1000 characters.' ],
		[ 'a bell', 'bell \u0007', 'This holds a character that cannot be shown. Type it anew instead of pasting it.' ]
	] )( 'learns beside the field why it was not taken, and keeps it: %s', async ( _what, text, words ) => {
		const before = await replies( rung );
		const { status, document } = await responder.post( at( rung ), { do: 'reply', text } );
		const field = document.querySelector<HTMLTextAreaElement>( '#text' )!;
		expect( [ status, faults( document ), field.value, field.getAttribute( 'aria-describedby' ) ] ).toEqual( [ 422, [ words ], text, 'fault-text' ] );
		expect( await replies( rung ) ).toEqual( before );
	} );

	it( 'is sent to the on-call service that has the page, with every word still there', async () => {
		const before = await replies( rung );
		const { status, document } = await responder.post( at( rung ), { do: 'acknowledged', text: 'I have it' } );
		expect( [ status, document.querySelector<HTMLTextAreaElement>( '#text' )!.value ] ).toEqual( [ 422, 'I have it' ] );
		expect( faults( document ).join() ).toContain( 'acknowledge and resolve it there' );
		expect( await replies( rung ) ).toEqual( before );
	} );

	it( 'has it with one tap where nobody else can say so', async () => {
		const { document } = await responder.get( at( stuck ) );
		expect( [ ...document.querySelectorAll( '.thumb button' ) ].map( wordsOf ) ).toEqual( [ 'I have it' ] );
		await responder.post( at( stuck ), { do: 'acknowledged', text: 'By phone' } );
		const page = await sender.readPage( stuck.id );
		expect( page.state ).toBe( 'acknowledged' );
		expect( page.events.slice( -2 ) ).toMatchObject( [ { kind: 'acknowledged', provider: 'page-sre', by: 'Plain Baz' }, { kind: 'reply', text: 'By phone' } ] );
	} );

	it( 'resolves it, and can still reply; a second time changes nothing', async () => {
		await responder.post( at( stuck ), { do: 'resolved', text: '' } );
		await responder.post( at( stuck ), { do: 'resolved', text: '' } );
		await responder.post( at( stuck ), { do: 'reply', text: 'It was the cache.' } );
		const page = await sender.readPage( stuck.id );
		expect( page.state ).toBe( 'resolved' );
		expect( page.events.map( ( { kind } ) => kind ).filter( ( kind ) => kind === 'resolved' ) ).toHaveLength( 1 );
		expect( await replies( stuck ) ).toContain( 'It was the cache.' );
	} );

	it( 'is told that it is over already', async () => {
		const { status, document } = await responder.post( at( stuck ), { do: 'acknowledged', text: '' } );
		expect( status ).toBe( 422 );
		expect( faults( document ).join() ).toContain( 'no longer open' );
	} );

	it.each<Record<string, string>>( [ { do: 'explode' }, { text: 'a', foo: 'b' }, { quick: '__proto__' } ] )( 'posts only what the form has: %j', async ( fields ) => {
		expect( ( await responder.post( at( rung ), fields ) ).status ).toBe( 400 );
	} );

	it( 'gets every word back when the store does not answer', async () => {
		storeIsDown = true;
		const { status, document } = await responder.post( at( rung ), { do: 'reply', text: 'Do not lose me' } );
		storeIsDown = false;
		expect( [ status, document.querySelector( 'textarea' )?.value ] ).toEqual( [ 503, 'Do not lose me' ] );
	} );
} );
