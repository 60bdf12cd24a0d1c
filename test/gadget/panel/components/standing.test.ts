// Promises of why somebody may page, in words: the wiki's earlier yes, a grant's end, and silence where it is plain.
import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../../../server/contract/session.ts';
import { aSession } from '../../fixtures.ts';
import { composing, show } from './show.ts';

const member = { verdict: 'member', standing: 'group', source: 'globalusers', verifiedAt: '2026-11-23T11:02:00.000Z', until: null } as const;
const said = ( membership: SessionView[ 'membership' ] ): string =>
	show( composing, { name: 'signedIn', session: aSession( { membership } ) } ).text();

describe( 'standing', () => {
	it( 'says when the wiki is silent and confirmed it last', () => {
		expect( said( { ...member, source: 'roster' } ) ).toContain( 'The wiki does not answer. You can page because it confirmed your membership 3 hours ago.' );
	} );

	it( 'says until when a grant lasts', () => {
		const text = said( { ...member, standing: 'grant', until: '2026-11-23T19:02:00.000Z' } );
		expect( text ).toMatch( /You may page until November 2\d at .+\. Time left: 5 hours\./ );
	} );

	it( 'says nothing where it is plain', () => {
		expect( said( member ) ).not.toMatch( /You (may|can) page/ );
		expect( said( { ...member, standing: 'singleSignOn', source: 'singleSignOn' } ) ).not.toMatch( /You (may|can) page/ );
	} );
} );
