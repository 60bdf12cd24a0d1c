// Panels live longer in browsers and on wikis than servers do: what the wire was at each release, frozen as JSON, and
// the promise that a panel of then gets on with the server of today (docs/wire.md). A release adds a folder; none changes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureReasons, membershipSources, pageEventSchema, pageStates, standings } from '../../../server/contract/page.ts';
import { errorCodes, limitScopes, notMemberReasons } from '../../../server/contract/problem.ts';
import { noteSchema, pageAgainSchema, sendPageSchema } from '../../../server/contract/sendPage.ts';
import { fieldRules, limits } from '../../../server/contract/text.ts';
import { startSandboxStatusPage } from '../../../server/sandbox/statusPage/service.ts';
import { aPage, startWorld, type SenderClient, type World } from '../../harness.ts';

type Json = null | boolean | number | string | Json[] | { [ name: string ]: Json };

const releases = readdirSync( import.meta.dirname ).filter( ( name ) => name.startsWith( 'release-' ) );

function read( release: string, name: string ): Record<string, Json> {
	return JSON.parse( readFileSync( join( import.meta.dirname, release, `${ name }.json` ), 'utf8' ) ) as Record<string, Json>;
}

/** Paths whose value is gone, or of another type: what an older panel would look for in vain. Of a list, its first. */
function lost( then: Json, now: unknown, path = '' ): string[] {
	if ( Array.isArray( then ) ) {
		return !Array.isArray( now ) || now.length < Math.min( then.length, 1 ) ? [ path ] : then.length === 0 ? [] : lost( then[ 0 ]!, now[ 0 ], `${ path }[0]` );
	}
	if ( typeof then === 'object' && then !== null ) {
		return Object.entries( then ).flatMap( ( [ name, value ] ) =>
			lost( value, ( now as Record<string, unknown> | undefined )?.[ name ], `${ path }.${ name }` ) );
	}
	return now === undefined || then !== null && now !== null && typeof now !== typeof then ? [ path ] : [];
}

it( 'has the wire of at least one release', () => {
	expect( releases ).toContain( 'release-0.1.0' );
} );

describe.each( releases )( 'the panel of %s with the server of today', ( release ) => {
	let world: World;
	let sender: SenderClient;
	beforeAll( async () => {
		world = await startWorld();
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	const bodies = Object.entries( read( release, 'requests' ) ).flatMap( ( [ request, inputs ] ) =>
		( inputs as Json[] ).map( ( body, index ) => ( { request, index, body } ) ) );

	it.each( bodies )( 'is understood in what it posts: $request, $index', ( { request, body } ) => {
		const schemas = {
			'POST /v1/pages': sendPageSchema, 'POST /v1/pages/:id/notes': noteSchema, 'POST /v1/pages/:id/again': pageAgainSchema
		} as const;
		const schema = ( schemas as Partial<Record<string, typeof sendPageSchema | typeof noteSchema | typeof pageAgainSchema>> )[ request ];
		expect( schema?.safeParse( body ).error ).toBeUndefined();
	} );

	it.each( bodies.filter( ( { request } ) => request === 'POST /v1/pages' ) )( 'has its page accepted, as it was written: $index', async ( { body } ) => {
		const { summary, scope } = body as { summary: string; scope: string };
		const accepted = await sender.call( 'POST', '/v1/pages', body );
		expect( accepted ).toMatchObject( { status: 202, body: { summary, scope } } );
	} );

	it( 'finds in every answer what it reads there', async () => {
		const answers = read( release, 'answers' );
		const page = await sender.sendPage( aPage() );
		expect( lost( answers.page!, page.body ) ).toEqual( [] );
		expect( lost( answers.session!, ( await sender.call( 'GET', '/v1/session' ) ).body ) ).toEqual( [] );
		const refused = await sender.call( 'POST', '/v1/pages', aPage( { summary: '' } ) );
		expect( lost( answers.problem!, refused.body ) ).toEqual( [] );
	} );

	it( 'finds in the situation and among the wikis what it reads there', async () => {
		const answers = read( release, 'answers' );
		const statusPage = await startSandboxStatusPage();
		const watching = await startWorld( { env: { PAGE_SRE_STATUS_URL: statusPage.url } } );
		try {
			const member = await watching.signIn( 'Steward Foo' );
			await member.sendPage( aPage() );
			watching.onCall.raise( 'db', 'Database servers lag' );
			statusPage.report( { indicator: 'major', incidents: [ { name: 'Slow', impact: 'major', startedAt: watching.clock.now(), status: 'investigating' } ] } );
			await watching.advance( 10_000 );
			const looking = member.call( 'GET', '/v1/situation' );
			// The service that is read twice wants two seconds in between.
			await watching.advance( 2_000 );
			await looking;
			expect( lost( answers.situation!, ( await member.call( 'GET', '/v1/situation' ) ).body ) ).toEqual( [] );
			expect( lost( answers.wikis!, ( await member.call( 'GET', '/v1/wikis' ) ).body ) ).toEqual( [] );
		} finally {
			await statusPage.stop();
			await watching.stop();
		}
	} );

	it( 'is told every kind of event in the form that it knows', () => {
		for ( const event of read( release, 'answers' ).events as Json[] ) {
			// Fields may have joined; none may be asked for that was not there.
			const kind = ( event as { kind: string } ).kind;
			const now = pageEventSchema.options.find( ( option ) => option.shape.kind.value === kind );
			expect( Object.keys( event as object ).filter( ( name ) => !( name in ( now?.shape ?? {} ) ) ), kind ).toEqual( [] );
		}
	} );

	it( 'meets no code, state, reason or rule under another name, and no narrower limit', () => {
		const then = read( release, 'lists' );
		const now = { notMemberReasons, limitScopes, pageStates, failureReasons, membershipSources, standings, fieldRules };
		for ( const [ name, values ] of Object.entries( now ) ) {
			expect( [ ...values ], name ).toEqual( expect.arrayContaining( then[ name ] as string[] ) );
		}
		expect( errorCodes ).toMatchObject( then.errorCodes as object );
		for ( const [ field, most ] of Object.entries( then.limits as Record<string, number> ) ) {
			expect( ( limits as Record<string, number> )[ field ], field ).toBeGreaterThanOrEqual( most );
		}
	} );
} );
