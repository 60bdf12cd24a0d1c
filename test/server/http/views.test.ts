// What leaves of what we know: the contract's fields in the contract's form, and nothing beside them.
import { describe, expect, it } from 'vitest';
import { pageSchema } from '../../../server/contract/page.ts';
import { sessionSchema, type SessionView } from '../../../server/contract/session.ts';
import { pageView, sessionView } from '../../../server/http/views.ts';
import type { Membership, Person } from '../../../server/pages/page.ts';
import { domainPage } from '../pages/aPage.ts';

const at = Date.UTC( 2026, 10, 1, 12 );
const wikiAccount: Person = { centralId: 50001, name: 'Steward Foo', singleSignOn: null };
const named: Person = { centralId: -7, name: 'foo', singleSignOn: { email: 'foo@example.org', roles: [ 'member' ], at } };
const evidence = { verdict: 'member', name: 'Steward Foo', verifiedAt: at } as const;

function session( membership: Membership, sender = wikiAccount ): SessionView {
	return sessionSchema.parse( sessionView( { sender, expiresAt: at + 1000 }, {
		membership, group: 'steward', guidance: { version: 'abcdef01', confirmed: false }, drill: true, responder: false,
		personLinks: ( name ) => ( { talkUrl: `talk of ${ name }`, emailUrl: `e-mail of ${ name }` } )
	} ) );
}

describe( 'sessionView', () => {
	it.each( [
		[ 'a member of the group', { ...evidence, standing: 'group', group: 'steward', source: 'globalusers' }, { standing: 'group', source: 'globalusers', until: null } ],
		[ 'whom the roster remembers', { ...evidence, standing: 'group', group: 'steward', source: 'roster' }, { standing: 'group', source: 'roster', until: null } ],
		[
			'the holder of a grant', { ...evidence, standing: 'grant', grantId: 1, grantedBy: 'Ops', reason: 'because', until: at + 5000, source: 'globalusers' },
			{ standing: 'grant', source: 'globalusers', until: '2026-11-01T12:00:05.000Z' }
		],
		[ 'whom single sign-on named', { ...evidence, standing: 'singleSignOn', source: 'singleSignOn' }, { standing: 'singleSignOn', source: 'singleSignOn', until: null } ]
	] as const )( 'says on what ground somebody may page, and until when: %s', ( _who, membership, told ) => {
		expect( session( membership ).membership ).toEqual( { verdict: 'member', verifiedAt: '2026-11-01T12:00:00.000Z', ...told } );
	} );

	it( 'says why somebody may not, and when nobody knows', () => {
		expect( session( { verdict: 'notMember', reason: 'locked', verifiedAt: at } ).membership ).toEqual( { verdict: 'notMember', reason: 'locked' } );
		expect( session( { verdict: 'unknown', reason: 'timeout' } ).membership ).toEqual( { verdict: 'unknown' } );
	} );

	it( 'links to the person where they have an account, and writes to them where they have none', () => {
		const unknown = { verdict: 'unknown', reason: 'timeout' } as const;
		expect( session( unknown ).sender ).toEqual( { centralId: 50001, name: 'Steward Foo', talkUrl: 'talk of Steward Foo', emailUrl: 'e-mail of Steward Foo' } );
		expect( session( unknown, named ).sender ).toEqual( { centralId: -7, name: 'foo', talkUrl: null, emailUrl: 'mailto:foo@example.org' } );
		const withoutEmail = { ...named, singleSignOn: { ...named.singleSignOn!, email: null } };
		expect( session( unknown, withoutEmail ).sender ).toMatchObject( { talkUrl: null, emailUrl: null } );
	} );
} );

describe( 'pageView', () => {
	it( 'keeps to itself what only responders need: e-mail address, who granted access and why', () => {
		const page = domainPage( {}, {
			sender: { centralId: -7, name: 'foo', email: 'foo@example.org' },
			membership: { ...evidence, standing: 'grant', grantId: 1, grantedBy: 'Ops', reason: 'because', until: at, source: 'roster' }
		} );
		const view = pageSchema.parse( pageView( page, [] ) );
		expect( view.sender ).toEqual( { centralId: -7, name: 'foo' } );
		expect( view.membership ).toEqual( { standing: 'grant', source: 'roster', verifiedAt: '2026-11-01T12:00:00.000Z' } );
	} );

	it.each( [ [ 'page', false ], [ 'drill', true ] ] as const )( 'tells a drill from a page: %s', ( kind, drill ) => {
		expect( pageView( domainPage( {}, { kind } ), [] ).drill ).toBe( drill );
	} );
} );
