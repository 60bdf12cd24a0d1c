// Promises of the panel put together: which files of words it asks for, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { createPanel, usePanel } from '../../../gadget/panel/panel.ts';
import type { Panel } from '../../../gadget/panel/panel.ts';
import type { Course } from '../../../gadget/panel/useCourse.ts';
import type { PageStep } from '../../../gadget/panel/usePage.ts';
import { useWords } from '../../../gadget/panel/words.ts';
import { aHost, anOpenPage, aPage, aSession, problem } from '../fixtures.ts';

const asked: string[] = [];
const HASH = '0123456789ab';
const at = ( file: string ): string => `https://page-sre.example/i18n/${ file }.json`;

beforeEach( () => {
	asked.length = 0;
	vi.stubGlobal( 'fetch', ( url: string ) => {
		asked.push( url );
		const list = Object.fromEntries( [ 'de', 'de-course', 'de-guidance', 'en-guidance' ].map( ( file ) => [ file, HASH ] ) );
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
	it( 'asks for the words of a page’s course when a page is followed, and not before', async () => {
		const { page } = open( 'de' );
		await vi.waitUntil( () => asked.includes( at( `de.${ HASH }` ) ) );
		page.step.value = { name: 'reviewing' };
		expect( asked ).toEqual( [ at( 'de.files' ), at( `de.${ HASH }` ) ] );
		page.step.value = { name: 'following', page: aPage(), connected: true };
		page.step.value = { name: 'following', page: aPage( { state: 'delivered' } ), connected: true };
		await vi.waitUntil( () => asked.includes( at( `de-course.${ HASH }` ) ) );
		expect( asked.filter( ( url ) => url.includes( 'course' ) ) ).toHaveLength( 1 );
	} );

	it.each<PageStep>( [
		{ name: 'unseen', openPages: [ anOpenPage() ] },
		{ name: 'refused', problem: problem( 'limitReached' ), asked: 'submit' }
	] )( 'asks for them when a page was not accepted, too: %j', async ( step ) => {
		open( 'de' ).page.step.value = step;
		await vi.waitUntil( () => asked.includes( at( `de-course.${ HASH }` ) ) );
	} );

	it( 'asks for the guidance, in the reader’s language, when it is due: by a list that is not older', async () => {
		const { session } = open( 'de' );
		await vi.waitUntil( () => asked.includes( at( `de.${ HASH }` ) ) );
		session.update( aSession( { guidance: { version: 'a'.repeat( 16 ), confirmed: false } } ) );
		await vi.waitUntil( () => asked.includes( at( `de-guidance.${ HASH }` ) ) );
		expect( asked.filter( ( url ) => url === at( 'de.files' ) ) ).toHaveLength( 2 );
	} );

	it( 'takes over the English of its course with it, which then follows whatever page is followed', async () => {
		const app = createApp( {} );
		const createCourse = vi.fn( () => ( { english: { 'page-sre-event-accepted': 'Brought along' } } ) as unknown as Course );
		createPanel( aHost(), () => Promise.resolve( { createCourse } ) ).install( app );
		app.runWithContext( usePanel ).course.load();
		await vi.waitUntil( () => app.runWithContext( usePanel ).course.state.value.name === 'ready' );
		expect( createCourse ).toHaveBeenCalledTimes( 1 );
		expect( app.runWithContext( useWords ).text( 'page-sre-event-accepted' ) ).toBe( 'Brought along' );
	} );
} );
