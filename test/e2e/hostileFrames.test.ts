// Whoever can reach a window with postMessage says that somebody is signed in: a frame in the wiki's page, a script
// of that page, a site that opened our sign-in window, and one that took its name. Nobody is believed but the window
// that the panel opened, speaking from our own site; and nobody else hears what it says.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTrials } from './somebody.ts';

const { trial, company } = inTrials();

/** Of another site: writes down what it hears, and shouts at whomever it knows. */
const hostile = `<!DOCTYPE html><title>Hostile</title><script>
window.heard = [];
window.addEventListener( 'message', ( event ) => window.heard.push( JSON.stringify( event.data ) ) );
const lies = [ { type: 'page-sre:signed-in', code: 'c'.repeat( 43 ) }, { type: 'page-sre:sign-in-failed', error: 'notMember' }, { type: 'page-sre:signed-in' }, null, 'page-sre:signed-in' ];
window.shout = ( to ) => lies.forEach( ( lie ) => to.postMessage( lie, '*' ) );
</script>`;

let site: Server;
let evil: string;
beforeAll( async () => {
	site = createServer( ( _request, response ) => {
		response.writeHead( 200, { 'content-type': 'text/html' } ).end( hostile );
	} ).listen( 0, '127.0.0.1' );
	await once( site, 'listening' );
	evil = `http://localhost:${ ( site.address() as AddressInfo ).port }`;
} );
afterAll( async () => {
	site.closeAllConnections();
	site.close();
	await once( site, 'close' );
} );

const heard = ( tab: { evaluate: Page[ 'evaluate' ] } ): Promise<unknown> => tab.evaluate( 'window.heard' );

it( 'A panel that waits believes neither frames nor scripts nor other windows, and then signs in as ever', async () => {
	const { visitor: { tab, context }, panel } = await company.meet( 'Steward Foo' );
	const exchanges: string[] = [];
	context.on( 'request', ( request ) => {
		if ( request.method() === 'POST' && request.url() === `${ trial().url }/v1/session` ) {
			exchanges.push( String( request.postData() ) );
		}
	} );
	await panel.open();
	// As a gadget, an advertisement or a template would bring it in, were there no Content-Security-Policy for frames.
	await tab.evaluate( `document.body.append( Object.assign( document.createElement( 'iframe' ), { src: '${ evil }/', name: 'hostile' } ) )` );
	await expect.poll( () => tab.frames().some( ( one ) => one.url() === `${ evil }/` ) ).toBe( true );
	const frame = tab.frames().find( ( one ) => one.url() === `${ evil }/` )!;
	await frame.waitForFunction( 'window.shout' );

	const window = await panel.openSignInWindow();
	// The frame, in its own name; a script of the page in ours, but not from the window that was opened.
	await frame.evaluate( 'shout( parent )' );
	await tab.evaluate( `[ '${ trial().url }', location.origin ].forEach( ( origin ) => window.dispatchEvent( new MessageEvent( 'message', { origin, source: window, data: { type: 'page-sre:signed-in', code: 'c'.repeat( 43 ) } } ) ) ); window.postMessage( { type: 'page-sre:signed-in', code: 'c'.repeat( 43 ) }, '*' )` );
	await panel.says( /sign-in window|signing in/i );
	expect( exchanges ).toEqual( [] );

	await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
	await panel.confirmGuidance();
	expect( exchanges ).toHaveLength( 1 );
	// What the real window said was for the wiki's page, not for a frame in it.
	expect( await heard( frame as never ) ).toEqual( [] );
} );

it( 'The window of a panel that waits, led to another site, is not believed from there', async () => {
	const { visitor: { tab, context }, panel } = await company.meet( 'Steward Foo' );
	await panel.open();
	const window = await panel.openSignInWindow();
	await window.goto( `${ evil }/` );
	const exchange = context.waitForEvent( 'request', { predicate: ( request ) => request.url() === `${ trial().url }/v1/session`, timeout: 1_500 } ).then( () => 'exchanged', () => 'none' );
	await window.evaluate( 'opener && shout( opener )' );
	expect( await exchange ).toBe( 'none' );
	expect( await tab.locator( '.page-sre' ).innerText() ).not.toContain( 'Write a page' );
} );

it( 'A site that opens our sign-in window in a wiki\'s name hears nothing, and gets no session', async () => {
	const { visitor: { tab, context } } = await company.meet( 'Steward Foo' );
	await tab.goto( `${ evil }/` );
	const challenge = 'A'.repeat( 43 );
	const [ window ] = await Promise.all( [ context.waitForEvent( 'page' ), tab.evaluate( `window.open( '${ trial().url }/oauth/start?origin=${ encodeURIComponent( trial().wiki.url ) }&challenge=${ challenge }', 'page-sre-sign-in', 'popup=yes' ); 0` ) ] );
	await window.getByRole( 'button', { name: 'Allow' } ).click();
	// It has said what it had to say, to a wiki that is not there.
	await expect.poll( () => window.isClosed() ).toBe( true );
	expect( await heard( tab ) ).toEqual( [] );
} );

it( 'A site that names itself gets no window, and one that frames ours gets nothing in it', async () => {
	const { visitor: { tab, context } } = await company.meet( 'Steward Foo' );
	await tab.goto( `${ evil }/` );
	const [ window ] = await Promise.all( [ context.waitForEvent( 'page' ), tab.evaluate( `window.open( '${ trial().url }/oauth/start?origin=${ encodeURIComponent( evil ) }&challenge=${ 'A'.repeat( 43 ) }' ); 0` ) ] );
	await window.getByRole( 'alert' ).waitFor();
	expect( new URL( window.url() ).origin ).toBe( trial().url );
	expect( await heard( tab ) ).toEqual( [] );
	for ( const path of [ '/', '/sre/', '/oauth/start?return=standalone' ] ) {
		await tab.evaluate( `document.body.replaceChildren( Object.assign( document.createElement( 'iframe' ), { src: '${ trial().url }${ path }', name: 'ours' } ) )` );
		await expect.poll( () => tab.frames().at( -1 )!.url() ).toMatch( /^chrome-error:/ );
	}
} );
