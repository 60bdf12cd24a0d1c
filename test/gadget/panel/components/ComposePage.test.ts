// Promises of writing and reviewing: what not to write comes first, faults are where they belong, and what
// the engineer will get is shown before anybody is woken.
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { composing, show } from './show.ts';

describe( 'composing', () => {
	it( 'reminds of what not to write before anything is written, and leads back to the guidance', async () => {
		const { text, press, wrapper } = show( composing );
		expect( text().indexOf( 'A page can wake people at night' ) ).toBeLessThan( text().indexOf( 'What is broken?' ) );
		await press( 'Read the guidance again' );
		expect( wrapper.find( '.page-sre__heading' ).text() ).toBe( 'Before you page' );
	} );

	it( 'ties every label to its field', () => {
		const { wrapper } = show( composing );
		const fields = wrapper.findAll( '.page-sre-field' );
		expect( fields ).toHaveLength( 6 );
		for ( const field of fields ) {
			const input = field.find( 'input, textarea' );
			expect( field.find( 'label' ).attributes( 'for' ) ).toBe( input.attributes( 'id' ) );
			expect( field.find( `#${ input.attributes( 'aria-describedby' ) }` ).text() ).not.toBe( '' );
		}
	} );

	it( 'counts characters as they are typed, as people count them', async () => {
		const { wrapper, text } = show( composing );
		await wrapper.find( 'input' ).setValue( '😀'.repeat( 79 ) );
		expect( text() ).toContain( '1 character left' );
		await wrapper.find( 'input' ).setValue( '😀'.repeat( 82 ) );
		expect( text() ).toContain( '2 characters too many' );
	} );

	it( 'puts what is typed into the draft', async () => {
		const { wrapper, panel } = show( composing );
		await wrapper.find( 'input' ).setValue( 'Login fails' );
		await wrapper.find( 'textarea' ).setValue( 'a\nb' );
		expect( panel.draft.draft ).toMatchObject( { summary: 'Login fails', details: 'a\nb' } );
	} );

	it( 'asks whether the page may be spoken of in public, and says so in the review', async () => {
		const { wrapper, panel } = show( composing );
		await wrapper.find( 'input[type=checkbox]' ).setValue( true );
		expect( panel.draft.draft.private ).toBe( true );
		const words = 'Keep my words and my name out of public channels';
		expect( show( { name: 'reviewing' }, undefined, { private: true } ).wrapper.text() ).toContain( words );
		expect( show( { name: 'reviewing' } ).wrapper.text() ).not.toContain( words );
	} );

	it( 'shows a fault at its field, in words, and goes there', async () => {
		const { wrapper } = show( { name: 'composing', faults: [
			{ field: 'scope', rule: 'missing', limit: 1 }, { field: 'contact.ircNick', rule: 'format' }
		] } );
		await nextTick();
		const fields = wrapper.findAll( '.page-sre-field' );
		expect( fields.map( ( field ) => field.find( '.cdx-message--error' ).exists() ) ).toEqual( [ false, true, false, false, true, false ] );
		expect( fields[ 1 ]!.text() ).toContain( 'This is needed.' );
		expect( fields.map( ( field ) => field.find( 'input, textarea' ).attributes( 'aria-invalid' ) ) )
			.toEqual( [ undefined, 'true', undefined, undefined, 'true', undefined ] );
		expect( fields[ 4 ]!.text() ).toContain( 'At most 16 letters' );
		expect( document.activeElement ).toBe( fields[ 1 ]!.find( 'input' ).element );
	} );

	it( 'names a fault that no field can show', () => {
		const { text } = show( { name: 'composing', faults: [ { field: 'context.url', rule: 'format' } ] } );
		expect( text() ).toContain( 'context.url' );
	} );

	it( 'leads to the review by button and by Enter', async () => {
		const { wrapper, panel } = show( composing );
		await wrapper.find( 'form' ).trigger( 'submit' );
		expect( panel.page.review ).toHaveBeenCalledTimes( 1 );
		expect( wrapper.find( 'form button[type=submit]' ).text() ).toBe( 'Review' );
	} );
} );

describe( 'reviewing', () => {
	it( 'shows all that will be included, and nothing that is empty', () => {
		const { wrapper } = show( { name: 'reviewing' }, undefined, { summary: ' Login fails ', scope: 'enwiki', details: 'a\nb' } );
		const labels = wrapper.findAll( 'dt' ).map( ( term ) => term.text() );
		expect( labels ).toEqual( [ 'What is broken?', 'Where is it broken?', 'Details', 'Wiki', 'Title' ] );
		expect( wrapper.findAll( 'dd' ).map( ( value ) => value.element.textContent ) ).toEqual( [
			'Login fails', 'enwiki', 'a\nb', 'enwiki', 'Special:UserLogin'
		] );
		expect( wrapper.text() ).toContain( 'You page as Steward Foo.' );
	} );

	it( 'pages only by the button that says so', async () => {
		const { press, panel } = show( { name: 'reviewing' } );
		await press( 'Edit' );
		expect( panel.page.submit ).not.toHaveBeenCalled();
		await press( 'Wake an engineer' );
		expect( panel.page.submit ).toHaveBeenCalledTimes( 1 );
	} );
} );
