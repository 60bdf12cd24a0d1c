// Promises of the panel put together: which files of words it asks for, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { createPanel, usePanel } from '../../../gadget/panel/panel.ts';
import type { Course } from '../../../gadget/panel/useCourse.ts';
import type { PageStep } from '../../../gadget/panel/usePage.ts';
import { useWords } from '../../../gadget/panel/words.ts';
import { aHost, anOpenPage, aPage, aSession, problem } from '../fixtures.ts';

const asked: string[] = [];

beforeEach( () => {
	asked.length = 0;
	vi.stubGlobal( 'fetch', ( url: string ) => {
		asked.push( url );
		return new Promise( () => undefined );
	} );
} );
afterEach( () => vi.unstubAllGlobals() );

describe( 'createPanel', () => {
	it( 'asks for the words of a page’s course when a page is followed, and not before', () => {
		const app = createApp( {} );
		createPanel( aHost( { language: 'de' } ), () => new Promise( () => undefined ) ).install( app );
		const { page } = app.runWithContext( usePanel );
		page.step.value = { name: 'reviewing' };
		expect( asked ).toEqual( [ 'https://page-sre.example/i18n/de.json' ] );
		page.step.value = { name: 'following', page: aPage(), connected: true };
		page.step.value = { name: 'following', page: aPage( { state: 'delivered' } ), connected: true };
		expect( asked ).toEqual( [ 'https://page-sre.example/i18n/de.json', 'https://page-sre.example/i18n/de-course.json' ] );
	} );

	it.each<PageStep>( [
		{ name: 'unseen', openPages: [ anOpenPage() ] },
		{ name: 'refused', problem: problem( 'limitReached' ), asked: 'submit' }
	] )( 'asks for them when a page was not accepted, too: %j', ( step ) => {
		const app = createApp( {} );
		createPanel( aHost( { language: 'de' } ), () => new Promise( () => undefined ) ).install( app );
		app.runWithContext( usePanel ).page.step.value = step;
		expect( asked ).toContain( 'https://page-sre.example/i18n/de-course.json' );
	} );

	it( 'asks for the guidance, in the reader’s language, when it is due', () => {
		const app = createApp( {} );
		createPanel( aHost( { language: 'de' } ), () => new Promise( () => undefined ) ).install( app );
		app.runWithContext( usePanel ).session.update( aSession( { guidance: { version: 'a'.repeat( 16 ), confirmed: false } } ) );
		expect( asked ).toContain( 'https://page-sre.example/i18n/de-guidance.json' );
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
