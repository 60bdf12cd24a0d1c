// What api.php of the sandbox wiki promises beyond the recordings: list=globalusers, paging, formats,
// warnings, CORS. Facts from CentralAuth's source of 2026-08.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

let wiki: SandboxWiki;
beforeAll( async () => {
	wiki = await startSandboxWiki( {
		consumer: { key: 'a'.repeat( 32 ), secret: 'b'.repeat( 40 ), callbackUrl: 'http://localhost:3000/callback' },
		backendUrl: 'http://localhost:3000',
		gadgetPages: async () => ( {} ),
		now: () => Date.parse( '2026-11-23T12:00:00Z' )
	} );
} );
afterAll( () => wiki.stop() );

interface Reply {
	status: number;
	headers: Headers;
	body: unknown;
}

async function ask( parameters: Record<string, string>, headers: Record<string, string> = {} ): Promise<Reply> {
	const query = new URLSearchParams( { action: 'query', format: 'json', formatversion: '2', ...parameters } );
	const response = await fetch( `${ wiki.url }/w/api.php?${ query }`, { headers } );
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: text.startsWith( '{' ) ? JSON.parse( text ) : text };
}

const errorCode = ( code: string ): object => ( { error: expect.objectContaining( { code } ) as object } );

describe( 'list=globalusers', () => {
	it( 'tells lock and memberships with their expiry by central ID, in the order asked', async () => {
		wiki.accounts.promote( 'Plain Baz', '2027-03-01T00:00:00Z' );
		const { body } = await ask( { list: 'globalusers', guscentralids: '50004|50003|50001', gusprop: 'locked|groupmemberships' } );
		wiki.accounts.demote( 'Plain Baz' );
		expect( body ).toEqual( { batchcomplete: true, query: { globalusers: [
			{ centralid: 50004, name: 'Locked Qux', locked: true, locklogid: 906, groupmemberships: [ { group: 'steward', expiry: 'infinity' } ] },
			{ centralid: 50003, name: 'Plain Baz', locked: false, groupmemberships: [ { group: 'steward', expiry: '2027-03-01T00:00:00Z' } ] },
			{ centralid: 50001, name: 'Steward Foo', locked: false, groupmemberships: [ { group: 'steward', expiry: 'infinity' } ] }
		] } } );
	} );

	it( 'leaves out memberships that have run out', async () => {
		const { body } = await ask( { list: 'globalusers', guscentralids: '50008', gusprop: 'groups|groupmemberships' } );
		expect( body ).toMatchObject( { query: { globalusers: [ { groups: [], groupmemberships: [] } ] } } );
	} );

	it( 'calls unknown and suppressed accounts missing alike', async () => {
		const { body } = await ask( { list: 'globalusers', guscentralids: '9|50007' } );
		expect( body ).toMatchObject( { query: { globalusers: [ { centralid: 9, missing: true }, { centralid: 50007, missing: true } ] } } );
	} );

	it( 'also finds by name, and tells missing from impossible names', async () => {
		const { body } = await ask( { list: 'globalusers', gususers: 'steward_Foo|Nobody|a{b' } );
		expect( body ).toMatchObject( { query: { globalusers: [ { centralid: 50001 }, { name: 'Nobody', missing: true }, { name: 'a{b', invalid: true } ] } } );
	} );

	it.each( [
		[ {}, 'missingparam' ],
		[ { gususers: 'A', guscentralids: '1' }, 'invalidparammix' ],
		[ { guscentralids: 'x' }, 'badinteger' ],
		[ { guscentralids: Array.from( { length: 51 }, ( _value, index ) => index ).join( '|' ) }, 'toomanyvalues' ]
	] )( 'refuses %o with an error code in body and header, and status 200', async ( parameters, code ) => {
		const { status, headers, body } = await ask( { list: 'globalusers', ...parameters as Record<string, string> } );
		expect( status ).toBe( 200 );
		expect( headers.get( 'MediaWiki-API-Error' ) ).toBe( code );
		expect( body ).toMatchObject( errorCode( code ) );
	} );

	it.each( [
		[ 'list=globalusers', { list: 'globalusers', guscentralids: '50001', gusprop: 'groups|rights' } ],
		[ 'meta=globaluserinfo', { meta: 'globaluserinfo', guiid: '50001', guiprop: 'groups|rights' } ]
	] )( 'takes the rights and not the group from who has no second factor, in %s', async ( _module, parameters ) => {
		const rightToLock = async (): Promise<boolean> => {
			const text = JSON.stringify( ( await ask( parameters ) ).body );
			expect( text ).toContain( '"groups":["steward"]' );
			return text.includes( '"centralauth-lock"' );
		};
		expect( await rightToLock() ).toBe( true );
		wiki.accounts.withoutSecondFactor( 'Steward Foo' );
		expect( await rightToLock() ).toBe( false );
		wiki.accounts.withSecondFactor( 'Steward Foo' );
		expect( await rightToLock() ).toBe( true );
	} );

	it( 'knows of the rights that global groups give, and of no others', async () => {
		const { body } = await ask( { list: 'globalusers', guscentralids: '50003', gusprop: 'rights' } );
		expect( body ).toMatchObject( { query: { globalusers: [ { centralid: 50003, rights: [] } ] } } );
	} );

	it( 'shows who was added, under the next free id', async () => {
		const { centralId } = wiki.accounts.add( { name: 'Steward New', globalGroups: [ { group: 'steward', expiry: 'infinity' } ] } );
		const { body } = await ask( { list: 'globalusers', guscentralids: String( centralId ), gusprop: 'locked|groups' } );
		wiki.accounts.remove( 'Steward New' );
		expect( body ).toMatchObject( { query: { globalusers: [ { centralid: centralId, name: 'Steward New', locked: false, groups: [ 'steward' ] } ] } } );
	} );

	it( 'adds nobody twice', () => {
		expect( () => wiki.accounts.add( { name: 'Steward Foo' } ) ).toThrow( 'already' );
		expect( () => wiki.accounts.add( { name: 'Somebody', centralId: 50001 } ) ).toThrow( 'already' );
	} );

	it( 'shows every change of an account in the next answer', async () => {
		const locked = async (): Promise<unknown> => ( await ask( { list: 'globalusers', guscentralids: '50001', gusprop: 'locked' } ) ).body;
		wiki.accounts.lock( 'Steward Foo' );
		expect( await locked() ).toMatchObject( { query: { globalusers: [ { locked: true } ] } } );
		wiki.accounts.unlock( 'Steward Foo' );
		expect( await locked() ).toMatchObject( { query: { globalusers: [ { locked: false } ] } } );
	} );
} );

describe( 'list=globalallusers', () => {
	it( 'goes on where it stopped until everybody was named', async () => {
		const names: string[] = [];
		let next: Record<string, string> | undefined = {};
		while ( next ) {
			const { body } = await ask( { list: 'globalallusers', agugroup: 'steward', agulimit: '2', ...next } );
			const part = body as { continue?: Record<string, string>; query: { globalallusers: { name: string }[] } };
			names.push( ...part.query.globalallusers.map( ( { name } ) => name ) );
			next = part.continue;
		}
		expect( names ).toEqual( [ 'Locked Qux', "O'Brien & Sons+1", 'Steward Foo', '東京 執事' ] );
	} );

	it( 'says locked with an empty string, which is false to JavaScript', async () => {
		const { body } = await ask( { list: 'globalallusers', agugroup: 'steward', aguprop: 'lockinfo', aguprefix: 'L' } );
		expect( body ).toMatchObject( { query: { globalallusers: [ { name: 'Locked Qux', locked: '' } ] } } );
	} );

	it( 'refuses a group that does not exist', async () => {
		expect( ( await ask( { list: 'globalallusers', agugroup: 'emperor' } ) ).body ).toMatchObject( errorCode( 'badvalue' ) );
	} );
} );

describe( 'list=users', () => {
	it( 'tells how somebody can be reached, with local and central ids', async () => {
		const { body } = await ask( { list: 'users', ususers: 'Steward Foo|Plain Baz|Nobody', usprop: 'emailable|gender|centralids|groups' } );
		expect( body ).toMatchObject( { query: { users: [
			{ userid: 3, name: 'Steward Foo', emailable: true, gender: 'unknown', centralids: { CentralAuth: 50001, local: 3 }, groups: [ '*', 'user', 'autoconfirmed' ] },
			{ userid: 5, emailable: false, gender: 'male' },
			{ name: 'Nobody', missing: true }
		] } } );
	} );
} );

describe( 'api.php', () => {
	it( 'tells its time and its server', async () => {
		const { body } = await ask( { meta: 'siteinfo' } );
		expect( body ).toMatchObject( { query: { general: { time: '2026-11-23T12:00:00Z', server: wiki.url, wikiid: 'metawiki' } } } );
	} );

	it( 'only warns about modules and parameters it does not know', async () => {
		const { body } = await ask( { list: 'nonsense', foo: '1' } );
		expect( body ).toEqual( { batchcomplete: true, warnings: {
			query: { warnings: 'Unrecognized value for parameter "list": nonsense' },
			main: { warnings: 'Unrecognized parameter: foo.' }
		} } );
	} );

	it( 'refuses an unknown action', async () => {
		expect( ( await ask( { action: 'nonsense' } ) ).body ).toMatchObject( errorCode( 'badvalue' ) );
	} );

	it( 'answers in the old format when none is asked for: flags are empty strings', async () => {
		const { body } = await ask( { formatversion: '1', list: 'users', ususers: 'Nobody' } );
		expect( body ).toEqual( { batchcomplete: '', query: { users: [ { name: 'Nobody', missing: '' } ] } } );
	} );

	it( 'takes clients without a name for robots', async () => {
		const { status, body } = await ask( { meta: 'siteinfo' }, { 'user-agent': '' } );
		expect( status ).toBe( 403 );
		expect( body ).toContain( 'Please set a user-agent and respect our robot policy' );
	} );

	it.each( [
		[ { origin: '*' }, {}, 200, '*' ],
		[ { origin: 'http://localhost:1' }, { origin: 'http://localhost:2' }, 403, null ],
		[ { origin: 'http://localhost:1' }, { origin: 'http://localhost:1' }, 200, null ],
		[ { crossorigin: '1' }, {}, 200, '*' ],
		[ { crossorigin: '1' }, { cookie: 'a=b' }, 403, null ],
		[ { crossorigin: '1', origin: '*' }, {}, 403, null ]
	] )( 'opens itself to other origins only as asked in the query: %o %o', async ( parameters, headers, status, allowed ) => {
		const reply = await ask( { meta: 'siteinfo', ...parameters as Record<string, string> }, headers );
		expect( reply.status ).toBe( status );
		expect( reply.headers.get( 'Access-Control-Allow-Origin' ) ).toBe( allowed );
	} );
} );
