// Promises of the panel put together: which files of words it asks for, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { createPanel, usePanel } from '../../../gadget/panel/panel.ts';
import type { Panel } from '../../../gadget/panel/panel.ts';
import type { Part } from '../../../gadget/panel/parts.ts';
import { useWords } from '../../../gadget/panel/words.ts';
import { aHost, aPage, aSession } from '../fixtures.ts';

const asked: string[] = [];
const HASH = '0123456789ab';
const at = ( file: string ): string => `https://page-sre.example/i18n/${ file }.json`;

beforeEach( () => {
	asked.length = 0;
	vi.stubGlobal( 'fetch', ( url: string ) => {
		asked.push( url );
		const list = Object.fromEntries( [ 'de', 'de-aid', 'de-course', 'de-guidance', 'en-guidance' ].map( ( file ) => [ file, HASH ] ) );
		return url.includes( '.files.' ) ? Promise.resolve( new Response( JSON.stringify( list ) ) ) : new Promise( () => undefined );
	} );
} );
afterEach( () => vi.unstubAllGlobals() );

function open( language: string ): Panel {
	const app = createApp( {} );
	createPanel( aHost( { language } ), () => new Promise( () => undefined ) ).install( app );
	return app.runWithContext( usePanel );
}

describe( 'createPanel', () => {
	it( 'asks for the words of its other parts when somebody has signed in, once, and not before', async () => {
		const { page, session } = open( 'de' );
		await vi.waitUntil( () => asked.includes( at( `de.${ HASH }` ) ) );
		expect( asked ).toEqual( [ at( 'de.files' ), at( `de.${ HASH }` ) ] );
		session.update( aSession() );
		page.step.value = { name: 'reviewing' };
		page.step.value = { name: 'following', page: aPage(), connected: true };
		await vi.waitUntil( () => asked.includes( at( `de-course.${ HASH }` ) ) );
		expect( asked.filter( ( url ) => /-(aid|course)\./.test( url ) ).sort() ).toEqual( [ at( `de-aid.${ HASH }` ), at( `de-course.${ HASH }` ) ] );
	} );

	it( 'asks for the guidance, in the reader’s language, when it is due: by a list that is not older', async () => {
		const { session } = open( 'de' );
		await vi.waitUntil( () => asked.includes( at( `de.${ HASH }` ) ) );
		session.update( aSession( { guidance: { version: 'a'.repeat( 16 ), confirmed: false } } ) );
		await vi.waitUntil( () => asked.includes( at( `de-guidance.${ HASH }` ) ) );
		expect( asked.filter( ( url ) => url === at( 'de.files' ) ) ).toHaveLength( 2 );
	} );

	it( 'takes over the English of a part with it, once', async () => {
		const app = createApp( {} );
		const create = vi.fn( (): Part => ( { english: { 'page-sre-event-accepted': 'Brought along' }, components: {}, props: {} } ) );
		createPanel( aHost(), () => Promise.resolve( { create } ) ).install( app );
		app.runWithContext( usePanel ).parts.course.load();
		await vi.waitUntil( () => app.runWithContext( usePanel ).parts.course.state.value.name === 'ready' );
		expect( create ).toHaveBeenCalledTimes( 1 );
		expect( app.runWithContext( useWords ).text( 'page-sre-event-accepted' ) ).toBe( 'Brought along' );
	} );
} );
