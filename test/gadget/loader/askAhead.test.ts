// The panel's first question, asked by the loader in the panel's own way.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../../gadget/panel/api.ts';
import { askAhead } from '../../../gadget/loader/askAhead.ts';

const BACKEND = 'https://page-sre.example';

afterEach( () => {
	document.head.innerHTML = '';
} );

describe( 'askAhead', () => {
	it.each( [ 'ar', 'zh-hans', 'be-tarask' ] )( 'asks for what the panel asks first, in the same way: %s', async ( language ) => {
		const fetched = vi.fn<typeof fetch>( () => Promise.reject( new Error( 'nobody there' ) ) );
		await createApi( BACKEND, fetched ).readFiles( language );
		const [ address, init ] = fetched.mock.calls[ 0 ]!;
		askAhead( BACKEND, language );
		const hint = document.head.querySelector( 'link' )!;
		expect( hint.href ).toBe( address );
		expect( [ hint.rel, hint.as ] ).toEqual( [ 'preload', 'fetch' ] );
		// crossorigin without a value: no credentials, as for another origin here.
		expect( [ hint.crossOrigin, init!.credentials, init!.headers ] ).toEqual( [ '', 'same-origin', {} ] );
	} );
} );
