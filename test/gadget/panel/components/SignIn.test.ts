// Promises of signing in as people see it: each way that it can go wrong has its own words.
import { describe, expect, it } from 'vitest';
import type { SignedOutReason } from '../../../../gadget/panel/useSession.ts';
import { aHost, aSession, problem } from '../../fixtures.ts';
import { composing, show } from './show.ts';

describe( 'signing in', () => {
	it.each<[ SignedOutReason, string ]>( [
		[ { kind: 'fresh' }, 'so that the engineer knows who is calling' ],
		[ { kind: 'blocked' }, 'Your browser blocked the sign-in window' ],
		[ { kind: 'closed' }, 'was closed before sign-in was complete' ],
		[ { kind: 'expired' }, 'Your sign-in has ended' ],
		[ { kind: 'noAnswer' }, 'server does not answer' ],
		[ { kind: 'impossible' }, 'This browser cannot sign in from here' ],
		[ { kind: 'failed', error: 'accountNotUsable' }, 'blocked, locked or hidden' ],
		[ { kind: 'failed', error: 'mwoauth-x' }, 'The wiki refused the sign-in: mwoauth-x' ],
		[ { kind: 'refused', problem: problem( 'wikiUnavailable' ) }, 'The wiki does not answer' ],
		[ { kind: 'refused', problem: problem( 'signInRefusedByWiki', { wikiError: 'mwoauth-y' } ) }, 'The wiki refused the sign-in: mwoauth-y' ]
	] )( 'says why nobody is signed in: %j', ( why, expected ) => {
		expect( show( composing, { name: 'signedOut', why } ).text() ).toContain( expected );
	} );

	it( 'opens the window on click, and again while a cancelled one is about', async () => {
		const fresh = show( composing, { name: 'signedOut', why: { kind: 'fresh' } } );
		await fresh.press( 'Sign in' );
		expect( fresh.panel.session.signIn ).toHaveBeenCalledTimes( 1 );
		const waiting = show( composing, { name: 'waiting' } );
		expect( waiting.text() ).toContain( 'If you cancelled there' );
		await waiting.press( 'Try again' );
		expect( waiting.panel.session.signIn ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'is not called another try when a session has ended', async () => {
		const { panel, press, wrapper } = show( composing, { name: 'signedOut', why: { kind: 'expired' } } );
		await press( 'Sign in' );
		expect( panel.session.signIn ).toHaveBeenCalledTimes( 1 );
		expect( wrapper.find( '.page-sre__actions' ).text() ).toBe( 'Sign in' );
	} );

	it( 'offers single sign-on beside the wiki where there is one, and only there', () => {
		const at = ( singleSignOnUrl: string | null ): string[] =>
			show( composing, { name: 'signedOut', why: { kind: 'fresh' } }, {}, aHost( { singleSignOnUrl } ) )
				.wrapper.findAll( '.page-sre__actions a' ).map( ( link ) => `${ link.text() } ${ link.attributes( 'href' ) }` );
		expect( at( '/sso/start' ) ).toEqual( [ 'Use single sign-on /sso/start' ] );
		expect( at( null ) ).toEqual( [] );
	} );

	it( 'refuses before anything is written when membership was lost, and asks again on demand', async () => {
		const { text, press, panel, wrapper } = show( composing, {
			name: 'signedIn', session: aSession( { membership: { verdict: 'notMember', reason: 'locked' } } )
		} );
		expect( text() ).toContain( 'Your account is locked' );
		expect( wrapper.find( 'form' ).exists() ).toBe( false );
		await press( 'Try again' );
		expect( panel.session.refresh ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'lets somebody write whose membership nobody could tell, and says so', () => {
		const { text, wrapper } = show( composing, { name: 'signedIn', session: aSession( { membership: { verdict: 'unknown' } } ) } );
		expect( text() ).toContain( 'The wiki did not say whether you may page' );
		expect( wrapper.find( 'form' ).exists() ).toBe( true );
	} );
} );
