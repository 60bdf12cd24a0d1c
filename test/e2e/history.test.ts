// The sender's earlier pages, in a browser against the real thing: from the form and back to it, by keyboard alone.
// Screenshots of each view are left in test/screenshots.
import { describe, expect, it } from 'vitest';
import { createExamined } from './examined.ts';
import { inTrials, isFocused } from './somebody.ts';

const { company, trial } = inTrials();
const { writing, expectClean } = createExamined( company );

describe( 'Your pages', () => {
	it( 'tell what became of each, and lead back to what was being written', async () => {
		const one = await writing();
		const { panel, visitor, button, heading } = one;
		await panel.review();
		await panel.submit();
		await panel.says( /being notified/ );
		await button( 'Withdraw' ).click();
		await button( 'Withdraw' ).click();
		await panel.says( /The page was withdrawn/ );
		await button( 'Write another page' ).click();
		await panel.write( { summary: 'Something else is broken' } );

		await button( 'Your pages' ).press( 'Enter' );
		await panel.says( 'Login fails for everyone' );
		expect( await isFocused( heading( 'Your pages' ) ) ).toBe( true );
		await visitor.look( 'history-1-list' );
		await expectClean( one, 'Withdrawn', 'Your pages' );

		await visitor.tab.keyboard.press( 'Tab' );
		await visitor.tab.keyboard.press( 'Enter' );
		await panel.says( /The page was withdrawn/ );
		expect( await isFocused( heading( 'Withdrawn' ) ) ).toBe( true );
		expect( await button( 'Add a note' ).count() ).toBe( 0 );
		await visitor.look( 'history-2-page' );
		await expectClean( one, /The page was withdrawn/, 'One of your pages' );

		await button( 'Your pages' ).press( 'Enter' );
		await button( 'Back' ).press( 'Enter' );
		expect( await visitor.tab.getByLabel( 'What is broken?' ).inputValue() ).toBe( 'Something else is broken' );
		expect( visitor.complaints ).toEqual( [] );
	} );

	it( 'say so in words when our server does not answer, and come when it does', async () => {
		const one = await writing();
		await trial().stopServer();
		await one.button( 'Your pages' ).click();
		await expectClean( one, /What it has accepted is not lost/, 'No answer' );
		await one.visitor.look( 'history-3-no-answer' );
		await trial().startServer();
		await one.button( 'Try again' ).click();
		await expectClean( one, 'You have not paged yet.', 'None yet' );
	} );
} );
