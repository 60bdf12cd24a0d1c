// Markup of ours: a value is text, whatever it holds.
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { documentHtml, html, jsonScript } from '../../../server/http/html.ts';

const nasty = [ '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "O'Brien & Sons+1", '</title><script>', '&lt;', '</script><!--', '\u2028東京' ];

describe( 'html', () => {
	it.each( nasty )( 'shows %j as it is, in text and in attributes', ( value ) => {
		const { document } = new JSDOM( html`<p title="${ value }" lang='${ value }'>${ value }</p>`.text ).window;
		const [ shown, ...others ] = document.body.children;
		expect( others ).toEqual( [] );
		expect( [ shown!.textContent, shown!.getAttribute( 'title' ), shown!.getAttribute( 'lang' ), shown!.children.length ] ).toEqual( [ value, value, value, 0 ] );
	} );

	it( 'takes markup and lists of markup as they are', () => {
		expect( html`<ul>${ [ html`<li>${ '<' }</li>`, html`<li>2</li>` ] }${ html`<hr>` }${ [] }</ul>`.text ).toBe( '<ul><li>&lt;</li><li>2</li><hr></ul>' );
	} );
} );

describe( 'jsonScript', () => {
	it.each( nasty )( 'carries %j to a script and cannot be left', ( value ) => {
		const { document } = new JSDOM( jsonScript( 'data', { value } ).text ).window;
		expect( document.querySelectorAll( 'script, img' ) ).toHaveLength( 1 );
		expect( JSON.parse( document.getElementById( 'data' )!.textContent ) ).toEqual( { value } );
	} );
} );

describe( 'documentHtml', () => {
	it.each( [ [ 'en', 'ltr' ], [ 'de', 'ltr' ], [ 'ja', 'ltr' ], [ 'ar', 'rtl' ], [ 'he', 'rtl' ], [ 'fa', 'rtl' ] ] )( 'is written in %s from %s', ( language, dir ) => {
		const { document } = new JSDOM( documentHtml( { language, title: '</title>', body: html`<main></main>` } ) ).window;
		expect( [ document.documentElement.lang, document.documentElement.dir, document.title, document.compatMode ] ).toEqual( [ language, dir, '</title>', 'CSS1Compat' ] );
	} );
} );
