// How we say no: RFC 9457 problem documents with a code from a closed list and no prose.
// The panel owns the words; this file owns which refusals exist and what a client may do about them.
import { z } from 'zod';
import { openPageSchema } from './page.ts';
import { openIncidentSchema } from './situation.ts';
import { fieldRules } from './text.ts';

/** code -> HTTP status, and whether the very same request may be repeated with hope. */
export const errorCodes = {
	invalidRequest: { status: 400, retryable: false },
	signInInvalid: { status: 400, retryable: false },
	notSignedIn: { status: 401, retryable: false },
	sessionExpired: { status: 401, retryable: false },
	notMember: { status: 403, retryable: false },
	notResponder: { status: 403, retryable: false },
	guidanceNotConfirmed: { status: 403, retryable: false },
	proxyNotTrusted: { status: 403, retryable: false },
	originRefused: { status: 403, retryable: false },
	signInExpired: { status: 403, retryable: false },
	signInRefusedByWiki: { status: 403, retryable: false },
	hookForged: { status: 403, retryable: false },
	accountNotUsable: { status: 403, retryable: false },
	notFound: { status: 404, retryable: false },
	methodNotAllowed: { status: 405, retryable: false },
	idempotencyKeyReused: { status: 409, retryable: false },
	pageNotOpen: { status: 409, retryable: false },
	pagedAgainTooSoon: { status: 409, retryable: true },
	unseenPages: { status: 409, retryable: false },
	guidanceOutdated: { status: 409, retryable: false },
	drillUnavailable: { status: 409, retryable: false },
	answerElsewhere: { status: 409, retryable: false },
	payloadTooLarge: { status: 413, retryable: false },
	unsupportedMediaType: { status: 415, retryable: false },
	accountUnknown: { status: 422, retryable: false },
	limitReached: { status: 429, retryable: true },
	internal: { status: 500, retryable: true },
	wikiUnavailable: { status: 502, retryable: true },
	membershipUnknown: { status: 503, retryable: true },
	storeUnavailable: { status: 503, retryable: true }
} as const satisfies Record<string, { status: number; retryable: boolean }>;
export type ErrorCode = keyof typeof errorCodes;

/**
 * Why somebody is not a member; `missing` covers unknown and suppressed accounts alike. `withoutRight`: in
 * the group, but without the right that the operator demands (no second factor, for example).
 */
export const notMemberReasons = [ 'notInGroup', 'locked', 'missing', 'expired', 'withoutRight' ] as const;
export type NotMemberReason = typeof notMemberReasons[ number ];

/** Whose pages a limit counts: this sender's, everybody's, or this sender's drills. */
export const limitScopes = [ 'sender', 'everybody', 'drills' ] as const;
export type LimitScope = typeof limitScopes[ number ];

export const problemSchema = z.strictObject( {
	/** `/errors/<code>` on our own origin. */
	type: z.string(),
	status: z.int(),
	code: z.enum( Object.keys( errorCodes ) as [ ErrorCode, ...ErrorCode[] ] ),
	retryable: z.boolean(),
	requestId: z.string(),
	/** With invalidRequest: every field at fault, as a dotted path, and the rule it breaks. */
	fields: z.array( z.strictObject( { field: z.string(), rule: z.enum( fieldRules ), limit: z.int().optional() } ) ).optional(),
	/** With notMember. */
	reason: z.enum( notMemberReasons ).optional(),
	/** With limitReached: at most `max` in `windowSeconds`; the next one is possible from `retryAt` on. */
	limit: z.strictObject( {
		scope: z.enum( limitScopes ), max: z.int(), windowSeconds: z.int(), retryAt: z.iso.datetime()
	} ).optional(),
	/** With unseenPages: the pages that the sender may not know of yet, newest first. */
	openPages: z.array( openPageSchema ).optional(),
	/** With unseenPages: incidents of others that have come up since the sender was last shown them. */
	openIncidents: z.array( openIncidentSchema ).optional(),
	/** With signInRefusedByWiki: MediaWiki's own message key. */
	wikiError: z.string().optional()
} );
export type Problem = z.output<typeof problemSchema>;
export type FieldFault = NonNullable<Problem[ 'fields' ]>[ number ];
