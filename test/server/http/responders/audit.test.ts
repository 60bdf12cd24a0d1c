// The audit log and the roster, for eyes and as a table: the same filter, everything that it finds, and
// nothing else.
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceError } from '../../../../server/errors.ts';
import type { PageView } from '../../../../server/contract/page.ts';
import { startWorld, type World } from '../../../harness.ts';
import { signInToSite, wordsOf, type SiteVisitor } from './site.ts';

/** More than two batches of a download. */
const OLD = 1_100;

describe( 'The audit log', () => {
	let world: World;
	let responder: SiteVisitor;
	let page: PageView;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz' } } );
		const sender = await world.signIn( 'Steward Foo' );
		page = ( await sender.sendPage() ).body;
		responder = await signInToSite( world, 'Plain Baz' );
		await responder.post( `/sre/pages/${ page.id }`, { do: 'reply', text: 'Nobody reads this in the log' } );
		await responder.post( '/sre/grants', { name: 'Former Bar', reason: 'Works on the spam wave', hours: '24' } );
		const database = new DatabaseSync( world.config.store );
		database.prepare( `
			WITH RECURSIVE numbers( n ) AS ( SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${ OLD } )
			INSERT INTO audit ( at, actor_id, action, page_id, subject_id, evidence )
			SELECT ?, actor_id, 'resolved', page_id, NULL, '{}' FROM numbers, ( SELECT * FROM audit WHERE action = 'replied' )
		` ).run( Date.parse( '2026-01-05T12:00:00Z' ) );
		database.close();
	} );
	afterAll( () => world.stop() );

	const found = async ( query: string ): Promise<string[]> =>
		[ ...( await responder.get( `/sre/audit?${ query }` ) ).document.querySelectorAll( '.records > li' ) ].map( wordsOf );
	const csv = async ( query = '' ): Promise<string[]> => {
		const response = await fetch( `${ world.url }/sre/audit.csv?${ query }`, { headers: { cookie: responder.cookie } } );
		expect( response.headers.get( 'content-type' ) ).toBe( 'text/csv; charset=utf-8; header=present' );
		expect( response.headers.get( 'content-disposition' ) ).toBe( 'attachment; filename="page-sre-audit.csv"' );
		const text = await response.text();
		expect( text.endsWith( '\r\n' ) ).toBe( true );
		return text.split( '\r\n' ).slice( 0, -1 );
	};

	it( 'says who did what, about whom and where, and never what they wrote', async () => {
		expect( ( await found( 'action=replied' ) )[ 0 ] ).toMatch( new RegExp( `^Replied by Plain Baz #50003 .* UTC, .* Page ${ page.id }` ) );
		expect( ( await found( 'action=grantAdded' ) )[ 0 ] ).toMatch( /^Grant added by Plain Baz #50003, about Former Bar #50002 / );
		expect( ( await found( 'action=pageAccepted' ) )[ 0 ] ).toMatch( /^Page accepted by Steward Foo #50001 .*(source|standing): / );
		expect( ( await csv() ).join() + ( await responder.get( '/sre/audit' ) ).text ).not.toMatch( /Nobody reads this|spam wave/ );
	} );

	it.each( [
		[ 'person=Former+Bar', 1 ], [ 'person=%2350002', 1 ], [ 'person=50002', 1 ], [ 'person=Steward+Foo&action=pageAccepted', 1 ], [ 'person=Steward+Foo&action=replied', 0 ],
		[ 'from=2026-01-06&action=resolved', 0 ], [ 'until=2026-01-04', 0 ], [ 'page=01JDXZ5M4T8N0Q1R2S3T4V5W6X', 0 ]
	] )( 'finds for %s: %i', async ( query, count ) => {
		expect( await found( query ) ).toHaveLength( count );
		expect( await csv( query ) ).toHaveLength( count + 1 );
	} );

	it( 'takes a day to its end', async () => {
		expect( await csv( 'from=2026-01-05&until=2026-01-05' ) ).toHaveLength( OLD + 1 );
	} );

	it( 'shows it in parts that leave nothing out and repeat nothing', async () => {
		let path: string | null = '/sre/audit?action=resolved&until=2026-01-05';
		let count = 0;
		while ( path !== null ) {
			const { document } = await responder.get( path );
			count += document.querySelectorAll( '.records > li' ).length;
			path = [ ...document.querySelectorAll( '.button' ) ].find( ( button ) => wordsOf( button ) === 'Older' )?.getAttribute( 'href' ) ?? null;
		}
		expect( count ).toBe( OLD );
	} );

	it( 'downloads all of it, each entry once, newest first', async () => {
		const [ header, ...rows ] = await csv();
		expect( header ).toBe( 'id,at,action,actor_kind,actor_id,actor_name,subject_id,subject_name,page_id,evidence' );
		const ids = rows.map( ( row ) => Number( row.split( ',', 1 )[ 0 ] ) );
		expect( ids.length ).toBeGreaterThan( OLD );
		expect( ids ).toEqual( [ ...new Set( ids ) ].toSorted( ( a, b ) => b - a ) );
	} );

	it( 'keeps what was asked in the form and in the way to the table', async () => {
		const { document } = await responder.get( '/sre/audit?action=replied&person=Plain+Baz&from=2026-01-01' );
		expect( [ 'action', 'person', 'from' ].map( ( id ) => ( document.getElementById( id ) as HTMLInputElement ).value ) ).toEqual( [ 'replied', 'Plain Baz', '2026-01-01' ] );
		expect( document.querySelector( 'a[download]' )?.getAttribute( 'href' ) ).toBe( '/sre/audit.csv?action=replied&person=Plain+Baz&from=2026-01-01' );
	} );

	it( 'says beside the field what it cannot search for, and finds nothing then', async () => {
		const { status, document } = await responder.get( '/sre/audit?person=Nobody+At+All&from=yesterday' );
		expect( status ).toBe( 422 );
		expect( [ ...document.querySelectorAll( '.fault' ) ].map( ( { id } ) => id ) ).toEqual( [ 'fault-person', 'fault-from' ] );
		expect( document.querySelectorAll( '.records, a[download]' ) ).toHaveLength( 0 );
		expect( ( await responder.get( '/sre/audit.csv?from=yesterday' ) ).status ).toBe( 400 );
	} );
} );

describe( 'The roster', () => {
	let world: World;
	let responder: SiteVisitor;
	beforeAll( async () => {
		world = await startWorld( { env: { PAGE_SRE_RESPONDERS: 'Plain Baz' } } );
		responder = await signInToSite( world, 'Plain Baz' );
		await world.advance( 1_000 );
	} );
	afterAll( () => world.stop() );

	it( 'says who can page, why and since when that is known', async () => {
		await responder.post( '/sre/grants', { name: 'Former Bar', reason: 'Works on the spam wave', hours: '24' } );
		const { document, text } = await responder.get( '/sre/roster' );
		expect( text ).toMatch( /Members of the group steward, as the wiki gave them to us at \d{4}-.* UTC/ );
		const people = [ ...document.querySelectorAll( '.records > li' ) ].map( wordsOf );
		expect( people ).toContainEqual( expect.stringMatching( /^Steward Foo #50001 Group steward, confirmed .* UTC, / ) );
		expect( people ).toContainEqual( expect.stringMatching( /^Former Bar #50002 Grant by Plain Baz since .* UTC until .* UTC, account confirmed / ) );
		expect( people.join() ).not.toContain( 'Locked Qux' );
		expect( text ).toContain( `${ people.length } people` );
	} );
} );

describe( 'When the store does not answer', () => {
	it( 'the site says so in words', async () => {
		let isDown = false;
		const world = await startWorld( {
			env: { PAGE_SRE_RESPONDERS: 'Plain Baz' },
			overrides: { wrapPageStore: ( store ) => ( { ...store, list: ( filter ) => isDown ? Promise.reject( new ServiceError( 'storeUnavailable' ) ) : store.list( filter ) } ) }
		} );
		const responder = await signInToSite( world, 'Plain Baz' );
		isDown = true;
		const { status, text } = await responder.get( '/sre/' );
		isDown = false;
		await world.stop();
		expect( status ).toBe( 503 );
		expect( text ).toContain( 'The store does not answer at the moment.' );
	} );
} );
