// Promises of bad news before a page is accepted: every refusal has its words, and no answer is never
// taken for one.
import { describe, expect, it } from 'vitest';
import { errorMessages, notMemberMessages } from '../../../../gadget/panel/messages.ts';
import { errorCodes, notMemberReasons } from '../../../../server/contract/problem.ts';
import type { ErrorCode } from '../../../../server/contract/problem.ts';
import { problem } from '../../fixtures.ts';
import { show, words } from './show.ts';

describe( 'refused', () => {
	it.each( Object.keys( errorCodes ) as ErrorCode[] )( 'has words for %s, and the reference to report it', ( code ) => {
		const { text } = show( { name: 'refused', problem: problem( code ), asked: 'submit' } );
		expect( text() ).toContain( words.text( errorMessages[ code ], code ) );
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

describe( 'unanswered', () => {
	it( 'claims neither success nor failure, and that trying again is safe', () => {
		const { text } = show( { name: 'unanswered', asked: 'submit' } );
		expect( text() ).toContain( 'We do not know whether your page was accepted' );
		expect( text() ).toContain( 'cannot make a second page' );
	} );
} );
