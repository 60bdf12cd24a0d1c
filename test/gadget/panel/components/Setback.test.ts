// Promises of bad news before a page is accepted: every refusal has its words, and no answer is never
// taken for one.
import { describe, expect, it, vi } from 'vitest';
import { errorMessages, notMemberMessages } from '../../../../gadget/panel/messages.ts';
import { errorCodes, notMemberReasons } from '../../../../server/contract/problem.ts';
import type { ErrorCode, Problem } from '../../../../server/contract/problem.ts';
import { aHost, AT, problem } from '../../fixtures.ts';
import { show, words } from './show.ts';
import type { Shown } from './show.ts';

describe( 'refused', () => {
	it.each( Object.keys( errorCodes ) as ErrorCode[] )( 'has words for %s, and the reference to report it', ( code ) => {
		const { text } = show( { name: 'refused', problem: problem( code ), asked: 'submit' } );
		expect( text() ).toContain( words.text( errorMessages[ code ] ?? 'page-sre-outdated', code ) );
		expect( text() ).toContain( '01JREQUEST' );
	} );

	it.each( notMemberReasons )( 'has words for no longer being a member: %s', ( reason ) => {
		const { text } = show( { name: 'refused', problem: problem( 'notMember', { reason } ), asked: 'submit' } );
		expect( text() ).toContain( words.text( notMemberMessages[ reason ] ) );
	} );

	it( 'offers to try again only where that may help, and always to edit', async () => {
		const labels = ( code: ErrorCode ): string[] => show( { name: 'refused', problem: problem( code ), asked: 'submit' } )
			.wrapper.findAll( 'button' ).map( ( button ) => button.text() );
		expect( labels( 'membershipUnknown' ) ).toEqual( [ 'Try again', 'Edit' ] );
		expect( labels( 'payloadTooLarge' ) ).toEqual( [ 'Edit' ] );
		const { press, panel } = show( { name: 'refused', problem: problem( 'internal' ), asked: 'submit' } );
		await press( 'Try again' );
		expect( panel.page.retry ).toHaveBeenCalledTimes( 1 );
	} );
} );

describe( 'a limit', () => {
	const limit = { scope: 'sender', max: 3, windowSeconds: 3600, retryAt: '2026-11-23T14:02:42.000Z' } as const;
	const refused = ( changes: Partial<NonNullable<Problem[ 'limit' ]>> = {}, host = aHost() ): Shown =>
		show( { name: 'refused', problem: problem( 'limitReached', { limit: { ...limit, ...changes } } ), asked: 'submit' }, undefined, { summary: 'Login fails' }, host );

	it.each( [
		[ 'sender', 'You have reached the limit of 3 pages in 1 hour.' ],
		[ 'everybody', 'All members together have reached the limit of 3 pages in 1 hour.' ],
		[ 'drills', 'You have reached the limit of 3 drills in 1 hour.' ]
	] as const )( 'of %s is explained in words and numbers, with the time from which it is possible again', ( scope, expected ) => {
		const { text } = refused( { scope } );
		expect( text() ).toContain( expected );
		expect( text() ).toContain( `from ${ words.time( limit.retryAt ) } on` );
		expect( text() ).not.toContain( '01JREQUEST' );
	} );

	it( 'counts down on the button, which works when it is time', async () => {
		vi.useFakeTimers( { now: Date.parse( AT ) } );
		const here = refused( {}, aHost( { now: () => Date.now() } ) );
		const button = here.wrapper.find( '.page-sre__actions button' );
		expect( button.text() ).toBe( 'Try again in 42 seconds' );
		expect( button.attributes( 'disabled' ) ).toBeDefined();
		await vi.advanceTimersByTimeAsync( 41_000 );
		expect( button.text() ).toBe( 'Try again in 1 second' );
		await vi.advanceTimersByTimeAsync( 1000 );
		await here.press( 'Try again' );
		expect( here.panel.page.retry ).toHaveBeenCalledTimes( 1 );
		vi.useRealTimers();
	} );

	it( 'keeps the text and the other ways', async () => {
		const { wrapper, press, panel } = refused();
		expect( wrapper.find( '.page-sre-other' ).text() ).toContain( 'Talk to SRE' );
		await press( 'Edit' );
		expect( panel.page.edit ).toHaveBeenCalledTimes( 1 );
		expect( panel.draft.draft.summary ).toBe( 'Login fails' );
	} );
} );

describe( 'unanswered', () => {
	it( 'claims neither success nor failure, and that trying again is safe', () => {
		const { text } = show( { name: 'unanswered', asked: 'submit' } );
		expect( text() ).toContain( 'We do not know whether your page was accepted' );
		expect( text() ).toContain( 'cannot make a second page' );
	} );
} );
