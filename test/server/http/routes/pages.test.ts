// Pages over HTTP: accepted once for each key, shown to their sender and to nobody else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageList } from '../../../../server/contract/listPages.ts';
import type { PageView } from '../../../../server/contract/page.ts';
import { aPage, newKey, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { ask, expectProblem } from '../ask.ts';

describe( 'Pages over HTTP', () => {
	let world: World;
	let sender: SenderClient;
	let other: SenderClient;
	beforeAll( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
		other = await world.signIn( '東京 執事' );
	} );
	afterAll( () => world.stop() );
	const list = async ( who: SenderClient, query = '' ): Promise<PageView[]> => ( await who.call<{ pages: PageView[] }>( 'GET', `/v1/pages${ query }` ) ).body.pages;

	it( 'are accepted with their address and everything that was written', async () => {
		const input = aPage( {
			since: '14:05 UTC', details: 'line\nline', contact: { ircNick: 'foo', other: 'Signal' }, language: 'de',
			context: { wiki: 'enwiki', title: 'Main Page', url: 'https://en.wikipedia.org/wiki/Main_Page', revision: 7, requestId: 'r-1', skin: 'vector-2022' }
		} );
		const { status, headers, body } = await sender.sendPage( input );
		const { language, ...shown } = input;
		expect( language ).toBe( 'de' );
		expect( [ status, headers.get( 'location' ) ] ).toEqual( [ 202, `/v1/pages/${ body.id }` ] );
		expect( body ).toMatchObject( { ...shown, state: 'accepted', sender: { centralId: 50001, name: 'Steward Foo' }, membership: { standing: 'group', source: 'globalusers' } } );
		expect( body.events ).toEqual( [ { seq: 1, kind: 'accepted', at: body.acceptedAt } ] );
		expect( ( await sender.readPage( body.id ) ) ).toMatchObject( { id: body.id, ...shown } );
	} );

	it( 'are the same page when the same is posted again under the same key', async () => {
		const input = aPage();
		const [ one, two ] = [ await sender.sendPage( input ), await sender.sendPage( input ) ];
		expect( [ two.status, two.body.id ] ).toEqual( [ 202, one.body.id ] );
	} );

	it( 'are one page when the same is posted many times at once', async () => {
		const input = aPage();
		const all = await Promise.all( Array.from( { length: 8 }, () => sender.sendPage( input ) ) );
		expect( new Set( all.map( ( { body } ) => body.id ) ).size ).toBe( 1 );
		expect( await list( sender, `?idempotencyKey=${ input.idempotencyKey }` ) ).toHaveLength( 1 );
	} );

	it( 'are the same page when only the form of the letters differs', async () => {
		const input = aPage( { summary: 'Cafe\u0301 is down' } );
		const one = await sender.sendPage( input );
		const two = await sender.sendPage( { ...input, summary: ' Caf\u00E9 is down ' } );
		expect( [ two.status, two.body.id ] ).toEqual( [ 202, one.body.id ] );
	} );

	it( 'are found again by their key, even when the wiki is down', async () => {
		const input = aPage();
		const { body } = await sender.sendPage( input );
		world.wiki.faults.set( { kind: 'refuseConnections' } );
		expect( ( await list( sender, `?idempotencyKey=${ input.idempotencyKey }` ) ).map( ( { id } ) => id ) ).toEqual( [ body.id ] );
		expect( ( await sender.sendPage( input ) ).body.id ).toBe( body.id );
		world.wiki.faults.set( null );
	} );

	it( 'are nothing under a key that was never used', async () => {
		expect( await list( sender, `?idempotencyKey=${ newKey() }` ) ).toEqual( [] );
	} );

	it( 'may have the same key at two senders', async () => {
		const input = aPage();
		const [ mine, theirs ] = [ await sender.sendPage( input ), await other.pageAnyway( input ) ];
		expect( theirs.status ).toBe( 202 );
		expect( theirs.body.id ).not.toBe( mine.body.id );
		// Or it would stand in the way of every later page here.
		await other.call( 'POST', `/v1/pages/${ theirs.body.id }/withdraw` );
	} );

	it( 'are as unknown as none to everybody else', async () => {
		const { body } = await sender.sendPage();
		for ( const path of [ `/v1/pages/${ body.id }`, `/v1/pages/${ body.id }/events`, '/v1/pages/none', `/v1/pages/${ body.id.toLowerCase() }` ] ) {
			const response = await ask( world.url + path, { headers: { Authorization: `Bearer ${ other.token }` } } );
			expect( ( await expectProblem( response, 'notFound' ) ) ).not.toHaveProperty( 'fields' );
		}
		expect( ( await list( other ) ).map( ( { id } ) => id ) ).not.toContain( body.id );
		expect( await list( other, `?idempotencyKey=${ body.idempotencyKey }` ) ).toEqual( [] );
	} );

	it( 'are listed newest first, as many as asked for', async () => {
		await world.advance( 1000 );
		const first = ( await sender.sendPage() ).body.id;
		await world.advance( 1000 );
		const second = ( await sender.sendPage() ).body.id;
		expect( ( await list( sender, '?limit=2' ) ).map( ( { id } ) => id ) ).toEqual( [ second, first ] );
		expect( ( await list( sender ) ).length ).toBeLessThanOrEqual( 10 );
	} );

	it( 'bear the name that the sender has now, not the one at sign-in', async () => {
		world.wiki.accounts.rename( '東京 執事', 'New Name' );
		expect( ( await other.pageAnyway() ).body.sender ).toEqual( { centralId: 50005, name: 'New Name' } );
		world.wiki.accounts.rename( 'New Name', '東京 執事' );
	} );

	it.each( [
		[ 'demoted', () => world.wiki.accounts.demote( 'Steward Foo' ), () => world.wiki.accounts.promote( 'Steward Foo' ), 'notInGroup' ],
		[ 'locked', () => world.wiki.accounts.lock( 'Steward Foo' ), () => world.wiki.accounts.unlock( 'Steward Foo' ), 'locked' ],
		[ 'suppressed', () => world.wiki.accounts.suppress( 'Steward Foo' ), () => world.wiki.accounts.unsuppress( 'Steward Foo' ), 'missing' ]
	] )( 'are not taken from who was %s after signing in, and nothing is stored', async ( _how, change, undo, reason ) => {
		const input = aPage();
		change();
		expect( ( await sender.sendPage( input ) ) ).toMatchObject( { status: 403, body: { code: 'notMember', reason } } );
		undo();
		expect( await list( sender, `?idempotencyKey=${ input.idempotencyKey }` ) ).toEqual( [] );
	} );

	it( 'are still shown to who is no longer a member', async () => {
		const { body } = await sender.sendPage();
		world.wiki.accounts.demote( 'Steward Foo' );
		expect( ( await sender.readPage( body.id ) ).id ).toBe( body.id );
		world.wiki.accounts.promote( 'Steward Foo' );
	} );

	it( 'are listed a part at a time, each once, to the end', async () => {
		const reader = await world.signIn( 'Steward Foo' );
		const all = ( await list( reader, '?limit=50' ) ).map( ( { id } ) => id );
		const parts: string[] = [];
		for ( let before = ''; ; ) {
			const { body } = await reader.call<PageList>( 'GET', `/v1/pages?limit=2${ before && `&before=${ before }` }` );
			parts.push( ...body.pages.map( ( { id } ) => id ) );
			if ( body.next === null ) {
				break;
			}
			expect( body.pages ).toHaveLength( 2 );
			before = body.next;
		}
		expect( all.length ).toBeGreaterThan( 3 );
		expect( parts ).toEqual( all );
	} );

	it( 'say that there is no more when the list fits just so', async () => {
		const { length } = await list( sender, '?limit=50' );
		expect( ( await sender.call<PageList>( 'GET', `/v1/pages?limit=${ length }` ) ).body.next ).toBeNull();
	} );

	it.each( [ 'before=1', 'before=', 'limit=0', 'limit=51', 'limit=x', 'before=01HZZZZZZZZZZZZZZZZZZZZZZZ&before=01HZZZZZZZZZZZZZZZZZZZZZZZ', 'page=2' ] )( 'refuse to be listed by %s', async ( query ) => {
		await expectProblem( await ask( `${ world.url }/v1/pages?${ query }`, { headers: { Authorization: `Bearer ${ sender.token }` } } ), 'invalidRequest' );
	} );

	it.each( [ '/v1/pages', '/v1/pages/:id' ] )( 'are not told again at %s to whoever has them as they are', async ( path ) => {
		const { body } = await sender.pageAnyway();
		const read = ( etag?: string ): Promise<Response> => ask( world.url + path.replace( ':id', body.id ), {
			headers: { Authorization: `Bearer ${ sender.token }`, ...etag === undefined ? {} : { 'If-None-Match': etag } }
		} );
		await sender.sees( body.id, 'ringing' );
		const etag = ( await read() ).headers.get( 'etag' )!;
		const same = await read( etag );
		expect( [ same.status, await same.text() ] ).toEqual( [ 304, '' ] );
		await sender.call( 'POST', `/v1/pages/${ body.id }/notes`, { text: 'News' } );
		expect( ( await read( etag ) ).status ).toBe( 200 );
	} );
} );
