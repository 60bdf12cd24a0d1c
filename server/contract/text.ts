// Rules for text that people type. A limit counts code points, because that is what a person sees;
// text is kept in NFC so that the same words are the same bytes everywhere.
import { z } from 'zod';

/** Limits in code points. The panel repeats them as literals of these types (it imports no values). */
export const limits = {
	summary: 80,
	scope: 60,
	since: 60,
	details: 4000,
	note: 1000,
	reason: 300,
	ircNick: 16,
	contactOther: 120,
	title: 255,
	url: 2000,
	special: 64,
	browser: 300,
	incident: 200
} as const;

/** Rules a field can break; the wire carries the rule, the panel owns the words. */
export const fieldRules = [
	'missing',
	'wrongType',
	'tooShort',
	'tooLong',
	'controlCharacter',
	'notOneLine',
	'format',
	'unknownField'
] as const;
export type FieldRule = typeof fieldRules[ number ];

// C0, DEL and C1, without tab and line feed; lone surrogates break JSON encoders further on.
const forbidden = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]|\p{Surrogate}/u;

const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * A string schema: line ends become LF, NFC, trimmed, then checked.
 *
 * @param max at most this many code points, after trimming
 * @param options `min` (default 0) in code points that can be seen; `lines`: line feeds and tabs are allowed
 */
export function text( max: number, options: { min?: number; lines?: boolean } = {} ): z.ZodType<string, string> {
	const { min = 0, lines = false } = options;
	return z.string()
		.transform( ( raw ) => raw.replace( /\r\n?/g, '\n' ).normalize( 'NFC' ).trim() )
		.superRefine( ( value, context ) => {
			const broken = ( rule: FieldRule, params: Record<string, number> = {} ): void => {
				context.addIssue( { code: 'custom', params: { rule, ...params } } );
			};
			const length = Array.from( value ).length;
			if ( forbidden.test( value ) ) {
				broken( 'controlCharacter' );
			}
			if ( !lines && /[\n\t\u2028\u2029]/.test( value ) ) {
				broken( 'notOneLine' );
			}
			if ( length > max ) {
				broken( 'tooLong', { limit: max } );
			}
			// Zero-width characters and fillers alone would wake somebody with an empty line.
			const visible = Array.from( value.replace( invisible, '' ).trim() ).length;
			if ( visible < min ) {
				broken( visible === 0 ? 'missing' : 'tooShort', { limit: min } );
			}
		} )
		// What of it JSON Schema can say, for the API's document; it counts code points, too.
		.meta( { ...min > 0 ? { minLength: min } : {}, maxLength: max } );
}

/** A string that must match; for machine-made values, so the only rule it breaks is `format`. */
export function pattern( expression: RegExp ): z.ZodType<string, string> {
	return z.string().regex( expression );
}

/** As MediaWiki writes them: `de`, `pt-br`, `zh-hans`. */
export const languageCode = pattern( /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,3}$/ );
