// The one address where a proxy's headers count: who gets in there, who does not and learns why, and where
// they go on. Everywhere else the same headers are so many words.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPage, startWorld, type SenderClient, type World } from '../../../harness.ts';
import { cookiesOf } from '../../../signIn.ts';
import { headersOf, proxyEnv, signInByProxy, startAs, startWith } from '../../../singleSignOn.ts';
import { ask, expectProblem } from '../ask.ts';

const foo = { user: 'foo', email: 'foo@example.org', groups: 'wmf' };

describe( 'Single sign-on', () => {
	let world: World;
	let sender: SenderClient;
	beforeAll( async () => {
		world = await startWorld( { env: proxyEnv } );
		sender = await world.signIn( 'Steward Foo' );
	} );
	afterAll( () => world.stop() );

	it( 'ends with a session cookie that scripts cannot read and other sites cannot use', async () => {
		const response = await startAs( world.url, foo );
		expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
		expect( response.headers.getSetCookie() ).toEqual( [ expect.stringMatching( /^page-sre-session=[A-Za-z0-9_-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/ ) ] );
		expect( response.headers.get( 'cache-control' ) ).toBe( 'no-store' );
	} );

	it( 'opens a new session each time, whatever cookie was there before', async () => {
		const first = cookiesOf( await startAs( world.url, foo ) );
		const second = cookiesOf( await startAs( world.url, foo, '', { cookie: first } ) );
		expect( second ).toMatch( /^page-sre-session=/ );
		expect( second ).not.toBe( first );
	} );

	it.each( [
		[ 'standalone', '/' ], [ '/sre/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X', '/sre/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X' ], [ '/sre/audit?person=Foo%20Bar', '/sre/audit?person=Foo%20Bar' ]
	] )( 'goes on where the person was: %s', async ( way, location ) => {
		const response = await startAs( world.url, foo, `?return=${ encodeURIComponent( way ) }` );
		expect( [ response.status, response.headers.get( 'location' ) ] ).toEqual( [ 303, location ] );
	} );

	it.each( [ 'return=//evil.example.org', 'return=https://evil.example.org/sre', 'return=/sre/../..//evil.example.org', 'return=', 'return=/sre&return=/sre', 'user=root', 'X-Forwarded-User=root' ] )( 'goes nowhere by the link ?%s, and signs nobody in', async ( link ) => {
		const response = await startAs( world.url, foo, `?${ link }` );
		expect( [ response.status, response.headers.get( 'location' ), response.headers.getSetCookie() ] ).toEqual( [ 400, null, [] ] );
	} );

	it( 'tells the panel who it is, and how to reach them: by e-mail, and on no wiki', async () => {
		const { sender: person, membership, responder, group } = await ( await signInByProxy( world.url, { ...foo, user: '東京 執事' } ) ).session();
		expect( person ).toEqual( { centralId: person.centralId, name: '東京 執事', talkUrl: null, emailUrl: 'mailto:foo@example.org' } );
		expect( person.centralId ).toBeLessThan( 0 );
		expect( membership ).toEqual( { verdict: 'member', standing: 'singleSignOn', source: 'singleSignOn', verifiedAt: new Date( world.clock.now() ).toISOString(), until: null } );
		expect( [ responder, group ] ).toEqual( [ false, 'steward' ] );
	} );

	it( 'makes no more of an e-mail address than an address', async () => {
		const links = await Promise.all( [ undefined, 'foo?subject=x&bcc=bar@example.org' ].map( async ( email ) =>
			( await ( await signInByProxy( world.url, { user: 'foo', groups: 'wmf', ...email === undefined ? {} : { email } } ) ).session() ).sender.emailUrl ) );
		expect( links ).toEqual( [ null, 'mailto:foo%3Fsubject%3Dx%26bcc%3Dbar@example.org' ] );
	} );

	it( 'lets somebody in who answers and does not page, and keeps the two apart', async () => {
		const ops = await signInByProxy( world.url, { user: 'ops1', groups: 'ops' } );
		expect( await ops.session() ).toMatchObject( { membership: { verdict: 'notMember', reason: 'notInGroup' }, responder: true } );
		expect( await ops.readGuidance() ).toMatchObject( { status: 403, body: { code: 'notMember' } } );
		expect( await ops.sendPage() ).toMatchObject( { status: 403, body: { code: 'notMember' } } );
	} );

	it.each( [ undefined, '', 'wm', 'wmff', 'none of these' ] )( 'says in words that none of the groups may do anything here: %j', async ( groups ) => {
		const response = await startAs( world.url, { user: 'foo', email: 'foo@example.org', ...groups === undefined ? {} : { groups } } );
		expect( [ response.status, response.headers.getSetCookie(), response.headers.get( 'content-type' ) ] ).toEqual( [ 403, [], 'text/html; charset=utf-8' ] );
		expect( await response.text() ).toContain( 'Single sign-on knows you' );
	} );

	it.each( [ {}, { user: '', groups: 'wmf' }, { user: '(null)', groups: 'wmf' }, { email: 'foo@example.org', groups: 'wmf' } ] )( 'says in words where to begin, when the proxy names nobody: %j', async ( named ) => {
		const response = await startAs( world.url, named );
		expect( [ response.status, response.headers.getSetCookie() ] ).toEqual( [ 403, [] ] );
		expect( await response.text() ).toContain( 'single sign-on' );
	} );

	it( 'refuses a header that came twice: one of them may be the client\'s', async () => {
		const said = { 'X-Forwarded-User': 'foo', 'X-Forwarded-Email': 'foo@example.org', 'X-Forwarded-Groups': 'wmf' };
		expect( await startWith( world.url, said ) ).toBe( 303 );
		for ( const [ name, value ] of Object.entries( said ) ) {
			expect( await startWith( world.url, { ...said, [ name ]: [ value, value ] } ) ).toBe( 400 );
		}
		expect( await startWith( world.url, { ...said, 'X-Forwarded-User': 'foo, root' } ) ).toBe( 400 );
	} );

	it.each( [ 'https://evil.example.org', 'null' ] )( 'signs nobody in behind their back, for a script of %s', async ( Origin ) => {
		const response = await startAs( world.url, foo, '', { Origin } );
		expect( [ response.status, response.headers.getSetCookie(), response.headers.get( 'access-control-allow-origin' ) ] ).toEqual( [ 403, [], null ] );
	} );

	it( 'signs nobody in for a script of the wiki either', async () => {
		const response = await startAs( world.url, foo, '', { Origin: world.wiki.url } );
		expect( [ response.status, response.headers.getSetCookie(), response.headers.get( 'access-control-allow-origin' ) ] ).toEqual( [ 403, [], null ] );
	} );

	it( 'knows only how to begin', async () => {
		expect( ( await ask( `${ world.url }/sso/start`, { method: 'POST', headers: headersOf( foo ) } ) ).status ).toBe( 405 );
		await expectProblem( await ask( `${ world.url }/sso/other`, { headers: headersOf( foo ) } ), 'notFound' );
	} );

	describe( 'on every address but its own', () => {
		const routes: readonly [ method: string, path: string, body?: unknown ][] = [
			[ 'GET', '/v1/session' ], [ 'POST', '/v1/session', { code: 'A'.repeat( 43 ), verifier: 'B'.repeat( 43 ) } ], [ 'DELETE', '/v1/session' ],
			[ 'POST', '/v1/guidance', { version: 'abcdef01', language: 'en' } ], [ 'GET', '/v1/roster' ],
			[ 'GET', '/v1/pages' ], [ 'POST', '/v1/pages', { ...aPage(), summary: '' } ], [ 'GET', '/v1/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X' ],
			[ 'GET', '/v1/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X/events' ], [ 'POST', '/v1/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X/notes', { text: 'x' } ],
			[ 'POST', '/v1/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X/withdraw', {} ], [ 'POST', '/v1/pages/01JDXZ5M4T8N0Q1R2S3T4V5W6X/again', { round: 2 } ],
			[ 'POST', '/v1/hooks/splunk-on-call', {} ], [ 'GET', '/sre' ], [ 'GET', '/sre/grants' ], [ 'GET', '/sre/audit.csv' ], [ 'GET', '/' ], [ 'GET', '/oauth/callback' ]
		];
		/** All but what is new in every answer. */
		const toldBy = async ( response: Response ): Promise<unknown> =>
			[ response.status, response.headers.getSetCookie(), ( await response.text() ).replace( /[0-9a-f]{8}-[0-9a-f-]{27}/g, 'request id' ) ];

		it.each( routes )( 'its headers change nothing: %s %s', async ( method, path, body ) => {
			const asked = async ( headers: Record<string, string> ): Promise<unknown> =>
				toldBy( await ask( world.url + path, { method, headers, body } ) );
			const wikiAccount = { Authorization: `Bearer ${ sender.token }` };
			const everybody: Record<string, string>[] = [
				{}, { Origin: world.url }, { Origin: world.wiki.url }, { Authorization: `Bearer ${ 'A'.repeat( 43 ) }` },
				// Signing out would end the session that the other routes are asked with.
				...method === 'DELETE' ? [] : [ wikiAccount, { ...wikiAccount, Origin: world.wiki.url } ]
			];
			for ( const headers of everybody ) {
				expect( await asked( { ...headers, ...headersOf( { ...foo, groups: 'wmf,ops' } ) } ), JSON.stringify( headers ) ).toEqual( await asked( headers ) );
			}
		} );

		it( 'its sessions are nothing to a wiki, as a token or as a cookie', async () => {
			const { cookie } = await signInByProxy( world.url, { ...foo, groups: 'wmf,ops' } );
			const [ , token ] = /=(.*)/.exec( cookie )!;
			const wiki = { Origin: world.wiki.url };
			const bearer = { Authorization: `Bearer ${ token }` };
			for ( const headers of [ bearer, { ...bearer, ...wiki }, { ...bearer, cookie, Origin: world.url }, { cookie, ...wiki } ] ) {
				for ( const [ method, path, body ] of [ [ 'GET', '/v1/session' ], [ 'GET', '/v1/pages' ], [ 'POST', '/v1/pages', aPage() ] ] as const ) {
					await expectProblem( await ask( world.url + path, { method, headers, body } ), 'notSignedIn' );
				}
			}
			expect( ( await ask( `${ world.url }/v1/session`, { headers: { cookie } } ) ).status ).toBe( 200 );
		} );
	} );
} );

describe( 'Single sign-on at an address that is no configured proxy', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld( { env: { ...proxyEnv, PAGE_SRE_SSO_PEERS: '192.0.2.1', PAGE_SRE_SSO_MEMBERS: '*' } } );
	} );
	afterAll( () => world.stop() );
	const warnings = (): unknown[] => world.log.filter( ( { level } ) => level === 'warn' );

	it( 'signs nobody in, says so in words, and tells the operator without naming anybody', async () => {
		for ( const named of [ foo, { user: 'foo' }, { email: 'foo@example.org' }, { groups: 'wmf' }, { user: '' } ] ) {
			const before = warnings().length;
			const response = await startAs( world.url, named );
			expect( [ response.status, response.headers.getSetCookie() ] ).toEqual( [ 403, [] ] );
			expect( await response.text() ).toContain( 'single sign-on' );
			expect( warnings().slice( before ) ).toMatchObject( [ { facts: { peer: '127.0.0.1' } } ] );
		}
		expect( JSON.stringify( world.log ) ).not.toContain( 'foo' );
	} );

	it( 'says the same to who only found it, and tells nobody', async () => {
		const before = warnings().length;
		const response = await startAs( world.url, {} );
		expect( response.status ).toBe( 403 );
		expect( await response.text() ).toContain( 'single sign-on' );
		expect( warnings() ).toHaveLength( before );
	} );

	it.each( [ 'X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP' ] )( 'believes no header about addresses: %s', async ( name ) => {
		for ( const value of [ '192.0.2.1', 'for=192.0.2.1' ] ) {
			expect( ( await startAs( world.url, foo, '', { [ name ]: value } ) ).status ).toBe( 403 );
		}
	} );
} );

describe( 'Single sign-on that nobody has configured', () => {
	let world: World;
	beforeAll( async () => {
		world = await startWorld();
	} );
	afterAll( () => world.stop() );

	it( 'is nowhere', async () => {
		await expectProblem( await startAs( world.url, foo ), 'notFound' );
		await expectProblem( await startAs( world.url, {} ), 'notFound' );
	} );
} );
