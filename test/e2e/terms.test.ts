// The terms of paging, in a browser against the real thing: what happens when others were faster or one was
// too quick, how a drill goes, who sees the link, and where an answer shows. Screenshots of each view are left
// in test/screenshots.
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/clock.ts';
import { inTrials, isFocused, type Somebody } from './somebody.ts';

const narrow = { viewport: { width: 320, height: 1400 } };

const { company, trial } = inTrials();

/** @param later by how many ms the server's clock is ahead from now on */
async function restartWith( env: Record<string, string>, later = 0 ): Promise<void> {
	await trial().stopServer();
	await trial().startServer( { clock: { ...systemClock, now: () => Date.now() + later } }, {}, env );
}

describe( 'A second steward', () => {
	it( 'is told of the first one’s page, adds a note, and follows it; both see an engineer’s answer', async () => {
		const first = await company.meet( 'Steward Foo' );
		await first.panel.page();
		await first.panel.says( /being notified/ );
		const second = await company.meet( '東京 執事', narrow );
		await second.panel.page();
		await second.heading( 'Somebody has already paged' ).waitFor();
		expect( await isFocused( second.heading( 'Somebody has already paged' ) ) ).toBe( true );
		await second.panel.says( 'Login fails for everyone' );
		await second.panel.says( 'Steward Foo' );
		await second.visitor.look( 'terms-6-others' );
		await second.button( 'Add a note to this one' ).press( 'Enter' );
		expect( await second.visitor.tab.getByLabel( 'Your note' ).inputValue() ).toContain( 'Login fails for everyone\nenwiki' );
		await second.visitor.look( 'terms-7-others-note' );
		await second.button( 'Add' ).click();
		await second.heading( /^Page by .*Steward Foo.*: Delivered, no answer yet$/ ).waitFor();
		await first.panel.says( /Note by/ );
		trial().onCall.acknowledge( trial().onCall.incidents()[ 0 ]!.entityId, 'amal' );
		await second.panel.says( /Acknowledged by/ );
		await first.panel.says( /Acknowledged by/ );
		await second.visitor.look( 'terms-8-others-followed' );
		expect( await second.button( 'Withdraw' ).count() ).toBe( 0 );
		expect( trial().onCall.incidents() ).toHaveLength( 1 );
		// Found again after a reload, as one's own would be.
		await second.visitor.tab.reload();
		await second.panel.open();
		await second.panel.clickSignIn();
		await second.heading( /^Page by .*Steward Foo/ ).waitFor();
		expect( first.visitor.complaints ).toEqual( [] );
		expect( second.visitor.complaints.filter( ( complaint ) => !complaint.includes( '409' ) ) ).toEqual( [] );
	} );

	it( 'may page all the same', async () => {
		await ( await company.meet( 'Steward Foo' ) ).panel.page();
		const { panel, button } = await company.meet( '東京 執事' );
		await panel.page();
		await button( 'Page anyway' ).click();
		await panel.says( /being notified/ );
		expect( trial().onCall.incidents() ).toHaveLength( 2 );
	} );
} );

describe( 'A limit', () => {
	it( 'is explained with numbers and the time that is left, and keeps what was written', async () => {
		await restartWith( { PAGE_SRE_SENDER_LIMITS: '3/1h, 1/1m' } );
		const { visitor, panel, button } = await company.meet( 'Steward Foo', { colorScheme: 'dark' } );
		await panel.page();
		await panel.says( /being notified/ );
		await button( 'Write another page' ).click();
		await panel.write( { summary: 'Search fails too' } );
		await panel.review();
		await panel.submit();
		await panel.says( /You have reached the limit of 1 page in 1 minute\. You can page again from .+ on\./ );
		const wait = visitor.tab.getByRole( 'button', { name: /^Try again in \d+ seconds?$/ } );
		expect( await wait.isDisabled() ).toBe( true );
		await visitor.look( 'terms-9-limit' );
		await button( 'Edit' ).click();
		expect( await visitor.tab.getByLabel( 'What is broken?' ).inputValue() ).toBe( 'Search fails too' );
		expect( trial().onCall.incidents() ).toHaveLength( 1 );
	} );
} );

describe( 'A drill', () => {
	it( 'goes the whole way, says so all along, and wakes nobody', async () => {
		const drills = { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: trial().onCall.drillRoutingKey };
		await restartWith( drills );
		const { visitor, panel, button, heading } = await company.meet( 'Steward Foo' );
		await panel.open();
		await panel.signIn();
		await panel.write( { summary: 'Practice before the weekend' } );
		await button( 'Practise with a drill' ).click();
		await heading( 'Drill: Write a page' ).waitFor();
		await visitor.look( 'terms-10-drill' );
		await panel.review();
		await heading( 'Drill: Check, then start it' ).waitFor();
		await visitor.look( 'terms-11-drill-review' );
		await button( 'Start the drill' ).click();
		await panel.says( /Delivered to Splunk On-Call/ );
		await visitor.look( 'terms-12-drill-delivered' );
		// Nobody answers a drill, so our server does, a quarter of a minute after each step.
		await restartWith( drills, 20_000 );
		await heading( 'Drill: An engineer has it' ).waitFor();
		await restartWith( drills, 40_000 );
		await heading( 'Drill: Resolved' ).waitFor();
		await visitor.look( 'terms-13-drill-resolved' );
		expect( trial().onCall.incidents().map( ( { routingKey } ) => routingKey ) ).toEqual( [ trial().onCall.drillRoutingKey ] );
		await button( 'Write another page' ).click();
		await heading( 'Write a page' ).waitFor();
		expect( visitor.complaints ).toEqual( [] );
	} );
} );

describe( 'Somebody with an access grant', () => {
	const userScript = (): string => `${ trial().wiki.url }/w/index.php?title=MediaWiki:Gadget-PageSRE.js&action=raw&ctype=text/javascript`;
	const load = ( { visitor }: Somebody ): Promise<void> => visitor.tab.evaluate( ( url ) => {
		( window as unknown as { mw: { loader: { load: ( url: string ) => void } } } ).mw.loader.load( url );
	}, userScript() );

	it( 'sees the link by their user script, is told how long it lasts, and pages', async () => {
		await restartWith( { PAGE_SRE_RESPONDERS: 'Former Bar' } );
		const responder = await company.meet( 'Former Bar' );
		await responder.visitor.tab.goto( `${ trial().url }/sre/grants` );
		await responder.visitor.tab.getByRole( 'link', { name: 'Sign in with your wiki account' } ).click();
		await responder.visitor.tab.getByRole( 'button', { name: 'Allow' } ).click();
		await responder.visitor.tab.getByLabel( 'Account name on the wiki' ).fill( 'Plain Baz' );
		await responder.visitor.tab.getByLabel( /^Reason/ ).fill( 'Helps with the attack on enwiki.' );
		await responder.visitor.tab.getByRole( 'button', { name: 'Let this account page' } ).click();
		await responder.visitor.tab.getByText( 'Helps with the attack on enwiki.' ).first().waitFor();

		const holder = await company.meet( 'Plain Baz' );
		await holder.visitor.tab.waitForLoadState( 'networkidle' );
		expect( await holder.visitor.tab.locator( '#t-page-sre' ).count() ).toBe( 0 );
		await load( holder );
		await holder.panel.open();
		await holder.panel.signIn();
		await holder.panel.says( /You may page until .+\. Time left: / );
		await holder.visitor.look( 'terms-14-grant' );
		await holder.panel.write();
		await holder.panel.review();
		await holder.panel.submit();
		await holder.panel.says( /being notified/ );
		expect( holder.visitor.complaints ).toEqual( [] );
	} );

	it( 'who is a steward with the gadget as well has one link', async () => {
		const steward = await company.meet( 'Steward Foo' );
		await steward.visitor.tab.locator( '#t-page-sre' ).waitFor( { state: 'attached' } );
		await load( steward );
		await steward.visitor.tab.waitForLoadState( 'networkidle' );
		expect( await steward.visitor.tab.locator( '#t-page-sre' ).count() ).toBe( 1 );
	} );
} );

describe( 'An engineer’s reply', () => {
	it( 'stands above the course of the page at once', async () => {
		await restartWith( { PAGE_SRE_RESPONDERS: 'Plain Baz' } );
		const sender = await company.meet( 'Steward Foo', { viewport: { width: 390, height: 900 } } );
		await sender.panel.page();
		await sender.panel.says( /being notified/ );
		const responder = await company.meet( 'Plain Baz' );
		const { tab } = responder.visitor;
		await tab.goto( /^Record: (\S+)$/m.exec( trial().onCall.incidents()[ 0 ]!.body )![ 1 ]! );
		await tab.getByRole( 'link', { name: 'Sign in with your wiki account' } ).click();
		await tab.getByRole( 'button', { name: 'Allow' } ).click();
		await tab.getByLabel( /^Your reply/ ).fill( 'On it.\nIs it only enwiki?' );
		await tab.getByRole( 'button', { name: 'Reply', exact: true } ).click();
		await sender.panel.says( /Plain Baz.* answers:/ );
		await sender.visitor.look( 'terms-15-reply' );
		const reply = sender.visitor.tab.locator( '.page-sre-progress__reply' );
		expect( await reply.innerText() ).toContain( 'On it.\nIs it only enwiki?' );
		expect( sender.visitor.complaints ).toEqual( [] );
	} );
} );
