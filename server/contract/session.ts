// Signing in, as the wire sees it: the popup's one-time code, exchanged with the verifier that never
// left the panel. S256 as in RFC 7636: challenge = base64url(SHA-256(verifier)).
import { z } from 'zod';
import { notMemberReasons } from './problem.ts';
import { membershipSources } from './page.ts';
import { pattern } from './text.ts';

export const challengePattern = /^[A-Za-z0-9_-]{43}$/;

export const exchangeSchema = z.strictObject( {
	code: pattern( /^[A-Za-z0-9_-]{43}$/ ),
	verifier: pattern( /^[A-Za-z0-9_-]{43,128}$/ )
} );
export type Exchange = z.output<typeof exchangeSchema>;

/** The live answer at this moment. `unknown`: the wiki did not answer; sending asks again. */
const membershipViewSchema = z.discriminatedUnion( 'verdict', [
	z.strictObject( { verdict: z.literal( 'member' ), source: z.enum( membershipSources ) } ),
	z.strictObject( { verdict: z.literal( 'notMember' ), reason: z.enum( notMemberReasons ) } ),
	z.strictObject( { verdict: z.literal( 'unknown' ) } )
] );

export const sessionSchema = z.strictObject( {
	sender: z.strictObject( { centralId: z.int(), name: z.string(), talkUrl: z.string(), emailUrl: z.string() } ),
	group: z.string(),
	expiresAt: z.iso.datetime(),
	membership: membershipViewSchema
} );
export type SessionView = z.output<typeof sessionSchema>;

/** Answer to the exchange: the only time the token is ever shown. */
export const newSessionSchema = sessionSchema.extend( { token: z.string() } );
export type NewSessionView = z.output<typeof newSessionSchema>;

/** What the popup posts to its opener, with targetOrigin = the wiki's validated origin. */
export const handoffMessageSchema = z.discriminatedUnion( 'type', [
	z.strictObject( { type: z.literal( 'page-sre:signed-in' ), code: z.string() } ),
	z.strictObject( { type: z.literal( 'page-sre:sign-in-failed' ), error: z.string() } )
] );
export type HandoffMessage = z.output<typeof handoffMessageSchema>;
