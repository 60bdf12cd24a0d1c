// Signing in as a person does at any MediaWiki: its own form, then the question of Extension:OAuth. Found by the
// names of their fields, because a wiki's words are in its people's languages.
import type { Visitor } from '../e2e/browser.ts';

export interface Login {
	name: string;
	password: string;
}

/**
 * From our site, by the wiki, and back to our site.
 *
 * @param home our own origin
 * @throws Error with what the wiki said instead
 */
export async function signInAtWiki( { tab, look }: Visitor, { name, password }: Login, home: string ): Promise<void> {
	await tab.getByRole( 'button', { name: 'Sign in', exact: true } ).click();
	const field = tab.locator( '#wpPassword1' );
	await field.waitFor();
	await tab.locator( '#wpName1' ).fill( name );
	// By keyboard: what fill() is given would be told when it fails.
	await field.focus();
	await tab.keyboard.insertText( password );
	await tab.locator( '#wpLoginAttempt' ).click();

	const question = tab.locator( '[name="accept"]' );
	const panel = tab.locator( '.page-sre' );
	const complaint = tab.locator( '.cdx-message--error, .mw-message-box-error, .errorbox' );
	try {
		await question.or( panel ).or( complaint ).first().waitFor();
	} catch {
		await look( 'any-wiki-lost' );
		throw new Error( `After the log-in as ${ name } came neither the OAuth dialog nor our site, but "${ await tab.title() }"; see test/screenshots/any-wiki-lost.png` );
	}
	// Who has allowed it before is not asked again.
	if ( await question.isVisible() ) {
		await look( 'any-wiki-question' );
		await question.click();
		await panel.or( complaint ).first().waitFor();
	}
	if ( !tab.url().startsWith( `${ home }/` ) ) {
		throw new Error( `The wiki does not let ${ name } in: ${ await complaint.first().innerText() }` );
	}
}
