// Promises of the panel put together: which files of words it asks for, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { createPanel, usePanel } from '../../../gadget/panel/panel.ts';
import { aHost, aPage } from '../fixtures.ts';

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
		createPanel( aHost( { language: 'de' } ) ).install( app );
		const { page } = app.runWithContext( usePanel );
		page.step.value = { name: 'reviewing' };
		expect( asked ).toEqual( [ 'https://page-sre.example/i18n/de.json' ] );
		page.step.value = { name: 'following', page: aPage(), connected: true };
		page.step.value = { name: 'following', page: aPage( { state: 'delivered' } ), connected: true };
		expect( asked ).toEqual( [ 'https://page-sre.example/i18n/de.json', 'https://page-sre.example/i18n/de-course.json' ] );
	} );
} );
