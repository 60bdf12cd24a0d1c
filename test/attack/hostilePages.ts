// Pages, names and entries of the audit log as somebody hostile would have them, as far as our door lets them in;
// and the same from somebody harmless, to compare with.
import fc from 'fast-check';
import { auditActions, type AuditEntry } from '../../server/access/ports.ts';
import { standings } from '../../server/contract/page.ts';
import type { Member, Page } from '../../server/pages/page.ts';
import { personLinks } from '../../server/wiki/links.ts';
import { domainPage } from '../server/pages/aPage.ts';
import { nasty, nastyContent } from './typed.ts';

export const outletSettings = {
	publicUrl: 'https://page.example', wikiUrl: 'https://meta.example', ircChannel: '#sre on Libera.Chat',
	personLinks: ( name: string ): ReturnType<typeof personLinks> => personLinks( 'https://meta.example', name ), readBack: [ 'splunk-on-call' ]
};

/** Names come from a wiki or a single sign-on; they are well-formed there, and nothing else. */
export const names = nasty.filter( ( name ) => name.isWellFormed() && name.trim() !== '' );

const yes = { verdict: 'member', name: 'x', verifiedAt: 1_790_000_000_000 } as const;

/** Each ground on which somebody may page, with words of others where it has any. */
const memberships: Record<Member[ 'standing' ], fc.Arbitrary<Member>> = {
	group: fc.record( { source: fc.constantFrom( 'globalusers' as const, 'roster' as const ) } ).map( ( { source } ): Member => ( { ...yes, source, standing: 'group', group: 'steward' } ) ),
	grant: fc.record( { grantedBy: names, reason: names } ).map( ( typed ): Member => ( { ...yes, source: 'globalusers', standing: 'grant', grantId: 1, until: 2e12, ...typed } ) ),
	singleSignOn: fc.constant( { ...yes, source: 'singleSignOn', standing: 'singleSignOn' } ),
	commandLine: fc.constant( { ...yes, source: 'commandLine', standing: 'commandLine' } )
};

/** Pages as our door lets them in, from whomever. */
export const acceptedPages: fc.Arbitrary<Page> = fc.record( {
	content: nastyContent, name: names, email: fc.option( names ), centralId: fc.constantFrom( 50001, -3 ),
	membership: fc.constantFrom( ...standings ).chain( ( standing ): fc.Arbitrary<Member> => memberships[ standing ] ),
	kind: fc.constantFrom( 'page' as const, 'drill' as const ), round: fc.integer( { min: 1, max: 3 } )
} ).map( ( { content, name, email, centralId, membership, kind, round } ) =>
	domainPage( content, { kind, round, membership, sender: { centralId, name, email } } ) );

/** The same page, as it would be from somebody harmless: there is a word wherever there was one. */
export function harmlessTwin( { content, sender, membership, ...page }: Page ): Page {
	const word = ( text: string ): string => text === '' ? '' : 'word';
	const { contact, context, ...fields } = content;
	return {
		...page,
		content: {
			...fields, summary: word( fields.summary ), scope: word( fields.scope ), since: word( fields.since ), details: word( fields.details ),
			contact: { ...contact, ...contact.other !== undefined && { other: word( contact.other ) } },
			context: { ...context, ...Object.fromEntries( ( [ 'title', 'special', 'target', 'browser' ] as const ).flatMap( ( field ) => context[ field ] === undefined ? [] : [ [ field, word( context[ field ] ) ] ] ) ) }
		},
		sender: { ...sender, name: 'word', email: sender.email && 'word' },
		membership: membership.standing === 'grant' ? { ...membership, grantedBy: 'word', reason: 'word' } : membership
	};
}

export function must( holds: boolean, what: string, text: string ): void {
	if ( !holds ) {
		throw new Error( `${ what }: ${ JSON.stringify( text ) }` );
	}
}

/** Reorders or hides what stands around it, or ends the line that it stands in. */
export const breaksOut = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]|\p{Surrogate}/u;

/** Whatever an entry of the audit log may have of others' words. */
export const entries: fc.Arbitrary<AuditEntry> = fc.record( {
	id: fc.nat(), at: fc.constant( 0 ), action: fc.constantFrom( ...auditActions ), pageId: fc.option( nasty ),
	actor: fc.record( { kind: fc.constantFrom( 'wiki' as const, 'singleSignOn' as const, 'commandLine' as const, 'server' as const ), centralId: fc.option( fc.integer( { min: -9, max: 99 } ) ), name: nasty } ),
	subject: fc.option( fc.record( { centralId: fc.integer( { min: -9, max: 99 } ), name: nasty } ) ),
	evidence: fc.dictionary( fc.constantFrom( 'reason', 'language', 'source' ), fc.oneof( nasty, fc.nat() ) )
} );
