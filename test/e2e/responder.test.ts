// A responder at 3 a.m.: a phone in one hand, from the alert's link to an answer, by day and by night. What
// they see is left in test/screenshots.
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PageView } from '../../server/contract/page.ts';
import type { SendPageInput } from '../../server/contract/sendPage.ts';
import { configOf, environmentFor, newConsumer } from '../environment.ts';
import { aPage } from '../harness.ts';
import { signInByPopup } from '../signIn.ts';
import { expectAccessible } from './accessible.ts';
import { launchBrowser, visit, type Visitor } from './browser.ts';
import { faintTexts, outOfReach, smallTargets } from './legible.ts';
import { startTrial, type Trial } from './trial.ts';

const phone = { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } as const;

let browser: Browser;
let trial: Trial;
let visitor: Visitor;
let token: string;
beforeAll( async () => {
	browser = await launchBrowser();
	trial = await startTrial();
	const environment = environmentFor( { port: 1, store: 'none', wiki: trial.wiki, onCall: trial.onCall, consumer: newConsumer( 1 ) } );
	await trial.stopServer();
	await trial.startServer( {}, { access: configOf( { ...environment, PAGE_SRE_RESPONDERS: 'Plain Baz' } ).access } );
	token = await signInByPopup( { url: trial.url, wiki: trial.wiki, name: 'Steward Foo' } );
} );
afterAll( async () => {
	await browser.close();
	await trial.stop();
} );
beforeEach( () => {
	trial.onCall.faults.set( null );
} );
afterEach( () => visitor.leave() );

const call = async <Body>( method: string, path: string, body?: unknown ): Promise<Body> => {
	const response = await fetch( trial.url + path, {
		method, headers: { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json' }, ...body === undefined ? {} : { body: JSON.stringify( body ) }
	} );
	return await response.json() as Body;
};
const sendPage = ( input: Partial<SendPageInput> = {} ): Promise<PageView> => call( 'POST', '/v1/pages', aPage( {
	since: '14:05 UTC', details: 'Nobody can log in since the last deployment.\nThe error is on every wiki that I tried.', contact: { ircNick: 'foo_steward' },
	context: { wiki: 'metawiki', title: 'Steward requests/Global', url: `${ trial.wiki.url }/wiki/Steward_requests/Global` }, ...input
} ) );
/** At nobody's: so a responder has it by saying so here. */
const sendStuckPage = ( input: Partial<SendPageInput> = {} ): Promise<PageView> => {
	trial.onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
	return sendPage( input );
};
const replies = async ( id: string ): Promise<string[]> =>
	( await call<PageView>( 'GET', `/v1/pages/${ id }` ) ).events.flatMap( ( event ) => event.kind === 'reply' ? [ event.text ] : [] );

/** A browser that the wiki knows as this person. */
async function onPhone( options: BrowserContextOptions = {} ): Promise<Visitor> {
	const made = await visit( browser, { ...phone, ...options } );
	const [ key, value ] = trial.wiki.signInAs( 'Plain Baz' ).cookie.split( '=', 2 ) as [ string, string ];
	await made.context.addCookies( [ { name: key, value, url: trial.wiki.url } ] );
	return made;
}

/** From wherever the door is; the wiki asks for consent only the first time. */
async function signIn( { tab }: Visitor ): Promise<void> {
	await tab.getByRole( 'link', { name: 'Sign in with your wiki account' } ).click();
	const allow = tab.getByRole( 'button', { name: 'Allow' } );
	await allow.or( tab.getByRole( 'navigation', { name: 'Views' } ) ).first().waitFor();
	if ( await allow.isVisible() ) {
		await allow.click();
	}
	await tab.getByRole( 'navigation', { name: 'Views' } ).waitFor();
}

describe( 'From the alert\'s link', () => {
	it( 'a responder comes through the wiki to the page, and answers it with one tap', async () => {
		const page = await sendPage( { private: true } );
		await expect.poll( () => trial.onCall.incidents().length ).toBeGreaterThan( 0 );
		const link = /^Record: (\S+)$/m.exec( trial.onCall.incidents().at( -1 )!.body )![ 1 ]!;
		visitor = await onPhone();
		await visitor.tab.goto( link );
		await visitor.look( 'responder-1-sign-in' );
		await signIn( visitor );
		expect( visitor.tab.url() ).toBe( `${ trial.url }/sre/pages/${ page.id }` );
		await visitor.tab.getByText( /people are being notified|1 person is being notified/ ).waitFor();
		await visitor.look( 'responder-2-page' );
		await visitor.tab.getByRole( 'button', { name: 'I am looking into it.' } ).tap();
		await visitor.tab.getByText( 'Reply by Plain Baz' ).waitFor();
		expect( await replies( page.id ) ).toEqual( [ 'I am looking into it.' ] );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it( 'a responder has it with one tap where no on-call service tells us', async () => {
		const page = await sendStuckPage();
		visitor = await onPhone( { colorScheme: 'dark' } );
		await visitor.tab.goto( `${ trial.url }/sre/pages/${ page.id }` );
		await signIn( visitor );
		await visitor.look( 'responder-3-nobody-has-it-dark' );
		await visitor.tab.getByRole( 'button', { name: 'I have it' } ).tap();
		await visitor.tab.getByRole( 'status' ).getByText( 'Acknowledged by Plain Baz' ).waitFor();
		await visitor.look( 'responder-4-acknowledged-dark' );
		expect( ( await call<PageView>( 'GET', `/v1/pages/${ page.id }` ) ).state ).toBe( 'acknowledged' );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it( 'a responder answers without any script', async () => {
		const page = await sendStuckPage();
		visitor = await onPhone( { javaScriptEnabled: false } );
		await visitor.tab.goto( `${ trial.url }/sre/pages/${ page.id }` );
		await signIn( visitor );
		await visitor.tab.getByLabel( /^Your reply/ ).fill( 'On it.' );
		await visitor.tab.getByRole( 'button', { name: 'I have it' } ).tap();
		await visitor.tab.getByRole( 'status' ).getByText( 'Acknowledged by Plain Baz' ).waitFor();
		expect( await replies( page.id ) ).toEqual( [ 'On it.' ] );
	} );
} );

describe( 'While a responder writes', () => {
	const field = (): ReturnType<Visitor[ 'tab' ][ 'getByLabel' ]> => visitor.tab.getByLabel( /^Your reply/ );
	let page: PageView;
	beforeEach( async () => {
		page = await sendStuckPage();
		visitor = await onPhone();
		await visitor.tab.goto( `${ trial.url }/sre/pages/${ page.id }` );
		await signIn( visitor );
		await field().pressSequentially( 'Half a sentence' );
	} );

	it( 'what the sender adds appears, and every letter and the focus stay', async () => {
		await call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'It is worse now' } );
		await visitor.tab.getByText( 'It is worse now' ).waitFor();
		await field().pressSequentially( ', and more' );
		expect( await field().inputValue() ).toBe( 'Half a sentence, and more' );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it( 'a state that somebody else brings about is shown, too', async () => {
		const other = await onPhone();
		await other.tab.goto( `${ trial.url }/sre/pages/${ page.id }` );
		await signIn( other );
		await other.tab.getByRole( 'button', { name: 'I have it' } ).tap();
		await visitor.tab.getByRole( 'status' ).getByText( 'Acknowledged by Plain Baz' ).waitFor();
		await visitor.tab.getByRole( 'button', { name: 'I have it' } ).waitFor( { state: 'detached' } );
		expect( await field().inputValue() ).toBe( 'Half a sentence' );
		await other.leave();
	} );

	it( 'a session that ends costs no words: they can be copied, and are there after signing in again', async () => {
		await visitor.context.clearCookies( { domain: 'localhost', name: 'page-sre-session' } );
		await visitor.tab.getByRole( 'button', { name: 'Reply', exact: true } ).tap();
		await visitor.tab.getByText( 'It has gone nowhere.' ).waitFor();
		expect( await visitor.tab.getByLabel( 'What you wrote' ).inputValue() ).toBe( 'Half a sentence' );
		await visitor.look( 'responder-5-signed-out' );
		await signIn( visitor );
		expect( await field().inputValue() ).toBe( 'Half a sentence' );
		await visitor.tab.getByRole( 'button', { name: 'Reply', exact: true } ).tap();
		await visitor.tab.getByText( 'Reply by Plain Baz' ).waitFor();
		expect( await field().inputValue() ).toBe( '' );
		expect( await replies( page.id ) ).toEqual( [ 'Half a sentence' ] );
	} );

	it( 'a reply that is too long comes back with its fault in sight', async () => {
		await field().fill( 'x'.repeat( 1001 ) );
		await visitor.tab.getByRole( 'button', { name: 'Reply', exact: true } ).tap();
		await visitor.tab.getByText( 'Write at most 1000 characters.' ).waitFor();
		expect( await field().evaluate( ( element ) => element === document.activeElement ) ).toBe( true );
		await visitor.look( 'responder-6-fault' );
		expect( await field().inputValue() ).toHaveLength( 1001 );
	} );
} );

describe.each( [ [ 'light', 390 ], [ 'dark', 390 ], [ 'light', 320 ], [ 'dark', 320 ] ] as const )( 'In the %s, %i px wide', ( colorScheme, width ) => {
	it( 'every view fits, can be read, and has targets for a thumb', async () => {
		const long = await sendStuckPage( { summary: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen', private: true, details: 'https://example.org/'.repeat( 40 ) } );
		visitor = await onPhone( { colorScheme, viewport: { width, height: 760 } } );
		const { tab } = visitor;
		await tab.goto( `${ trial.url }/sre/grants` );
		await signIn( visitor );
		await tab.getByLabel( 'Account name on the wiki' ).fill( 'Former Bar' );
		await tab.getByLabel( /^Reason/ ).fill( 'Works on the spam wave' );
		await tab.getByRole( 'button', { name: 'Let this account page' } ).tap();
		await tab.getByRole( 'button', { name: 'Revoke the grant of Former Bar' } ).first().waitFor();
		for ( const [ name, path ] of [ [ 'list', '/' ], [ 'long', `/pages/${ long.id }` ], [ 'grants', '/grants' ], [ 'roster', '/roster' ], [ 'audit', '/audit?from=x' ], [ 'audit-found', '/audit' ] ] as const ) {
			await tab.goto( `${ trial.url }/sre${ path }` );
			await visitor.look( `responder-${ name }-${ colorScheme }-${ width }` );
			expect( await tab.evaluate( outOfReach ), `${ name } is wider than the screen` ).toEqual( [] );
			expect( await tab.evaluate( smallTargets ), `${ name } has small targets` ).toEqual( [] );
			expect( await tab.evaluate( faintTexts ), `${ name } has faint texts` ).toEqual( [] );
		}
		expect( visitor.complaints.filter( ( complaint ) => !complaint.includes( '422' ) ) ).toEqual( [] );
	} );
} );

describe( 'To somebody who sees, hears or moves otherwise', () => {
	const expectClean = ( where: string ): Promise<void> => expectAccessible( visitor.tab, where );

	it( 'the door is accessible, and so is what stands there instead of a view', async () => {
		visitor = await onPhone();
		const { tab, context } = visitor;
		await tab.goto( `${ trial.url }/sre/` );
		await expectClean( 'Sign-in' );
		await signIn( visitor );
		await tab.goto( `${ trial.url }/sre/pages/nothing` );
		await expectClean( 'Nothing there' );
		const [ key, value ] = trial.wiki.signInAs( 'Steward Foo' ).cookie.split( '=', 2 ) as [ string, string ];
		await context.clearCookies();
		await context.addCookies( [ { name: key, value, url: trial.wiki.url } ] );
		await tab.goto( `${ trial.url }/sre/` );
		await tab.getByRole( 'link', { name: 'Sign in with your wiki account' } ).click();
		await tab.getByRole( 'heading', { name: 'This site is for responders' } ).waitFor();
		await expectClean( 'Not a responder' );
	} );

	it( 'a page is accessible in every state', async () => {
		const { id } = await sendStuckPage( { private: true } );
		visitor = await onPhone();
		const { tab } = visitor;
		const press = ( name: string ): Promise<void> => tab.getByRole( 'button', { name, exact: true } ).last().tap();
		await tab.goto( `${ trial.url }/sre/pages/${ id }` );
		await signIn( visitor );
		await expectClean( 'Nobody has it' );
		await tab.getByLabel( /^Your reply/ ).fill( 'x'.repeat( 1001 ) );
		await press( 'Reply' );
		await tab.getByText( 'Write at most 1000 characters.' ).waitFor();
		await expectClean( 'A fault' );
		await tab.getByLabel( /^Your reply/ ).fill( 'On it.' );
		await press( 'I have it' );
		await tab.getByRole( 'status' ).getByText( 'Acknowledged by Plain Baz' ).waitFor();
		await expectClean( 'Acknowledged and answered' );
		await call( 'POST', `/v1/pages/${ id }/withdraw` );
		await tab.getByRole( 'status' ).getByText( 'Withdrawn by its sender' ).waitFor();
		await expectClean( 'Withdrawn' );
		await tab.getByLabel( /^Your reply/ ).fill( 'Thanks' );
		await visitor.context.clearCookies( { domain: 'localhost', name: 'page-sre-session' } );
		await press( 'Reply' );
		await tab.getByText( 'It has gone nowhere.' ).waitFor();
		await expectClean( 'Signed out meanwhile' );
	} );

	it( 'every list and form is accessible, empty, full and faulty', async () => {
		trial.onCall.faults.set( null );
		const ringing = await sendPage();
		await expect.poll( async () => ( await call<PageView>( 'GET', `/v1/pages/${ ringing.id }` ) ).state ).toBe( 'delivered' );
		visitor = await onPhone();
		const { tab } = visitor;
		await tab.goto( `${ trial.url }/sre/grants` );
		await signIn( visitor );
		await tab.getByLabel( 'Account name on the wiki' ).fill( 'Nobody Whatsoever' );
		await tab.getByLabel( /^Reason/ ).fill( 'Works on the spam wave' );
		await tab.getByRole( 'button', { name: 'Let this account page' } ).tap();
		await tab.locator( '#fault-name' ).waitFor();
		await expectClean( 'Faulty grant' );
		await tab.getByLabel( 'Account name on the wiki' ).fill( 'Former Bar' );
		await tab.getByRole( 'button', { name: 'Let this account page' } ).tap();
		await tab.getByRole( 'button', { name: 'Revoke the grant of Former Bar' } ).first().waitFor();
		for ( const [ name, path ] of [
			[ 'All pages', '/' ], [ 'No drills', '/?show=drills' ], [ 'Ringing', `/pages/${ ringing.id }` ], [ 'Grants', '/grants' ],
			[ 'Roster', '/roster' ], [ 'Audit', '/audit' ], [ 'Faulty search', '/audit?from=x' ], [ 'Found', '/audit?action=grantAdded' ]
		] as const ) {
			await tab.goto( `${ trial.url }/sre${ path }` );
			await expectClean( name );
		}
	} );
} );
