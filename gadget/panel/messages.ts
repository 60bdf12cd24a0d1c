// The closed list of message keys, and which key speaks for which code of the wire: a code without
// words is a compile error. Never the words themselves (i18n/), never how they are shown (words.ts).
import type { PageState } from '../../server/contract/page.ts';
import type { ErrorCode, LimitScope, NotMemberReason } from '../../server/contract/problem.ts';
import type { FieldRule } from '../../server/contract/text.ts';
import type english from '../../i18n/en.json';

/** What is read before paging: comes in a file of its own, and is in no panel. */
export type GuidanceKey = Extract<keyof typeof english, `page-sre-guidance-${ string }`>;

/** Of these, what leads to no other place. */
export type PlainGuidanceKey =
	| 'page-sre-guidance-for-title'
	| 'page-sre-guidance-for-outage'
	| 'page-sre-guidance-for-attack'
	| 'page-sre-guidance-for-credentials'
	| 'page-sre-guidance-for-security'
	| 'page-sre-guidance-not-title'
	| 'page-sre-guidance-not-wait'
	| 'page-sre-guidance-not-team'
	| 'page-sre-guidance-not-steward'
	| 'page-sre-guidance-else-title'
	| 'page-sre-guidance-then-title'
	| 'page-sre-guidance-then-wakes'
	| 'page-sre-guidance-then-sees'
	| 'page-sre-guidance-then-mistake';

/** Not the server's own either, which it says in the sign-in window, nor the loader's; the build leaves all three out. */
export type MessageKey = Exclude<
	keyof typeof english, '@metadata' | `page-sre-${ 'popup' | 'link' | 'load' }-${ string }` | GuidanceKey
>;

/**
 * Said to others only: providers, responders, proxies, programs. A panel that hears one is not the one that its
 * server expects, which is also what it says of a code, a state or a reason that is newer than itself (words.ts).
 */
type SaidToOthers =
	| 'hookForged' | 'notResponder' | 'proxyNotTrusted' | 'answerElsewhere' | 'accountUnknown' | 'methodNotAllowed' | 'unsupportedMediaType';
type SaidToPanels = Exclude<ErrorCode, SaidToOthers>;

/** By any code: those of a newer server, too. */
type MessagesByCode = Record<SaidToPanels, MessageKey> & Partial<Record<ErrorCode, MessageKey>>;

export const errorMessages: MessagesByCode = {
	invalidRequest: 'page-sre-faults',
	signInInvalid: 'page-sre-sign-in-unfinished',
	notSignedIn: 'page-sre-sign-in-again',
	sessionExpired: 'page-sre-sign-in-again',
	notMember: 'page-sre-not-in-group',
	guidanceNotConfirmed: 'page-sre-reading-changed',
	guidanceOutdated: 'page-sre-reading-changed',
	originRefused: 'page-sre-origin-refused',
	signInExpired: 'page-sre-sign-in-unfinished',
	signInRefusedByWiki: 'page-sre-refused-by-wiki',
	accountNotUsable: 'page-sre-account-not-usable',
	notFound: 'page-sre-not-found',
	idempotencyKeyReused: 'page-sre-key-reused',
	pageNotOpen: 'page-sre-action-not-open',
	pagedAgainTooSoon: 'page-sre-again-too-soon',
	unseenPages: 'page-sre-open-title',
	drillUnavailable: 'page-sre-drill-unavailable',
	limitReached: 'page-sre-limit-sender',
	payloadTooLarge: 'page-sre-too-large',
	internal: 'page-sre-internal',
	wikiUnavailable: 'page-sre-wiki-unavailable',
	membershipUnknown: 'page-sre-membership-unavailable',
	storeUnavailable: 'page-sre-store-unavailable'
};

/** Where the words for a page that was not accepted would mislead about one that was. */
export const actionErrorMessages: MessagesByCode = Object.assign( {}, errorMessages, {
	invalidRequest: 'page-sre-outdated',
	storeUnavailable: 'page-sre-action-not-stored'
} as const );

export const notMemberMessages: Record<NotMemberReason, MessageKey> = {
	notInGroup: 'page-sre-not-in-group',
	locked: 'page-sre-locked',
	missing: 'page-sre-missing',
	expired: 'page-sre-expired',
	withoutRight: 'page-sre-without-right'
};

export const limitMessages: Record<LimitScope, MessageKey> = {
	sender: 'page-sre-limit-sender',
	everybody: 'page-sre-limit-everybody',
	drills: 'page-sre-limit-drills'
};

export const faultMessages: Record<FieldRule, MessageKey> = {
	missing: 'page-sre-fault-missing',
	wrongType: 'page-sre-fault-format',
	tooShort: 'page-sre-fault-too-short',
	tooLong: 'page-sre-fault-too-long',
	controlCharacter: 'page-sre-fault-control',
	notOneLine: 'page-sre-fault-one-line',
	format: 'page-sre-fault-format',
	unknownField: 'page-sre-fault-format'
};

export const stateMessages: Record<PageState, MessageKey> = {
	accepted: 'page-sre-state-accepted',
	delivered: 'page-sre-state-delivered',
	acknowledged: 'page-sre-state-acknowledged',
	resolved: 'page-sre-state-resolved',
	undelivered: 'page-sre-state-undelivered',
	withdrawn: 'page-sre-state-withdrawn'
};

/** What a language says differently from English, by key. `@language` names whose words they are. */
export type Translations = Partial<Record<string, string>>;
