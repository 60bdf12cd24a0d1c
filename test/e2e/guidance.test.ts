// What is read before the first page, in a browser against the real thing: it costs one click, it may fail to
// come or change meanwhile, and it speaks the reader's language. Screenshots of each view are left in
// test/screenshots.
import { describe, expect, it } from 'vitest';
import { outOfReach } from './legible.ts';
import { inTrials, isFocused } from './somebody.ts';

const { company, trial } = inTrials();

describe( 'The guidance', () => {
	it( 'stands before the first page, costs one click by keyboard, and is not asked for again', async () => {
		const { visitor, panel, heading, button } = await company.meet( 'Steward Foo' );
		await panel.open();
		const window = await panel.openSignInWindow();
		await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
		await heading( 'Before you page' ).waitFor();
		await panel.says( 'Do not page for' );
		expect( await isFocused( heading( 'Before you page' ) ) ).toBe( true );
		expect( await visitor.tab.getByRole( 'link', { name: 'emergency@wikimedia.org' } ).first().getAttribute( 'href' ) ).toBe( 'mailto:emergency@wikimedia.org' );
		await visitor.look( 'terms-1-guidance' );
		await button( 'I have read this: write a page' ).press( 'Enter' );
		await heading( 'Write a page' ).waitFor();
		expect( await isFocused( heading( 'Write a page' ) ) ).toBe( true );
		await visitor.tab.reload();
		await panel.open();
		await panel.clickSignIn();
		await heading( 'Write a page' ).waitFor();
		await button( 'Read the guidance again' ).click();
		await panel.says( 'What happens when you page' );
		await button( 'Back' ).click();
		await heading( 'Write a page' ).waitFor();
		expect( visitor.complaints ).toEqual( [] );
	} );

	it.each( [ [ 1100, 850 ], [ 390, 844 ] ] )( 'can be confirmed without scrolling in a window of %i × %i', async ( width, height ) => {
		const { visitor, panel, heading, button } = await company.meet( 'Steward Foo', { viewport: { width, height } } );
		await panel.open();
		const window = await panel.openSignInWindow();
		await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
		await heading( 'Before you page' ).waitFor();
		const confirm = button( 'I have read this: write a page' );
		// Whole, and over everything else: what is hit in its corners is the button.
		expect( await confirm.evaluate( ( element ) => {
			const { left, right, top, bottom } = element.getBoundingClientRect();
			const hits = ( x: number, y: number ): boolean => element.contains( document.elementFromPoint( x, y ) );
			return [ hits( left + 2, top + 6 ), hits( right - 2, bottom - 6 ) ];
		} ) ).toEqual( [ true, true ] );
		const body = visitor.tab.locator( '.cdx-dialog__body' );
		const scrolled = await body.evaluate( ( { scrollTop, scrollHeight, clientHeight } ) => [ scrollTop, scrollHeight > clientHeight ] );
		expect( scrolled ).toEqual( [ 0, true ] );
		await visitor.look( `terms-1-guidance-${ width }` );
	} );

	it( 'that does not come is said to be missing, and comes on demand; one that changed is shown again', async () => {
		const { visitor, panel, heading, button } = await company.meet( 'Steward Foo' );
		const files = /\/i18n\/[a-z-]+-guidance\.[0-9a-f]{12}\.json$/;
		await visitor.context.route( files, ( route ) => route.abort() );
		await panel.open();
		const window = await panel.openSignInWindow();
		await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
		await panel.says( /The guidance could not be loaded/ );
		expect( await visitor.tab.getByRole( 'link', { name: /Talk to SRE/ } ).isVisible() ).toBe( true );
		await visitor.look( 'terms-2-guidance-missing' );
		await visitor.context.unroute( files );
		await visitor.context.route( files, async ( route ) => {
			const response = await route.fetch();
			await route.fulfill( { response, body: ( await response.text() ).replace( /"@version":"[^"]*"/, '"@version":"0123456789abcdef"' ) } );
		} );
		await button( 'Try again' ).click();
		await panel.says( 'Do not page for' );
		await visitor.context.unroute( files );
		await panel.confirmGuidance();
		await panel.says( /The guidance has changed/ );
		await visitor.look( 'terms-3-guidance-changed' );
		await panel.confirmGuidance();
		await heading( 'Write a page' ).waitFor();
	} );

	it( 'is the reader’s own language, from right to left, on the narrowest telephone at night', async () => {
		const { visitor } = await company.meet( 'Steward Foo', { viewport: { width: 320, height: 1400 }, locale: 'ar', colorScheme: 'dark' } );
		const { tab } = visitor;
		await tab.goto( trial().url );
		await tab.getByRole( 'button', { name: 'تسجيل الدخول' } ).click();
		await tab.getByRole( 'button', { name: 'Allow' } ).click();
		await tab.getByRole( 'heading', { name: 'قبل أن تستدعي' } ).waitFor();
		await tab.getByRole( 'heading', { name: 'لا تستدعِ من أجل' } ).waitFor();
		await visitor.look( 'terms-4-guidance-arabic' );
		expect( await tab.evaluate( outOfReach ) ).toEqual( [] );
		const [ confirmation ] = await Promise.all( [
			tab.waitForRequest( /\/v1\/guidance$/ ), tab.getByRole( 'button', { name: 'قرأت هذا: اكتب استدعاءً' } ).click()
		] );
		expect( confirmation.postDataJSON() ).toMatchObject( { language: 'ar' } );
		await tab.getByRole( 'heading', { name: 'كتابة استدعاء' } ).waitFor();
		await visitor.look( 'terms-5-compose-arabic' );
	} );
} );
