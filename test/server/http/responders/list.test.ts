// The list of pages: what waits for somebody first, the past in parts, drills marked and apart.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../harness.ts';
import { signInToSite, wordsOf, type SiteVisitor } from './site.ts';

const PAST = 60;

describe( 'The list of pages', () => {
	let world: World;
	let responder: SiteVisitor;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz' } } );
		const sender = await world.signIn( 'Steward Foo' );
		const other = await world.signIn( '東京 執事' );
		const old = ( await sender.sendPage( { summary: 'Over since long', scope: 'dewiki' } ) ).body;
		await sender.call( 'POST', `/v1/pages/${ old.id }/withdraw` );
		const first = ( await sender.sendPage( { summary: 'Somebody has this one' } ) ).body;
		await sender.sees( first.id, 'ringing' );
		world.onCall.acknowledge( world.onCall.incidents().at( -1 )!.entityId, 'amal' );
		await sender.sees( first.id, 'acknowledged' );
		const drill = ( await sender.sendPage( { summary: 'Practice alone' } ) ).body;
		await world.advance( 60_000 );
		await other.sendPage( { summary: 'Nobody has this one', scope: '全wiki', private: true, seen: [ first.id, drill.id ] } );
		// More past than fits: one withdrawn page and drills, copied as the store has them.
		const database = new DatabaseSync( world.config.store );
		database.prepare( 'UPDATE pages SET kind = \'drill\' WHERE id = ?' ).run( drill.id );
		const columns = database.prepare( 'SELECT name FROM pragma_table_info( \'pages\' ) WHERE name NOT IN ( \'id\', \'idempotency_key\', \'kind\' )' ).all()
			.map( ( { name } ) => String( name ) ).join( ', ' );
		const copy = database.prepare( `INSERT INTO pages ( id, idempotency_key, kind, ${ columns } ) SELECT ?, ?, ?, ${ columns } FROM pages WHERE id = ?` );
		for ( let number = 0; number < PAST; number++ ) {
			copy.run( `01AAAAAAAAAAAAAAAAAAAAAA${ String( 10 + number ) }`, `key-of-a-copy-${ number }`, number % 2 === 0 ? 'drill' : 'page', old.id );
		}
		database.close();
		responder = await signInToSite( world, 'Plain Baz' );
	} );
	afterAll( () => world.stop() );

	const entries = ( document: Document, id: string ): string[] => [ ...document.querySelectorAll( `[aria-labelledby=${ id }] .pages > li` ) ].map( wordsOf );

	it( 'begins with what is open: age, state, who has it, where, who sent it', async () => {
		expect( entries( ( await responder.get( '/sre/' ) ).document, 'open' ) ).toEqual( [
			expect.stringMatching( /^Private: keep it off public channels Nobody has this one (Nobody has answered yet|Accepted, not delivered yet) just now, 全wiki, 東京 執事$/ ),
			expect.stringMatching( /^Drill: nobody needs to act Practice alone .* 1 min ago, enwiki, Steward Foo$/ ),
			expect.stringMatching( /^Somebody has this one Acknowledged by amal 1 min( \d+ s)? ago, enwiki, Steward Foo$/ )
		] );
	} );

	it( 'leads from each entry to its page', async () => {
		const { document } = await responder.get( '/sre/' );
		const answer = await responder.get( document.querySelector( '.pages a' )!.getAttribute( 'href' )! );
		expect( wordsOf( answer.document.querySelector( 'h1' ) ) ).toBe( 'Nobody has this one' );
	} );

	it( 'shows the past in parts that leave nothing out and repeat nothing', async () => {
		const seen: string[] = [];
		const sizes: number[] = [];
		for ( let path: string | null = '/sre/'; path !== null; ) {
			const { document } = await responder.get( path );
			const part = [ ...document.querySelectorAll( '[aria-labelledby=past] .pages a' ) ].map( ( a ) => a.getAttribute( 'href' )! );
			seen.push( ...part );
			sizes.push( part.length );
			expect( document.querySelector( '#open' ) === null ).toBe( sizes.length > 1 );
			path = document.querySelector( '[aria-labelledby=past] > p > .button' )?.getAttribute( 'href' ) ?? null;
		}
		expect( sizes ).toEqual( [ 25, 25, PAST + 1 - 50 ] );
		expect( new Set( seen ).size ).toBe( PAST + 1 );
	} );

	it.each( [ [ 'pages', 2, PAST / 2 + 1, false ], [ 'drills', 1, PAST / 2, true ] ] as const )( 'shows only %s where that is asked', async ( show, open, past, marked ) => {
		let [ opened, found ] = [ 0, 0 ];
		for ( let path: string | null = `/sre/?show=${ show }`; path !== null; ) {
			const { document } = await responder.get( path );
			opened += entries( document, 'open' ).length;
			found += entries( document, 'past' ).length;
			for ( const entry of [ ...entries( document, 'open' ), ...entries( document, 'past' ) ] ) {
				expect( entry.includes( 'Drill: nobody needs to act' ) ).toBe( marked );
			}
			path = document.querySelector( '[aria-labelledby=past] > p > .button' )?.getAttribute( 'href' ) ?? null;
		}
		expect( [ opened, found ] ).toEqual( [ open, past ] );
	} );

	it.each( [ 'show=everything', 'before=x', 'foo=1' ] )( 'refuses what it cannot show: %s', async ( query ) => {
		expect( ( await responder.get( `/sre/?${ query }` ) ).status ).toBe( 400 );
	} );
} );
