// The panel from writing a page to its end, and with a drill, as axe sees it: by day and by night, wide and
// narrow.
import { describe, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { createExamined } from './examined.ts';
import { inTrials } from './somebody.ts';

const { company, trial } = inTrials();
const { meet, writing, reviewing, expectClean } = createExamined( company );

describe( 'A page', () => {
	it( 'is accessible from the guidance to its end', async () => {
		const one = await meet();
		const { panel, button, heading, visitor: { tab, context } } = one;
		await panel.open();
		const window = await panel.openSignInWindow();
		await Promise.all( [ window.waitForEvent( 'close' ), window.getByRole( 'button', { name: 'Allow' } ).click() ] );
		await expectClean( one, 'Do not page for', 'Guidance' );
		await panel.confirmGuidance();
		await expectClean( one, 'Write a page', 'Compose' );
		await panel.write( { summary: 'x'.repeat( 81 ), scope: '', nick: '1abc' } );
		await panel.review();
		await expectClean( one, 'Write at most 80 characters.', 'Faults in fields' );
		await panel.write();
		await panel.review();
		await expectClean( one, 'foo_steward', 'Review' );
		let letGo = (): void => {};
		const held = new Promise<void>( ( resolve ) => {
			letGo = resolve;
		} );
		await context.route( '**/v1/pages', async ( route ) => {
			await held;
			await route.continue();
		} );
		trial().onCall.faults.set( { kind: 'hang' } );
		await panel.submit();
		await tab.locator( '.page-sre' ).getByRole( 'progressbar' ).waitFor();
		await expectAccessible( tab, 'Submitting' );
		letGo();
		await heading( 'Accepted, not delivered yet' ).waitFor();
		await expectAccessible( tab, 'Accepted' );
		trial().onCall.faults.release();
		trial().onCall.faults.set( { kind: 'emptyRota' } );
		await expectClean( one, /Delivered to Splunk On-Call/, 'Delivered' );
		trial().onCall.faults.set( null );
		const [ incident ] = trial().onCall.incidents();
		await button( 'Add a note' ).click();
		await tab.getByLabel( 'Your note' ).fill( 'It is only enwiki.' );
		await expectAccessible( tab, 'Writing a note' );
		await button( 'Add' ).click();
		await expectClean( one, /Your note:/, 'Noted' );
		trial().onCall.acknowledge( incident!.entityId, 'amal' );
		await expectClean( one, /Acknowledged by/, 'Acknowledged' );
		await button( 'Withdraw' ).click();
		await expectClean( one, /The engineers are told that it was a mistake/, 'Before withdrawing' );
		trial().onCall.resolve( incident!.entityId, 'amal' );
		await expectClean( one, /Resolved by/, 'Resolved' );
	} );

	it( 'is accessible while people are notified, without a connection, withdrawn, and as a guidance read again', async () => {
		const one = await reviewing();
		await one.panel.submit();
		await expectClean( one, /being notified/, 'Ringing' );
		await trial().stopServer();
		await expectClean( one, /Connection lost/, 'Connection lost' );
		await trial().startServer();
		await one.button( 'Withdraw' ).click();
		await one.button( 'Withdraw' ).click();
		await one.heading( 'Withdrawn' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Withdrawn' );
		await one.button( 'Write another page' ).click();
		await one.button( 'Read the guidance again' ).click();
		await expectClean( one, 'What happens when you page', 'Guidance, again' );
	} );

	it( 'is accessible when it reaches nobody', async () => {
		await trial().stopServer();
		await trial().startServer( {}, { bounds: { failoverMs: 45_000, deadlineMs: 1000, ringMs: 25_000, answerMs: 300_000 } } );
		trial().onCall.faults.set( { kind: 'status', status: 503, html: true }, 'ingest' );
		const one = await reviewing();
		await one.panel.submit();
		await one.heading( 'Not delivered' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Undelivered' );
		await one.button( 'Page again' ).click();
		await expectClean( one, /The last alert is less than a minute old/, 'Paged again too soon' );
	} );

	it( 'is accessible where the wiki does not give its course', async () => {
		const one = await meet();
		await one.visitor.context.route( /load\.php\?.*PageSRE-course/, ( route ) => route.abort() );
		await one.panel.page();
		await one.panel.says( /Nothing that was accepted is lost/ );
		await one.heading( 'Delivered, no answer yet' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Course missing' );
	} );

	it( 'is accessible when others were faster', async () => {
		await ( await company.meet( 'Steward Foo' ) ).panel.page();
		const one = await reviewing( '東京 執事' );
		await one.panel.submit();
		await one.heading( 'Somebody has already paged' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Unseen pages' );
		await one.button( 'Add a note to this one' ).click();
		await expectAccessible( one.visitor.tab, 'A note to somebody else\'s page' );
		await one.button( 'Add' ).click();
		await expectClean( one, /Your note:/, 'Somebody else\'s page' );
	} );
} );

describe( 'A drill', () => {
	it( 'is accessible all the way', async () => {
		await trial().stopServer();
		await trial().startServer( {}, {}, { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: trial().onCall.drillRoutingKey } );
		const one = await writing();
		await one.button( 'Practise with a drill' ).click();
		await one.heading( 'Drill: Write a page' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Drill' );
		await one.panel.review();
		await one.heading( 'Drill: Check, then start it' ).waitFor();
		await expectAccessible( one.visitor.tab, 'Drill, review' );
		await one.button( 'Start the drill' ).click();
		await expectClean( one, /Delivered to Splunk On-Call/, 'Drill, delivered' );
	} );
} );
