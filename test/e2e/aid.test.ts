// What helps writing, in a browser against the real thing: what is going on now, what goes along, what had better stay
// out; and that a page is handed in when none of it came. Screenshots of each are left in test/screenshots.
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible } from './accessible.ts';
import { createExamined } from './examined.ts';
import { inTrials } from './somebody.ts';

const { company, trial } = inTrials();
const { meet, writing } = createExamined( company );

const minutesAgo = ( minutes: number ): string => new Date( Date.now() - minutes * 60_000 ).toISOString();

/** What our server would say in an emergency. */
function emergency(): object {
	const asOf = new Date().toISOString();
	return {
		pages: [],
		providers: [ {
			provider: 'splunk-on-call',
			onCall: { asOf, failing: false, value: [ 'Amal', 'Bo' ] },
			incidents: { asOf, failing: true, value: [ { provider: 'splunk-on-call', incident: '7', title: 'Many 503s in esams', phase: 'acknowledged', since: minutesAgo( 12 ), by: 'amal' } ] }
		} ],
		status: { asOf, failing: false, value: { url: 'https://status.example/', indicator: 'major', incidents: [], components: [ { name: 'Editing', condition: 'partial_outage' } ] } }
	};
}

async function answer( tab: Page, path: string, body: object ): Promise<void> {
	await tab.route( `${ trial().url }${ path }`, ( route ) => route.fulfill( { json: body, headers: { 'access-control-allow-origin': trial().wiki.url } } ) );
}

describe( 'Whoever writes a page', () => {
	it( 'sees what is going on now, by day, by night and in a narrow window', async () => {
		const one = await meet();
		await answer( one.visitor.tab, '/v1/situation', emergency() );
		await answer( one.visitor.tab, '/v1/wikis', { wikis: [ { id: 'dewiki', host: 'de.wikipedia.org' }, { id: 'enwiki', host: 'en.wikipedia.org' } ] } );
		await one.panel.open();
		await one.panel.signIn();
		await one.panel.says( /Many 503s in esams/ );
		await one.panel.says( /newer could not be had/ );
		await one.visitor.look( 'aid-1-situation' );
		await expectAccessible( one.visitor.tab, 'The situation' );
		await one.visitor.tab.emulateMedia( { colorScheme: 'dark' } );
		await one.visitor.look( 'aid-2-situation-dark' );
		await one.visitor.tab.setViewportSize( { width: 320, height: 1400 } );
		await one.visitor.look( 'aid-3-situation-narrow' );
		await one.button( 'Hide' ).click();
		expect( await one.visitor.tab.getByText( 'Many 503s in esams' ).count() ).toBe( 0 );
		await one.visitor.tab.getByLabel( 'Add a wiki' ).fill( 'de.wikipedia.org' );
		await one.visitor.tab.getByLabel( 'Add a wiki' ).press( 'Enter' );
		await one.visitor.tab.getByLabel( 'Add a wiki' ).fill( 'enwiki · en.wikipedia.org' );
		expect( await one.visitor.tab.getByLabel( 'Where is it broken?' ).inputValue() ).toBe( 'dewiki and enwiki' );
	} );

	it( 'is shown what had better stay out, beside the field and in the review, and takes it out by a click', async () => {
		const one = await writing();
		const details = one.visitor.tab.getByLabel( /^Details/ );
		await details.fill( 'Request from 198.51.100.7 via cp3052.esams.wmnet, ATS/9.2.6\nError: 503, Backend fetch failed at Mon, 27 Nov 2026 12:00:00 GMT\npassword: hunter2' );
		await one.panel.says( /Recognised an error message:/ );
		await one.visitor.tab.getByLabel( /^Since when/ ).fill( '20 min' );
		await one.panel.says( /20 minutes ago/ );
		await one.visitor.tab.getByText( 'What goes along', { exact: true } ).click();
		await one.button( 'Remove: Browser' ).click();
		await one.panel.says( /What goes along: \d+ of \d+/ );
		await one.visitor.look( 'aid-4-writing' );
		await expectAccessible( one.visitor.tab, 'Writing with all aids' );
		await one.visitor.tab.getByRole( 'button', { name: /^Take out .*198\.51\.100\.7/ } ).click();
		expect( await details.inputValue() ).not.toContain( '198.51.100.7' );
		await one.panel.review();
		await one.panel.says( /This looks like a password/ );
		await one.panel.says( /UTC \(20 min before/ );
		expect( await one.visitor.tab.locator( '.page-sre-review' ).innerText() ).not.toContain( 'Mozilla' );
		await one.visitor.look( 'aid-5-review' );
		await expectAccessible( one.visitor.tab, 'The review with advice' );
		await one.panel.submit();
		await one.panel.says( /being notified/ );
		expect( trial().onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'pages all the same when the aid does not come', async () => {
		const one = await meet();
		await one.visitor.context.route( /load\.php\?.*PageSRE-aid/, ( route ) => route.abort() );
		await one.panel.page();
		await one.panel.says( /being notified/ );
		expect( trial().onCall.incidents() ).toHaveLength( 1 );
	} );

	it( 'reads from right to left where their language does', async () => {
		const one = await meet();
		await answer( one.visitor.tab, '/v1/situation', emergency() );
		await one.panel.open();
		await one.panel.signIn();
		await one.panel.says( /Many 503s in esams/ );
		await one.visitor.tab.evaluate( () => document.documentElement.setAttribute( 'dir', 'rtl' ) );
		await one.visitor.look( 'aid-6-rtl' );
	} );
} );
