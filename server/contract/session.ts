// Signing in, as the wire sees it: the popup's one-time code, exchanged with the verifier that never
// left the panel. S256 as in RFC 7636: challenge = base64url(SHA-256(verifier)).
import { z } from 'zod';
import { notMemberReasons } from './problem.ts';
import { membershipSources, standings } from './page.ts';
import { languageCode, pattern } from './text.ts';

export const challengePattern = /^[A-Za-z0-9_-]{43}$/;

export const exchangeSchema = z.strictObject( {
	code: pattern( /^[A-Za-z0-9_-]{43}$/ ),
	verifier: pattern( /^[A-Za-z0-9_-]{43,128}$/ )
} );
export type Exchange = z.output<typeof exchangeSchema>;

/** The live answer at this moment. `unknown`: the wiki did not answer; sending asks again. */
const membershipViewSchema = z.discriminatedUnion( 'verdict', [
	z.strictObject( {
		verdict: z.literal( 'member' ),
		standing: z.enum( standings ),
		source: z.enum( membershipSources ),
		verifiedAt: z.iso.datetime(),
		/** When a grant ends; null for those who need none. */
		until: z.iso.datetime().nullable()
	} ),
	z.strictObject( { verdict: z.literal( 'notMember' ), reason: z.enum( notMemberReasons ) } ),
	z.strictObject( { verdict: z.literal( 'unknown' ) } )
] );

export const sessionSchema = z.strictObject( {
	/** Without a wiki account (single sign-on) there is no talk page, and perhaps no e-mail. */
	sender: z.strictObject( { centralId: z.int(), name: z.string(), talkUrl: z.string().nullable(), emailUrl: z.string().nullable() } ),
	group: z.string(),
	expiresAt: z.iso.datetime(),
	membership: membershipViewSchema,
	/** The guidance as it is now, and whether this person has confirmed just that. */
	guidance: z.strictObject( { version: z.string(), confirmed: z.boolean() } ),
	/** Whether a drill is possible here. */
	drill: z.boolean(),
	/** Whether this person may see and answer everybody's pages. */
	responder: z.boolean()
} );
export type SessionView = z.output<typeof sessionSchema>;

/** Answer to the exchange: the only time the token is ever shown. */
export const newSessionSchema = sessionSchema.extend( { token: z.string() } );
export type NewSessionView = z.output<typeof newSessionSchema>;

/** A member has read the guidance of this version, in this language. */
export const confirmGuidanceSchema = z.strictObject( { version: pattern( /^[a-z0-9]{8,64}$/ ), language: languageCode } );

/** What the popup posts to its opener, with targetOrigin = the wiki's validated origin. */
export const handoffMessageSchema = z.discriminatedUnion( 'type', [
	z.strictObject( { type: z.literal( 'page-sre:signed-in' ), code: z.string() } ),
	z.strictObject( { type: z.literal( 'page-sre:sign-in-failed' ), error: z.string() } )
] );
export type HandoffMessage = z.output<typeof handoffMessageSchema>;
