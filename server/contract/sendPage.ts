// What a sender's panel posts to POST /v1/pages. Unknown fields are refused, so that nothing a
// newer panel meant to say is dropped without a word.
import { z } from 'zod';
import { languageCode, limits, pattern, text } from './text.ts';

/**
 * IRC nickname: RFC 2812 section 2.3.1 for the characters; the length is Libera.Chat's NICKLEN (16),
 * where Wikimedia's channels are.
 */
export const ircNickPattern = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,15}$/;

/** One key for one intent, made by the panel and kept through every retry. */
export const idempotencyKeyPattern = /^[A-Za-z0-9_-]{16,64}$/;

/** A ULID. */
export const pageIdPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const httpUrl = text( limits.url ).refine( ( value ) => {
	const parsed = URL.parse( value );
	return parsed !== null && /^https?:$/.test( parsed.protocol ) && parsed.username === '' && parsed.password === '';
}, { params: { rule: 'format' } } )
	// As a browser would ask for it: in ASCII nothing is reordered or hidden, wherever it is shown.
	.transform( ( value ) => URL.parse( value )?.href ?? value )
	.refine( ( { length } ) => length <= limits.url, { params: { rule: 'tooLong', limit: limits.url } } );

/** Where the sender stood on the wiki. Everything is optional: the standalone page knows nothing. */
export const wikiContextSchema = z.strictObject( {
	wiki: pattern( /^[a-z0-9_]{1,64}$/ ).optional(),
	title: text( limits.title ).optional(),
	url: httpUrl.optional(),
	revision: z.int().positive().optional(),
	requestId: pattern( /^[A-Za-z0-9-]{1,64}$/ ).optional(),
	skin: pattern( /^[a-z0-9-]{1,32}$/ ).optional(),
	/** The older of two revisions that are compared. */
	diff: z.int().positive().optional(),
	/** MediaWiki's own name of a special title, as `CentralAuth`. */
	special: text( limits.special ).optional(),
	/** Whom that special title, or the user title, is about. */
	target: text( limits.title ).optional(),
	/** Which of the farm's hosts answered. */
	servedBy: pattern( /^[A-Za-z0-9.-]{1,64}$/ ).optional(),
	/** As the browser names itself. */
	browser: text( limits.browser ).optional(),
	/** IANA's name: `Europe/Paris`. */
	timeZone: pattern( /^[A-Za-z0-9_+/-]{1,64}$/ ).optional()
} );

export const contactSchema = z.strictObject( {
	ircNick: pattern( ircNickPattern ).optional(),
	other: text( limits.contactOther ).optional()
} );

export const sendPageSchema = z.strictObject( {
	idempotencyKey: pattern( idempotencyKeyPattern ),
	summary: text( limits.summary, { min: 5 } ),
	scope: text( limits.scope, { min: 1 } ),
	since: text( limits.since ).default( '' ),
	details: text( limits.details, { lines: true } ).default( '' ),
	contact: contactSchema.default( {} ),
	context: wikiContextSchema.default( {} ),
	/** Nothing of it may be said in public: no announcement names its words or its sender. */
	private: z.boolean().default( false ),
	language: languageCode.default( 'en' ),
	/** Goes all the way by its own route, and wakes nobody. */
	drill: z.boolean().default( false ),
	/** Open pages that the sender was shown and wants to page beside. */
	seen: z.array( pattern( pageIdPattern ) ).max( 500 ).default( [] ),
	/** Incidents of others that the sender was shown: `<provider>/<incident>` of the situation. */
	seenIncidents: z.array( text( limits.incident, { min: 1 } ) ).max( 500 ).default( [] )
} );

/** What the sender adds to an open page. */
export const noteSchema = z.strictObject( { text: text( limits.note, { min: 1, lines: true } ) } );

/** `round` is the one that this would be: asking twice for the same round pages once. */
export const pageAgainSchema = z.strictObject( { round: z.int().min( 2 ).max( 99 ) } );

/** As posted: defaults may be left out. */
export type SendPageInput = z.input<typeof sendPageSchema>;
/** As understood. */
export type SendPage = z.output<typeof sendPageSchema>;
export type WikiContext = z.output<typeof wikiContextSchema>;
export type Contact = z.output<typeof contactSchema>;
