// The API's document says what the server does: every route of the real express app is in it and nothing else,
// and real answers of every operation fit what it says of them.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument, operations } from '../../../server/contract/openApi/document.ts';
import type { Operation } from '../../../server/contract/openApi/operation.ts';
import { errorCodes } from '../../../server/contract/problem.ts';
import { createApp, type AppDeps } from '../../../server/http/app.ts';
import { aPage, startWorld, type SenderClient, type World } from '../../harness.ts';
import { watchRoutes } from '../../watchRoutes.ts';
import { ask, expectProblem, type Question } from '../../server/http/ask.ts';
import { originQuery, popupsAt } from '../../server/http/popups.ts';

const document = openApiDocument( '1.2.3' );

/** For people with a browser: pages, forms and files, which no program has a business with. */
const forPeople = [ '/', '/pages/{id}', '/assets', '/sign-in', '/i18n', '/api/assets', '/oauth/callback', '/oauth/continue', '/sso/start' ];
const isForPeople = ( path: string ): boolean => forPeople.includes( path ) || path === '/sre' || /^\/(sre|i18n)\//.test( path );

/** Of the app as it is put together, as OpenAPI writes them; nothing that it would need to answer is there. */
function routesOfApp(): { method: string; path: string }[] {
	const watch = watchRoutes();
	createApp( {
		publicUrl: 'http://localhost:1', wikiUrl: 'http://localhost:2', wikiOrigins: [], version: '1.2.3', rosterKeys: [], providers: new Map(),
		dist: new URL( '../../../gadget/dist', import.meta.url ).pathname,
		singleSignOn: { peers: [], headers: [] }
	} as unknown as AppDeps );
	watch.stop();
	// What answers every method only says which there are.
	return watch.found().filter( ( { method } ) => method !== 'ALL' )
		.map( ( { method, path } ) => ( { method: method.toLowerCase(), path: path.replace( /:(\w+)/g, '{$1}' ) } ) );
}

describe( 'The API\'s document', () => {
	it( 'is OpenAPI 3.1', async () => {
		const { valid, errors } = await new Validator().validate( structuredClone( document ) );
		expect( [ valid, errors ] ).toEqual( [ true, undefined ] );
	} );

	it( 'names each operation once', () => {
		expect( new Set( operations.map( ( { id } ) => id ) ).size ).toBe( operations.length );
		expect( new Set( operations.map( ( { method, path } ) => `${ method } ${ path }` ) ).size ).toBe( operations.length );
	} );

	it( 'knows every code of refusal', () => {
		expect( ( document.components.schemas.Problem!.properties as { code: { enum: string[] } } ).code.enum ).toEqual( Object.keys( errorCodes ) );
	} );

	it( 'has every route of the app, and the app every operation', () => {
		const documented = operations.filter( ( { path } ) => path !== '/i18n/{language}.json' ).map( ( { method, path } ) => `${ method } ${ path }` );
		const routed = routesOfApp().filter( ( { path } ) => !isForPeople( path ) ).map( ( { method, path } ) => `${ method } ${ path }` );
		expect( [ ...new Set( routed ) ].sort() ).toEqual( documented.sort() );
	} );
} );

describe( 'The API', () => {
	let world: World;
	let sender: SenderClient;
	beforeAll( async () => {
		world = await startWorld( { env: {
			PAGE_SRE_ROSTER_KEYS: 'a-key-of-an-identity-system-0123456789', PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: 'a-secret-of-the-hook-0123456789'
		} } );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	const ajv = new Ajv2020( { strict: false, allErrors: true } );
	ajv.addFormat( 'date-time', ( text ) => !Number.isNaN( Date.parse( text ) ) );
	ajv.addSchema( document, 'api' );

	/** Fails unless the document has this answer: its status, its type, its shape. Returns its body. */
	async function expectDescribed( { id, method, path }: Operation, response: Response ): Promise<unknown> {
		const { responses } = document.paths[ path ]![ method ]!;
		const described = responses[ String( response.status ) ] as { content?: Record<string, object> } | undefined;
		expect( described, `${ id } answers ${ response.status }` ).toBeDefined();
		const type = response.headers.get( 'content-type' )?.split( ';' )[ 0 ];
		const types = Object.keys( described!.content ?? {} );
		expect( type === undefined ? [] : [ type ] ).toEqual( types );
		if ( !type?.endsWith( 'json' ) ) {
			return undefined;
		}
		const body: unknown = await response.json();
		const pointer = [ 'paths', path, method, 'responses', String( response.status ), 'content', type, 'schema' ]
			.map( ( part ) => encodeURIComponent( part.replaceAll( '~', '~0' ).replaceAll( '/', '~1' ) ) ).join( '/' );
		const fits = ajv.getSchema( `api#/${ pointer }` )!;
		expect( [ fits( body ), fits.errors ] ).toEqual( [ true, null ] );
		return body;
	}

	const call = ( path: string, { headers = {}, ...question }: Question = {} ): Promise<Response> =>
		ask( world.url + path, { ...question, headers: { Authorization: `Bearer ${ sender.token }`, ...headers } } );
	const newPage = async (): Promise<string> => ( await sender.pageAnyway() ).body.id;
	const plainly = ( path: string, question?: Question ): ( () => Promise<Response> ) => () => ask( world.url + path, question );
	const onPage = ( path: string, body?: unknown ) => async (): Promise<Response> =>
		call( `/v1/pages/${ await newPage() }${ path }`, body === undefined ? {} : { method: 'POST', body } );

	/** One good answer of each operation. */
	const scenes: Record<string, () => Promise<Response>> = {
		sendPage: () => call( '/v1/pages', { method: 'POST', body: aPage( { context: { wiki: 'enwiki' }, contact: { ircNick: 'foo' } } ) } ),
		listPages: () => call( '/v1/pages?limit=2' ),
		readPage: onPage( '' ),
		followPage: async () => {
			const abort = new AbortController();
			const response = await call( `/v1/pages/${ await newPage() }/events`, { signal: abort.signal } );
			abort.abort();
			return response;
		},
		addNote: onPage( '/notes', { text: 'Also dewiki' } ),
		withdrawPage: onPage( '/withdraw', {} ),
		pageAgain: async () => {
			const id = await newPage();
			await sender.sees( id, 'delivered' );
			world.clock.jump( 10 * 60_000 );
			return call( `/v1/pages/${ id }/again`, { method: 'POST', body: { round: 2 } } );
		},
		startSignIn: () => ask( `${ world.url }/oauth/start?${ originQuery( world.wiki.url ) }` ),
		openSession: async () => {
			const popups = popupsAt( world, world.wiki.url );
			return popups.exchange( ( await popups.popup() ).handoff!.message.code! );
		},
		readSession: () => call( '/v1/session' ),
		endSession: async () => call( '/v1/session', { method: 'DELETE', headers: { Authorization: `Bearer ${ ( await world.signIn( 'Steward Foo' ) ).token }` } } ),
		confirmGuidance: async () => {
			const { guidance } = ( await sender.call<{ guidance: { version: string } }>( 'GET', '/v1/session' ) ).body;
			return call( '/v1/guidance', { method: 'POST', body: { version: guidance.version, language: 'de' } } );
		},
		readRoster: () => call( '/v1/roster', { headers: { Authorization: 'Bearer a-key-of-an-identity-system-0123456789' } } ),
		readSituation: () => call( '/v1/situation' ),
		listWikis: () => call( '/v1/wikis' ),
		receiveHook: () => call( '/v1/hooks/splunk-on-call', { method: 'POST', body: {}, headers: { 'X-Page-SRE-Secret': 'a-secret-of-the-hook-0123456789' } } ),
		readMessages: plainly( '/i18n/de.json' ),
		live: plainly( '/healthz' ),
		ready: plainly( '/readyz' ),
		metrics: plainly( '/metrics' ),
		describe: plainly( '/openapi.json' ),
		describeForPeople: plainly( '/api' ),
		listErrors: plainly( '/errors' ),
		explainError: plainly( '/errors/notMember' )
	};

	it.each( operations.map( ( operation ) => [ operation.id, operation ] as const ) )( 'does %s as its document says', async ( id, operation ) => {
		const response = await scenes[ id ]!();
		expect( response.status ).toBeLessThan( 400 );
		await expectDescribed( operation, response );
	} );

	const at = ( path: string ): string => world.url + path.replace( '{id}', '01HZZZZZZZZZZZZZZZZZZZZZZZ' ).replace( '{provider}', 'nobody' ).replace( '{language}', 'xx' ).replace( '{code}', '__proto__' );
	const allOf = ( wanted: ( operation: Operation ) => boolean ): ( readonly [ string, Operation ] )[] =>
		operations.filter( wanted ).map( ( operation ) => [ operation.id, operation ] as const );

	it.each( allOf( ( { access } ) => access === 'session' || access === 'rosterKey' ) )( 'refuses %s to whoever is not signed in', async ( _id, operation ) => {
		const response = await ask( at( operation.path ), { method: operation.method.toUpperCase(), ...operation.body ? { body: {} } : {} } );
		await expectProblem( response.clone(), 'notSignedIn' );
		await expectDescribed( operation, response );
	} );

	it.each( allOf( ( { path, access } ) => path.startsWith( '/v1/' ) && access !== 'signature' ) )( 'refuses %s to other sites', async ( _id, operation ) => {
		const response = await ask( at( operation.path ), {
			method: operation.method.toUpperCase(), headers: { Origin: 'https://evil.example.org' }, ...operation.body ? { body: {} } : {}
		} );
		await expectProblem( response.clone(), 'originRefused' );
		await expectDescribed( operation, response );
	} );

	it.each( allOf( ( { body, access } ) => body !== undefined && access === 'session' ) )( 'says of %s what is wrong with its body', async ( id, operation ) => {
		const path = operation.path.replace( '{id}', await newPage() );
		const wrong = await call( path, { method: 'POST', body: { surprise: 1 } } );
		await expectProblem( wrong.clone(), 'invalidRequest' );
		await expectDescribed( operation, wrong );
		if ( id !== 'withdrawPage' ) {
			await expectDescribed( operation, await call( path, { method: 'POST', body: 'x=1', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } } ) );
		}
		await expectDescribed( operation, await call( path, { method: 'POST', body: { text: 'x'.repeat( 100_000 ) } } ) );
	} );

	it.each( allOf( ( { path } ) => /\{(id|provider|code|language)\}/.test( path ) ) )( 'answers %s for what does not exist as its document says', async ( _id, operation ) => {
		const response = await call( at( operation.path ).slice( world.url.length ), {
			method: operation.method.toUpperCase(), ...operation.body ? { body: operation.id === 'pageAgain' ? { round: 2 } : operation.id === 'addNote' ? { text: 'x' } : {} } : {}
		} );
		await expectProblem( response.clone(), 'notFound' );
		await expectDescribed( operation, response );
	} );

	it.each( allOf( ( { method, path, id } ) => method === 'get' && !path.includes( '{' ) && id !== 'startSignIn' ) )( 'answers HEAD of %s, and says its methods', async ( _id, { path } ) => {
		const key: Record<string, string> = path === '/v1/roster' ? { Authorization: 'Bearer a-key-of-an-identity-system-0123456789' } : {};
		const head = await call( path, { method: 'HEAD', headers: key } );
		expect( [ head.status, await head.text() ] ).toEqual( [ 200, '' ] );
		const options = await call( path, { method: 'OPTIONS' } );
		expect( [ options.status, options.headers.get( 'allow' ) ] ).toEqual( [ 204, expect.stringMatching( /\bGET, HEAD\b.*\bOPTIONS$/ ) ] );
		const wrong = await call( path, { method: 'PATCH' } );
		await expectProblem( wrong, 'methodNotAllowed' );
		expect( wrong.headers.get( 'allow' ) ).toBe( options.headers.get( 'allow' ) );
	} );

	const addresses = [ ...Map.groupBy( operations, ( { path } ) => path ) ].filter( ( [ path ] ) => !path.startsWith( '/i18n/' ) );
	it.each( addresses )( 'says the methods of %s, and of pages and the guidance only to who is signed in', async ( path, known ) => {
		const unsigned = await ask( at( path ), { method: 'OPTIONS' } );
		const isWithheld = /^\/v1\/(pages|guidance)/.test( path );
		expect( [ unsigned.status, unsigned.headers.has( 'allow' ) ] ).toEqual( isWithheld ? [ 401, false ] : [ expect.toBeOneOf( [ 200, 204 ] ), true ] );
		const options = await call( at( path ).slice( world.url.length ), { method: 'OPTIONS' } );
		expect( options.headers.get( 'allow' )?.split( ', ' ) ).toEqual( expect.arrayContaining( known.map( ( { method } ) => method.toUpperCase() ) ) );
	} );

	it( 'ends a HEAD of an event stream at once', async () => {
		const response = await call( `/v1/pages/${ await newPage() }/events`, { method: 'HEAD' } );
		expect( [ response.status, response.headers.get( 'content-type' ), await response.text() ] ).toEqual( [ 200, 'text/event-stream; charset=utf-8', '' ] );
	} );

	it( 'serves the document to whatever site asks, and describes just itself', async () => {
		const response = await ask( `${ world.url }/openapi.json`, { headers: { Origin: 'https://editor.example.org' } } );
		expect( response.headers.get( 'access-control-allow-origin' ) ).toBe( '*' );
		const { paths } = await response.json() as typeof document;
		expect( Object.keys( paths ) ).toEqual( Object.keys( document.paths ) );
	} );
} );
