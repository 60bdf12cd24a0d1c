// Makes several maps per language out of i18n/, by the moment at which they are needed: what it says differently
// from English, with its fallback chain resolved. English itself is in the panel and its parts, but for the guidance.
import { readdirSync, readFileSync } from 'node:fs';
import { emit } from './emit.ts';
import type { Plugin } from './emit.ts';
import { fallbacks } from './fallbacks.ts';
import { englishGuidance, isGuidance, resolveGuidance } from './guidance.ts';
import type { Messages } from './guidance.ts';

// Said by the server in the sign-in window, never by the gadget.
const notOurs = /^(@|page-sre-popup-)/;

// Said by the loader, which has no room for languages; the panel does not carry them.
const loaderOnly = /^page-sre-(link|load)-/;

// By part, what its file of each language brings. A key that is missing here weighs on the first file, no more.
const late = {
	// Needed only once a page is followed, or was not accepted.
	course: /^page-sre-((state|event|reason|provider|answers|note|withdraw|again|action|open|limit|course|history)-|(disconnected|new-page)$)/,
	aid: /^page-sre-((aid|context|characters|membership)-(?!unavailable$)|(draft-kept|drill-begin)$)/
};
export type Part = keyof typeof late;
export const parts = Object.keys( late ) as Part[];

// By part, what it alone says. A key that is missing here is in two scripts, no more.
const only: Record<Part, RegExp> = {
	course: /^page-sre-((event|reason|provider|answers|note|withdraw|history)-(?!undelivered$)|again-|open-(private|note)$|(disconnected|action-not-open)$)/,
	// The panel's heading above incidents goes by the last of its name until the aid is here, which lists them.
	aid: new RegExp( `${ late.aid.source }|^page-sre-open-incidents$` )
};

/** What of a file of i18n/ the gadget may ever say. */
export function parseMessages( source: string ): Messages {
	return Object.fromEntries( Object.entries( JSON.parse( source ) as Messages ).filter( ( [ key ] ) => !notOurs.test( key ) ) );
}

/** What of it the panel brings along in English. */
export function parseBundled( source: string ): Messages {
	return pick( parseMessages( source ), ( key ) =>
		!isGuidance( key ) && !loaderOnly.test( key ) && !parts.some( ( part ) => only[ part ].test( key ) ) );
}

/** What of it a part brings along. */
export function parsePart( part: Part, source: string ): Messages {
	return pick( parseMessages( source ), ( key ) => only[ part ].test( key ) );
}

const pick = ( messages: Messages, wanted: ( key: string ) => boolean ): Messages =>
	Object.fromEntries( Object.entries( messages ).filter( ( [ key ] ) => wanted( key ) ) );

/**
 * @param sources language -> its own messages; `en` among them, `qqq` not
 * @return file name without ending -> what differs from English: a language, for everything that the
 * panel says, and `<language>-<part>`, for what another part does; only those that say anything. And `<language>-guidance`
 * with the whole guidance, for English too
 */
export function resolveTranslations( sources: ReadonlyMap<string, Messages> ): Map<string, Messages> {
	const english = sources.get( 'en' ) ?? {};
	const resolved = new Map( [ [ 'en-guidance', englishGuidance( english ) ] ] );
	for ( const language of new Set( [ ...sources.keys(), ...fallbacks.keys() ] ) ) {
		const spoken = [ language, ...fallbacks.get( language ) ?? [] ].filter( ( code ) => code !== 'en' && sources.has( code ) );
		const spokenWords = Object.assign( {}, ...spoken.toReversed().map( ( code ) => sources.get( code ) ) ) as Messages;
		const different = Object.fromEntries( Object.entries( spokenWords ).filter( ( [ key, text ] ) =>
			key in english && text !== english[ key ] && !loaderOnly.test( key ) && !isGuidance( key ) ) );
		// Plurals are counted as in the language whose words these are.
		const origin: Messages = spoken[ 0 ] === undefined || spoken[ 0 ] === language ? {} : { '@language': spoken[ 0 ] };
		const files: [ string, Messages ][] = [
			[ language, pick( different, ( key ) => !parts.some( ( part ) => late[ part ].test( key ) ) ) ],
			...parts.map( ( part ): [ string, Messages ] => [ `${ language }-${ part }`, pick( different, ( key ) => late[ part ].test( key ) ) ] )
		];
		for ( const [ file, messages ] of files.filter( ( [ , found ] ) => Object.keys( found ).length > 0 ) ) {
			resolved.set( file, { ...origin, ...messages } );
		}
		const guidance = resolveGuidance( english, [ language, ...fallbacks.get( language ) ?? [] ].filter( ( code ) => code !== 'en' ), sources );
		if ( guidance ) {
			resolved.set( `${ language }-guidance`, guidance );
		}
	}
	return resolved;
}

/** MediaWiki's language of message keys, for translators: in place of words the key and its parameters. */
export function keysAsWords( english: Messages ): Messages {
	return Object.fromEntries( Object.entries( english ).map( ( [ key, text ] ) => {
		const parameters = [ ...new Set( text.match( /\$\d/g ) ) ].sort().join( ', ' );
		return [ key, `(${ key }${ parameters && `: ${ parameters }` })` ];
	} ) );
}

/** @param folder where the files of i18n/ are */
export function emitTranslations( folder: string ): Plugin {
	return emit( 'translations', () => {
		const files = readdirSync( folder ).filter( ( file ) => file.endsWith( '.json' ) && file !== 'qqq.json' );
		const sources = new Map( files.map( ( file ) =>
			[ file.replace( '.json', '' ), parseMessages( readFileSync( `${ folder }/${ file }`, 'utf8' ) ) ] ) );
		sources.set( 'qqx', keysAsWords( sources.get( 'en' ) ?? {} ) );
		return Object.fromEntries( [ ...resolveTranslations( sources ) ].map( ( [ file, messages ] ) =>
			[ `${ file }.json`, JSON.stringify( messages ) ] ) );
	} );
}
