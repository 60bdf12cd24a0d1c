// The inbox as a browser gets it: nothing a sender typed becomes markup, buttons answer in somebody's
// name, what happens arrives by itself, and everything is still there after a restart.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import type { SandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import { critical, entity, sandboxOnCall } from './sandboxOnCall.ts';

async function look( sandbox: SandboxOnCall, path = '/', cookie = '' ): Promise<Document> {
	const response = await fetch( sandbox.url + path, { headers: { cookie } } );
	expect( response.status ).toBe( 200 );
	return new JSDOM( await response.text() ).window.document;
}

function press( sandbox: SandboxOnCall, path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {} ): Promise<Response> {
	return fetch( sandbox.url + path, {
		method: 'POST', body: new URLSearchParams( fields ), headers: { origin: sandbox.url, ...headers }, redirect: 'manual'
	} );
}

function textOf( document: Document, selector: string ): string[] {
	return Array.from( document.querySelectorAll( selector ), ( { textContent } ) => textContent.trim().replace( /\s+/g, ' ' ) );
}

describe( 'the inbox', () => {
	it( 'is calm when there is nothing', async () => {
		const { sandbox } = await sandboxOnCall();
		expect( textOf( await look( sandbox ), 'h1' ) ).toEqual( [ 'Nothing is ringing' ] );
	} );

	it( 'rings with first line, text and who is being rung', async () => {
		const { sandbox, alert, advance } = await sandboxOnCall();
		await alert( { ...critical, state_message: 'Sender: Steward Foo\nReach: IRC stewfoo' } );
		expect( textOf( await look( sandbox ), '.state' ) ).toEqual( [ 'About to ring' ] );
		advance( 2000 );
		const inbox = await look( sandbox );
		expect( textOf( inbox, '.incident.rings .state' ) ).toEqual( [ 'Ringing: Amal Haddad' ] );
		expect( textOf( inbox, '.incident h2' ) ).toEqual( [ critical.entity_display_name ] );
		expect( inbox.querySelector( '.body' )!.textContent ).toBe( 'Sender: Steward Foo\nReach: IRC stewfoo' );
	} );

	it( 'puts what nobody has answered first, then the newest', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		for ( const name of [ 'A', 'B', 'C', 'D' ] ) {
			await alert( { message_type: 'CRITICAL', entity_id: name } );
		}
		sandbox.acknowledge( 'D' );
		sandbox.resolve( 'B' );
		const inbox = await look( sandbox );
		expect( textOf( inbox, '.incident h2' ) ).toEqual( [ 'C', 'A', 'D' ] );
		expect( textOf( inbox, '.past summary' ) ).toEqual( [ expect.stringMatching( /^B Resolved by Amal Haddad/ ) ] );
		expect( textOf( inbox, 'h1' ) ).toEqual( [ '2 unanswered' ] );
	} );

	it( 'shows drills apart, as nothing that rings', async () => {
		const { sandbox, alert, advance } = await sandboxOnCall();
		await alert( { ...critical, entity_id: 'page-sre/D', entity_display_name: 'DRILL Login fails' }, undefined, sandbox.drillRoutingKey );
		advance( 2000 );
		const inbox = await look( sandbox );
		expect( textOf( inbox, 'h1' ) ).toEqual( [ 'Nothing is ringing' ] );
		expect( textOf( inbox, '.drills > h2' ) ).toEqual( [ 'Drills' ] );
		expect( textOf( inbox, '.drills .incident h2' ) ).toEqual( [ 'DRILL Login fails' ] );
		expect( textOf( inbox, '.drills .state' ) ).toEqual( [ 'Open, and nobody is being rung' ] );
		expect( inbox.querySelector( '[data-triggered]' )!.getAttribute( 'data-triggered' ) ).toBe( '0' );
		await press( sandbox, '/incidents/1/resolve' );
		expect( textOf( await look( sandbox ), '.drills' ) ).toEqual( [] );
		expect( textOf( await look( sandbox ), '.past summary' ) ).toEqual( [ expect.stringMatching( /^DRILL Login fails Resolved/ ) ] );
	} );

	it( 'shows markup as text, wherever it was typed', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		const nasty = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;`;
		await alert( {
			message_type: 'CRITICAL', entity_id: entity, entity_display_name: nasty, state_message: nasty, hostname: nasty,
			[ `vo_annotate.u.${ nasty }` ]: 'javascript:alert(1)', 'vo_annotate.u.ok': `https://example.org/"onclick="x`
		} );
		sandbox.acknowledge( entity, nasty );
		const inbox = await look( sandbox );
		expect( textOf( inbox, '.incident h2' ) ).toEqual( [ nasty ] );
		expect( inbox.querySelector( '.body' )!.textContent ).toBe( nasty );
		expect( inbox.querySelectorAll( 'script:not([src]), img, [onerror], [onclick]' ) ).toHaveLength( 0 );
		expect( Array.from( inbox.querySelectorAll( '.incident a' ), ( link ) => link.getAttribute( 'href' ) ) ).toEqual( [ 'https://example.org/%22onclick=%22x' ] );
	} );

	it.each( [
		[ 'See https://example.org/a.', [ 'https://example.org/a' ] ],
		[ '(https://example.org/wiki/Foo_(bar))', [ 'https://example.org/wiki/Foo_(bar)' ] ],
		[ 'http://a.example/?b=c&d=e, https://f.example/#g!', [ 'http://a.example/?b=c&d=e', 'https://f.example/#g' ] ],
		[ 'javascript:alert(1) data:text/html,x ftp://example.org', [] ],
		[ 'https://', [] ]
	] )( 'links the addresses in %j', async ( body, expected ) => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( { ...critical, state_message: body } );
		const inbox = await look( sandbox );
		expect( inbox.querySelector( '.body' )!.textContent ).toBe( body );
		const links = Array.from( inbox.querySelectorAll( '.body a' ) );
		expect( links.map( ( link ) => link.getAttribute( 'href' ) ) ).toEqual( expected );
		expect( links.map( ( link ) => link.getAttribute( 'rel' ) ) ).toEqual( expected.map( () => 'noopener noreferrer' ) );
	} );

	it( 'lets nothing in that it does not serve itself', async () => {
		const { sandbox } = await sandboxOnCall();
		for ( const path of [ '/', '/sandbox', '/inbox.js', '/inbox.css', '/icon.svg' ] ) {
			const response = await fetch( sandbox.url + path );
			const policy = response.headers.get( 'content-security-policy' )!;
			expect( policy ).toContain( "default-src 'none'" );
			expect( policy ).not.toMatch( /unsafe|\*|https?:/ );
			expect( response.headers.get( 'x-content-type-options' ) ).toBe( 'nosniff' );
			await response.arrayBuffer();
		}
	} );
} );

describe( 'the buttons of the inbox', () => {
	it( 'answer in the name of whoever one is', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		const chosen = await press( sandbox, '/me', { me: 'chioma' } );
		const cookie = chosen.headers.get( 'set-cookie' )!.split( ';' )[ 0 ]!;
		expect( ( await look( sandbox, '/', cookie ) ).querySelector( 'option[selected]' )!.textContent ).toBe( 'Chioma Eze' );

		const answer = await press( sandbox, '/incidents/1/acknowledge', {}, { cookie } );
		expect( [ answer.status, answer.headers.get( 'location' ) ] ).toEqual( [ 303, '/' ] );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'acknowledged', transitions: [ { by: 'chioma' } ] } ] );
		expect( textOf( await look( sandbox ), '.state' ) ).toEqual( [ 'Acknowledged by Chioma Eze, 2026-11-23 14:00 UTC' ] );
		await press( sandbox, '/incidents/1/resolve', {}, { cookie } );
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'resolved' } ] );
	} );

	it( 'take no name that is not on the list', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		expect( ( await press( sandbox, '/me', { me: 'mallory' } ) ).headers.get( 'set-cookie' ) ).toBeNull();
		await press( sandbox, '/incidents/1/acknowledge', {}, { cookie: 'sandbox-responder=mallory' } );
		expect( sandbox.incidents() ).toMatchObject( [ { transitions: [ { by: 'amal' } ] } ] );
	} );

	it( 'cannot be pressed by another site', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		for ( const origin of [ 'http://evil.example', 'null', 'http://localhost:1' ] ) {
			expect( ( await press( sandbox, '/incidents/1/acknowledge', {}, { origin } ) ).status ).toBe( 404 );
		}
		expect( sandbox.incidents() ).toMatchObject( [ { phase: 'triggered' } ] );
	} );

	it( 'do no harm when somebody was quicker', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		await alert( critical );
		sandbox.acknowledge( entity, 'bjorn' );
		expect( ( await press( sandbox, '/incidents/1/acknowledge' ) ).status ).toBe( 303 );
		expect( sandbox.incidents() ).toMatchObject( [ { transitions: [ { by: 'bjorn' } ] } ] );
	} );
} );

describe( 'the switches', () => {
	it( 'each have a button with its sentence, and work', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		const page = await look( sandbox, '/sandbox' );
		const buttons = Array.from( page.querySelectorAll( '.switches button' ) );
		expect( buttons.length ).toBeGreaterThan( 10 );
		for ( const button of buttons ) {
			expect( page.getElementById( button.getAttribute( 'aria-describedby' )! )!.textContent ).toMatch( /^[A-Z].*\.$/ );
		}
		await press( sandbox, '/sandbox/fault', { fault: 'resultFailure', where: 'ingest' } );
		expect( await alert( critical ) ).toMatchObject( { json: { result: 'failure' } } );
		expect( textOf( await look( sandbox, '/sandbox' ), '[role=status]' ) ).toEqual( [ 'Alerts: Refused · reading: well' ] );
		await press( sandbox, '/sandbox/release' );
		expect( await alert( critical ) ).toMatchObject( { json: { result: 'success' } } );
	} );

	it( 'let a held request go on to the answer it would have had', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		sandbox.faults.set( { kind: 'hang' } );
		const answer = alert( critical );
		await sandbox.whenReceived( 1 );
		expect( sandbox.incidents() ).toEqual( [] );
		expect( sandbox.faults.held() ).toBe( 1 );
		await press( sandbox, '/sandbox/release' );
		expect( await answer ).toMatchObject( { json: { result: 'success' } } );
		expect( sandbox.incidents() ).toHaveLength( 1 );
	} );
} );

describe( 'the live inbox', () => {
	it( 'shows what happens by itself', async () => {
		const { sandbox, alert } = await sandboxOnCall();
		const stream = ( await fetch( `${ sandbox.url }/live` ) ).body!.pipeThrough( new TextDecoderStream() );
		let shown = '';
		const until = async ( words: string ): Promise<void> => {
			for await ( const chunk of stream.values( { preventCancel: true } ) ) {
				shown += chunk;
				if ( shown.includes( words ) ) {
					return;
				}
			}
		};
		await until( 'Nothing is ringing' );
		await alert( critical );
		await until( critical.entity_display_name );
		sandbox.acknowledge( entity, 'bjorn' );
		await until( 'Acknowledged by Bjørn Lindqvist' );
		expect( shown ).toMatch( /^data: /m );
		expect( shown.split( '\n' ).filter( ( line ) => !/^(data: |retry: |$)/.test( line ) ) ).toEqual( [] );
	} );
} );

describe( 'a restart', () => {
	function directory(): string {
		const path = mkdtempSync( join( tmpdir(), 'on-call-' ) );
		onTestFinished( () => {
			rmSync( path, { recursive: true } );
		} );
		return path;
	}

	it( 'keeps every incident, and goes on counting', async () => {
		const stateFile = join( directory(), 'deeper', 'state.json' );
		const before = await sandboxOnCall( { stateFile } );
		await before.alert( critical );
		await before.alert( { ...critical, entity_id: 'page-sre/B' } );
		before.sandbox.acknowledge( 'page-sre/B', 'bjorn' );
		const kept = before.sandbox.incidents();
		await before.sandbox.stop();

		const after = await sandboxOnCall( { stateFile } );
		expect( after.sandbox.incidents() ).toEqual( kept );
		await after.alert( { ...critical, entity_id: 'page-sre/C' } );
		expect( after.sandbox.incidents().map( ( { number } ) => number ) ).toEqual( [ 1, 2, 3 ] );
		await after.alert( critical );
		expect( after.sandbox.incidents()[ 0 ] ).toMatchObject( { alertCount: 2 } );
	} );

	it( 'finds a whole file after every change', async () => {
		const path = directory();
		const { sandbox, alert } = await sandboxOnCall( { stateFile: join( path, 'state.json' ) } );
		await alert( critical );
		sandbox.resolve( entity );
		expect( readdirSync( path ) ).toEqual( [ 'state.json' ] );
		expect( JSON.parse( readFileSync( join( path, 'state.json' ), 'utf8' ) ) ).toMatchObject( { incidents: [ { phase: 'resolved' } ] } );
	} );

	it.each( [ '{"version":1,"inc', '{"version":2,"incidents":[]}', 'null' ] )( 'says what to do about a file it cannot read: %s', async ( content ) => {
		const stateFile = join( directory(), 'state.json' );
		writeFileSync( stateFile, content );
		await expect( startSandboxOnCall( { stateFile } ) ).rejects.toThrow( /cannot read .*state\.json; delete it/ );
	} );

	it( 'is refused a port that is taken', async () => {
		const { sandbox } = await sandboxOnCall();
		await expect( startSandboxOnCall( { port: Number( new URL( sandbox.url ).port ) } ) ).rejects.toMatchObject( { code: 'EADDRINUSE' } );
	} );
} );
