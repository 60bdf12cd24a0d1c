// What a file of i18n/ must keep to, beyond being JSON, so that both hosts render it and nobody reads a brace:
// one list for `page-sre i18n check` and `npm run lint:messages`. Rules that Wikimedia's banana checker has too
// carry its names. Finds faults and never repairs, because translations belong to translators.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Key -> text, without metadata. */
export type Messages = Record<string, string>;

export interface Fault<Name extends string = string> {
	file: string;
	/** Empty when the whole file is at fault. */
	key: string;
	rule: Name;
}

/** Rule -> what it says to a translator. */
export const translationRules = {
	requireReadableJson: 'this file cannot be read as JSON',
	requireMetadata: 'this file has no "@metadata"',
	requireText: 'this is no text',
	disallowDuplicateKeys: 'this is written twice; the last one counts',
	disallowUnusedTranslations: 'English has no such message (any more)',
	disallowBlankTranslations: 'this is empty; leave it out instead',
	disallowLeadingWhitespace: 'this begins with a space',
	disallowTrailingWhitespace: 'this ends with a space',
	requireCompletelyUsedParameters: 'this lacks a parameter ($1, $2 …) of the English',
	disallowUnknownParameters: 'this has a parameter ($1, $2 …) that neither the English nor its documentation has',
	disallowHtml: 'this contains HTML or an entity, which would be shown as it stands',
	disallowUnknownSyntax: 'only $1, {{PLURAL:$1|…}} and {{GENDER:$1|…}} are understood; the rest would be shown as it stands',
	disallowExplicitForms: 'forms for one number, like “0=none”, are not understood here',
	disallowSuperfluousForms: 'PLURAL has more forms than this language has, or GENDER more than three'
};

export type TranslationRule = keyof typeof translationRules;

const all = ( file: string, rule: TranslationRule, keys: readonly string[] ): Fault<TranslationRule>[] =>
	keys.map( ( key ) => ( { file, key, rule } ) );

/** The messages of one file, or the faults that keep anybody from reading it. */
export function readMessages( folder: string, file: string ): { messages: Messages; faults: Fault<TranslationRule>[] } {
	const raw = existsSync( join( folder, file ) ) ? readFileSync( join( folder, file ), 'utf8' ) : '';
	let parsed: Record<string, unknown>;
	try {
		parsed = Object( JSON.parse( raw ) ) as Record<string, unknown>;
	} catch {
		return { messages: {}, faults: all( file, 'requireReadableJson', [ '' ] ) };
	}
	const entries = Object.entries( parsed ).filter( ( [ key ] ) => key !== '@metadata' );
	const written = Array.from( raw.matchAll( /^\s*"([^"\\]+)"\s*:/gm ), ( match ) => match[ 1 ] ?? '' );
	return {
		messages: Object.fromEntries( entries.map( ( [ key, value ] ) => [ key, String( value ) ] ) ),
		faults: [
			...all( file, 'requireMetadata', '@metadata' in parsed ? [] : [ '' ] ),
			...all( file, 'requireText', entries.filter( ( [ , value ] ) => typeof value !== 'string' ).map( ( [ key ] ) => key ) ),
			// JSON.parse() keeps the last of two and says nothing.
			...all( file, 'disallowDuplicateKeys', written.filter( ( key, i ) => written.indexOf( key ) !== i ) )
		]
	};
}

export const parametersOf = ( message: string ): string[] => [ ...new Set( message.match( /\$\d/g ) ) ].sort();

/** What gadget/panel/renderMessage.ts understands; the rest would reach the reader as it stands. */
const understood = /\{\{(PLURAL|GENDER):\$\d\|([^{}]*)\}\}/g;
const misunderstood = /\{\{|\}\}|\[\[|\]\]|\[https?:|'''?/;
const html = /<[a-z/!]|&(#?[a-z0-9]+);/i;

/**
 * How many forms integers have. Only integers, and no millions, because we count nothing else: MediaWiki knows
 * no form for the millions of French, Spanish, Italian and Portuguese, so one more form would shift the others.
 */
function countForms( language: string ): number {
	const rules = pluralRules( language );
	return new Set( Array.from( { length: 1000 }, ( _, count ) => rules.select( count ) ) ).size;
}

/** As the panel does it: English's where Intl does not know MediaWiki's code (`bar`), or throws at it (`zh-classical`). */
function pluralRules( language: string ): Intl.PluralRules {
	try {
		return new Intl.PluralRules( [ ...Intl.PluralRules.supportedLocalesOf( language ), 'en' ] );
	} catch {
		return new Intl.PluralRules( 'en' );
	}
}

/**
 * Faults of translations, and of English itself where it can have them.
 *
 * @param file `<language>.json`
 * @param documentation may offer more parameters than English uses, like a gender
 */
export function translationFaults( file: string, messages: Messages, english: Messages, documentation: Messages ): Fault<TranslationRule>[] {
	const limits = { PLURAL: countForms( file.replace( '.json', '' ) ), GENDER: 3 };
	const judged: Partial<Record<TranslationRule, ( message: string, key: string ) => boolean>> = {
		disallowUnusedTranslations: ( _message, key ) => !( key in english ),
		disallowBlankTranslations: ( message ) => message.trim() === '',
		disallowLeadingWhitespace: ( message ) => /^\s/.test( message ) && message.trim() !== '',
		disallowTrailingWhitespace: ( message ) => /\s$/.test( message ) && message.trim() !== '',
		requireCompletelyUsedParameters: ( message, key ) =>
			message.trim() !== '' && parametersOf( english[ key ] ?? '' ).some( ( parameter ) => !message.includes( parameter ) ),
		disallowUnknownParameters: ( message, key ) =>
			key in english && parametersOf( message ).some( ( parameter ) => !`${ english[ key ] }${ documentation[ key ] }`.includes( parameter ) ),
		disallowHtml: ( message ) => html.test( message ),
		disallowUnknownSyntax: ( message ) => misunderstood.test( message.replace( understood, '' ) ),
		disallowExplicitForms: ( message ) => formsOf( message ).some( ( { forms } ) => forms.some( ( form ) => /^\s*\d+=/.test( form ) ) ),
		disallowSuperfluousForms: ( message ) => formsOf( message ).some( ( { magic, forms } ) => forms.length > limits[ magic ] )
	};
	return Object.entries( judged ).flatMap( ( [ rule, isFault ] ) => all( file, rule as TranslationRule,
		Object.keys( messages ).filter( ( key ) => isFault( messages[ key ] ?? '', key ) ) ) );
}

function formsOf( message: string ): { magic: 'PLURAL' | 'GENDER'; forms: string[] }[] {
	return Array.from( message.matchAll( understood ), ( [ , magic, forms = '' ] ) =>
		( { magic: magic as 'PLURAL' | 'GENDER', forms: forms.split( '|' ) } ) );
}
