// What the server says is what the contract says: every answer of every route, in every state that a
// page or a session can be in, parsed by the very schemas whose types the panel is built on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageListSchema } from '../../../server/contract/listPages.ts';
import { pageEventSchema, pageSchema, pageStates } from '../../../server/contract/page.ts';
import { errorCodes, problemSchema, type ErrorCode } from '../../../server/contract/problem.ts';
import { handoffMessageSchema, newSessionSchema, sessionSchema } from '../../../server/contract/session.ts';
import { ServiceError } from '../../../server/errors.ts';
import { aPage, startWorld, type SenderClient, type World } from '../../harness.ts';
import { ask, openEvents } from '../../server/http/ask.ts';
import { popupsAt, type Popups } from '../../server/http/popups.ts';
import { visitAs } from '../../ownSite.ts';
import { comeBack } from '../../signIn.ts';
import { SESSION_MS } from '../../../server/auth/sessions.ts';

describe( 'The wire', () => {
	let world: World;
	let popups: Popups;
	let sender: SenderClient;
	let failure: Error | undefined;
	beforeAll( async () => {
		world = await startWorld( {
			overrides: { wrapPageStore: ( store ) => ( {
				...store,
				async list( filter ) {
					if ( failure ) {
						throw failure;
					}
					return store.list( filter );
				}
			} ) }
		} );
		world.expectErrors( /^bug: unexpected error$/, /^page undelivered/, /^provider rejects pages/ );
		popups = popupsAt( world, world.wiki.url );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	/** It has asked for peace, and is left in it. */
	function wikiAnswersAgain(): void {
		world.wiki.faults.set( null );
		world.clock.jump( 60_000 );
	}

	async function asked( path: string, who = sender ): Promise<unknown> {
		return ( await who.call( 'GET', path ) ).body;
	}

	describe( 'about sessions', () => {
		it( 'says a new one as the contract does', async () => {
			const { handoff } = await popups.popup();
			newSessionSchema.parse( await ( await popups.exchange( handoff!.message.code! ) ).json() );
		} );

		it( 'says every verdict as the contract does', async () => {
			const former = await world.signIn( 'Former Bar' );
			const member = sessionSchema.parse( await asked( '/v1/session' ) );
			const notMember = sessionSchema.parse( await asked( '/v1/session', former ) );
			world.wiki.faults.set( { kind: 'maxlag' }, 'api' );
			const unknown = sessionSchema.parse( await asked( '/v1/session' ) );
			wikiAnswersAgain();
			expect( [ member, notMember, unknown ].map( ( { membership } ) => membership.verdict ) ).toEqual( [ 'member', 'notMember', 'unknown' ] );
		} );

		it( 'answers sign-out with nothing', async () => {
			const { call } = await world.signIn( 'Steward Foo' );
			expect( await call( 'DELETE', '/v1/session' ) ).toMatchObject( { status: 204, body: {} } );
		} );
	} );

	describe( 'about pages', () => {
		it( 'says them in every state, with every kind of event, as the contract does', async () => {
			const seen = { states: new Set<string>(), kinds: new Set<string>() };
			const look = async ( id: string ): Promise<void> => {
				const page = pageSchema.parse( await asked( `/v1/pages/${ id }` ) );
				seen.states.add( page.state );
				page.events.forEach( ( { kind } ) => seen.kinds.add( kind ) );
			};
			world.onCall.faults.set( { kind: 'status', status: 503 }, 'ingest' );
			const first = await sender.sendPage( { contact: { ircNick: 'foo', other: 'x' }, context: { wiki: 'enwiki', title: 'A', revision: 1 } } );
			const { id } = pageSchema.parse( first.body );
			await look( id );
			await sender.sees( id, 'attemptFailed' );
			world.clock.jump( 120_000 );
			await sender.sees( id, 'undelivered' );
			await look( id );
			world.onCall.faults.set( null );
			await sender.sees( id, 'ringing' );
			await look( id );
			const entity = `page-sre/${ id }`;
			world.onCall.acknowledge( entity, 'alice' );
			await sender.sees( id, 'acknowledged' );
			await look( id );
			world.onCall.reopen( entity, 'alice' );
			await sender.sees( id, 'reopened' );
			world.onCall.resolve( entity );
			await sender.sees( id, 'resolved' );
			await look( id );

			const second = ( await sender.sendPage() ).body.id;
			pageSchema.parse( ( await sender.call( 'POST', `/v1/pages/${ second }/notes`, { text: 'Also dewiki' } ) ).body );
			await sender.sees( second, 'ringing' );
			world.clock.jump( world.config.bounds.answerMs );
			await sender.sees( second, 'unanswered' );
			await sender.sees( second, 'pagedAgain' );
			pageSchema.parse( ( await sender.call( 'POST', `/v1/pages/${ second }/withdraw` ) ).body );
			await look( second );
			// Rerouting asks for a catch-all policy, which the settings of this world do not name.
			seen.kinds.add( 'rerouted' );
			// Replies are a responder's, on a site of their own (test/server/http/responders).
			seen.kinds.add( 'reply' );
			expect( [ ...seen.states ].sort() ).toEqual( [ ...pageStates ].sort() );
			expect( [ ...seen.kinds ].sort() ).toEqual( pageEventSchema.options.map( ( option ) => option.shape.kind.value ).sort() );
		} );

		it( 'streams the same events as it lists', async () => {
			const { body } = await sender.sendPage();
			const { events } = await sender.sees( body.id, 'delivered' );
			const stream = await openEvents( `${ world.url }/v1/pages/${ body.id }/events`, { Authorization: `Bearer ${ sender.token }` } );
			for ( const event of events ) {
				const next = await stream.next();
				expect( next ).toEqual( { id: event.seq, event } );
				pageEventSchema.parse( event );
			}
			stream.close();
		} );

		it( 'lists them as the contract does', async () => {
			const { body } = await sender.sendPage();
			expect( pageListSchema.parse( await asked( '/v1/pages' ) ).pages.length ).toBeGreaterThan( 0 );
			expect( pageListSchema.parse( await asked( `/v1/pages?idempotencyKey=${ body.idempotencyKey }` ) ).pages ).toHaveLength( 1 );
		} );
	} );

	describe( 'about refusals', () => {
		const bearer = (): Record<string, string> => ( { Authorization: `Bearer ${ sender.token }` } );
		const send = ( body: unknown, headers: Record<string, string> = {} ): Promise<Response> =>
			ask( `${ world.url }/v1/pages`, { method: 'POST', body, headers: { ...bearer(), ...headers } } );
		const list = (): Promise<Response> => ask( `${ world.url }/v1/pages`, { headers: bearer() } );
		async function failing( error: Error ): Promise<Response> {
			failure = error;
			const response = await list();
			failure = undefined;
			return response;
		}

		const byProblem: Partial<Record<ErrorCode, () => Promise<Response>>> = {
			invalidRequest: () => send( { urgent: true } ),
			notSignedIn: () => ask( `${ world.url }/v1/pages` ),
			sessionExpired: async () => {
				const { token } = sender;
				world.clock.jump( SESSION_MS );
				sender = await world.signIn( 'Steward Foo' );
				return ask( `${ world.url }/v1/pages`, { headers: { Authorization: `Bearer ${ token }` } } );
			},
			notMember: async () => send( aPage(), { Authorization: `Bearer ${ ( await world.signIn( 'Former Bar' ) ).token }` } ),
			originRefused: () => send( aPage(), { Origin: 'https://evil.example.org' } ),
			signInExpired: () => popups.exchange( 'A'.repeat( 43 ) ),
			notFound: () => ask( `${ world.url }/nothing` ),
			methodNotAllowed: () => ask( `${ world.url }/v1/pages`, { method: 'PUT', headers: bearer() } ),
			idempotencyKeyReused: async () => {
				const page = aPage();
				await send( page );
				return send( { ...page, summary: 'Something else' } );
			},
			payloadTooLarge: () => send( { details: 'x'.repeat( 100_000 ) } ),
			unsupportedMediaType: () => send( 'x', { 'Content-Type': 'text/plain' } ),
			internal: () => failing( new Error( 'bug' ) ),
			storeUnavailable: () => failing( new ServiceError( 'storeUnavailable' ) ),
			pageNotOpen: async () => {
				const { id } = ( await sender.sendPage() ).body;
				await sender.call( 'POST', `/v1/pages/${ id }/withdraw` );
				return ask( `${ world.url }/v1/pages/${ id }/notes`, { method: 'POST', headers: bearer(), body: { text: 'x' } } );
			},
			pagedAgainTooSoon: async () => {
				const { id } = ( await sender.sendPage() ).body;
				return ask( `${ world.url }/v1/pages/${ id }/again`, { method: 'POST', headers: bearer(), body: { round: 2 } } );
			},
			membershipUnknown: async () => {
				world.wiki.faults.set( { kind: 'maxlag' }, 'api' );
				const response = await send( aPage() );
				wikiAnswersAgain();
				return response;
			}
		};

		it.each( Object.entries( byProblem ) )( 'says %s as the contract does', async ( code, provoke ) => {
			const response = await provoke();
			const problem = problemSchema.parse( await response.json() );
			expect( problem ).toMatchObject( { code, ...errorCodes[ code as ErrorCode ] } );
			expect( response.status ).toBe( problem.status );
		} );

		const postTo = ( there: World, { token }: SenderClient, path: string, body: unknown ): Promise<Response> =>
			ask( there.url + path, { method: 'POST', body, headers: { Authorization: `Bearer ${ token }` } } );

		/** What depends on what a member has done or read, in a world of its own. */
		const byStanding: Partial<Record<ErrorCode, ( there: World ) => Promise<Response>>> = {
			guidanceNotConfirmed: async ( there ) => postTo( there, await there.signIn( 'Steward Foo', { readsGuidance: false } ), '/v1/pages', aPage() ),
			guidanceOutdated: async ( there ) => postTo( there, await there.signIn( 'Steward Foo' ), '/v1/guidance', { version: 'abcdefgh', language: 'de' } ),
			drillUnavailable: async ( there ) => postTo( there, await there.signIn( 'Steward Foo' ), '/v1/pages', aPage( { drill: true } ) ),
			unseenPages: async ( there ) => {
				await ( await there.signIn( '東京 執事' ) ).sendPage();
				return postTo( there, await there.signIn( 'Steward Foo' ), '/v1/pages', aPage() );
			},
			limitReached: async ( there ) => {
				const member = await there.signIn( 'Steward Foo' );
				await member.sendPage();
				return postTo( there, member, '/v1/pages', aPage() );
			},
			notResponder: async ( there ) => {
				const { cookie } = await visitAs( { url: there.url, wiki: there.wiki, name: 'Steward Foo' } );
				return ask( `${ there.url }/v1/roster`, { headers: { cookie } } );
			}
		};
		it.each( Object.entries( byStanding ) )( 'says %s as the contract does', async ( code, provoke ) => {
			const there = await startWorld( { env: { PAGE_SRE_SENDER_LIMITS: '1/1h' } } );
			const response = await provoke( there );
			const problem = problemSchema.parse( await response.json() );
			await there.stop();
			expect( problem ).toMatchObject( { code, ...errorCodes[ code as ErrorCode ] } );
			expect( response.status ).toBe( problem.status );
		} );

		/** What the popup says to the panel when the wiki or the account stands in the way. */
		const byPopup: Partial<Record<ErrorCode, () => void>> = {
			wikiUnavailable: () => world.wiki.faults.set( { kind: 'serverErrorHtml', status: 503 }, 'oauth' ),
			signInRefusedByWiki: () => world.wiki.oauth.disableConsumer(),
			accountNotUsable: () => world.wiki.accounts.lock( 'Steward Foo' )
		};

		it.each( Object.entries( byPopup ) )( 'says %s to the panel as the contract does', async ( code, provoke ) => {
			const { callback, cookie } = await popups.authorized();
			provoke();
			const { handoff, status } = await comeBack( callback, cookie );
			world.wiki.faults.set( null );
			world.wiki.oauth.enableConsumer();
			world.wiki.accounts.unlock( 'Steward Foo' );
			expect( handoffMessageSchema.parse( handoff?.message ) ).toEqual( { type: 'page-sre:sign-in-failed', error: code } );
			expect( status ).toBe( errorCodes[ code as ErrorCode ].status );
		} );

		it( 'says a code to the panel as the contract does', async () => {
			expect( handoffMessageSchema.parse( ( await popups.popup() ).handoff?.message ).type ).toBe( 'page-sre:signed-in' );
		} );

		it( 'has no code that nobody can meet', () => {
			// To nobody's panel: a link that is not ours and a proxy that is not trusted are told on pages of their own, a
			// forged hook to a provider, and on the responders' site what stands against a grant or an answer.
			const elsewhere = [ 'signInInvalid', 'proxyNotTrusted', 'hookForged', 'accountUnknown', 'answerElsewhere' ];
			expect( [ ...Object.keys( byProblem ), ...Object.keys( byStanding ), ...Object.keys( byPopup ), ...elsewhere ].sort() )
				.toEqual( Object.keys( errorCodes ).sort() );
		} );
	} );
} );
