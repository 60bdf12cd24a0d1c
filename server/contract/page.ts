// A page as the wire shows it to its sender, and the events that tell its course.
// Closed lists: a state or an event kind that is not here does not exist.
import { z } from 'zod';
import { contactSchema, wikiContextSchema } from './sendPage.ts';

/**
 * accepted: durably stored by us, nothing more. delivered: a provider took it; whether anybody is
 * being notified is the event `ringing`. undelivered: the deadline passed; retries go on.
 */
export const pageStates = [ 'accepted', 'delivered', 'acknowledged', 'resolved', 'undelivered', 'withdrawn' ] as const;
export type PageState = typeof pageStates[ number ];

/** Why an attempt did not deliver. One set for logs, metrics, events and tests. */
export const failureReasons = [
	'timeout', 'network', 'rateLimited', 'serverError', 'unauthorized', 'notFound', 'refused', 'unreadable', 'muted'
] as const;
export type FailureReason = typeof failureReasons[ number ];

const base = { seq: z.int(), at: z.iso.datetime() };

/** `seq` grows within one page; it is the id to resume the event stream after. */
export const pageEventSchema = z.discriminatedUnion( 'kind', [
	z.strictObject( { ...base, kind: z.literal( 'accepted' ) } ),
	z.strictObject( { ...base, kind: z.literal( 'attemptFailed' ), provider: z.string(), reason: z.enum( failureReasons ), final: z.boolean() } ),
	z.strictObject( { ...base, kind: z.literal( 'delivered' ), provider: z.string(), incident: z.string().nullable() } ),
	z.strictObject( { ...base, kind: z.literal( 'ringing' ), provider: z.string(), people: z.int().nonnegative() } ),
	z.strictObject( { ...base, kind: z.literal( 'acknowledged' ), provider: z.string(), by: z.string().nullable() } ),
	z.strictObject( { ...base, kind: z.literal( 'resolved' ), provider: z.string(), by: z.string().nullable() } ),
	z.strictObject( { ...base, kind: z.literal( 'reopened' ), provider: z.string() } ),
	z.strictObject( { ...base, kind: z.literal( 'undelivered' ) } ),
	/** Delivered, but nobody acknowledged within the bound; what follows is the next event. */
	z.strictObject( { ...base, kind: z.literal( 'unanswered' ) } ),
	/** Nobody was being notified, so the incident was passed to the catch-all policy; or that failed. */
	z.strictObject( { ...base, kind: z.literal( 'rerouted' ), provider: z.string(), done: z.boolean() } ),
	/** A new alert of the same page, by the sender's wish or ours. The first alert is round 1. */
	z.strictObject( { ...base, kind: z.literal( 'pagedAgain' ), round: z.int(), by: z.enum( [ 'sender', 'server' ] ) } ),
	/** `by`: another member who adds to this page instead of paging too; null: its sender. */
	z.strictObject( { ...base, kind: z.literal( 'note' ), text: z.string(), by: z.string().nullable() } ),
	/** What a responder answers to the sender. */
	z.strictObject( { ...base, kind: z.literal( 'reply' ), text: z.string(), by: z.string() } ),
	z.strictObject( { ...base, kind: z.literal( 'withdrawn' ) } )
] );
export type PageEvent = z.output<typeof pageEventSchema>;
export type PageEventKind = PageEvent[ 'kind' ];

/** In `acknowledged` and `resolved`, where a responder said so on our own site and not at a provider. */
export const OWN_SITE = 'page-sre';

/**
 * Where the yes came from: a list of CentralAuth's, asked at the moment of sending; our own record of what
 * it said last, when it did not answer; a single sign-on that we trust; or an operator at the command line.
 */
export const membershipSources = [ 'globalusers', 'globaluserinfo', 'roster', 'singleSignOn', 'commandLine' ] as const;
export type MembershipSource = typeof membershipSources[ number ];

/** Why somebody may page: the global group, a responder's grant, or the single sign-on's group; for drills also the command line. */
export const standings = [ 'group', 'grant', 'singleSignOn', 'commandLine' ] as const;

export const pageSchema = z.strictObject( {
	id: z.string(),
	state: z.enum( pageStates ),
	idempotencyKey: z.string(),
	summary: z.string(),
	scope: z.string(),
	since: z.string(),
	details: z.string(),
	contact: contactSchema,
	context: wikiContextSchema,
	private: z.boolean(),
	/** It wakes nobody. */
	drill: z.boolean(),
	sender: z.strictObject( { centralId: z.int(), name: z.string() } ),
	membership: z.strictObject( { standing: z.enum( standings ), source: z.enum( membershipSources ), verifiedAt: z.iso.datetime() } ),
	acceptedAt: z.iso.datetime(),
	/** How many alerts there have been of this page: 1, and one more for each time it was paged again. */
	round: z.int().positive(),
	events: z.array( pageEventSchema )
} );
export type PageView = z.output<typeof pageSchema>;

/** Somebody else's page that is open, as a member sees it who was about to page. */
export const openPageSchema = z.strictObject( {
	id: z.string(),
	state: z.enum( pageStates ),
	acceptedAt: z.iso.datetime(),
	private: z.boolean(),
	/** Null where it is private. */
	summary: z.string().nullable(),
	scope: z.string().nullable(),
	by: z.string().nullable()
} );
export type OpenPage = z.output<typeof openPageSchema>;
