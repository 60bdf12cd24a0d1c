// Makes three maps per language out of i18n/, by the moment at which they are needed: what it says differently
// from English, with its fallback chain resolved. English itself is in the panel and its course, but for the guidance.
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

// Needed only once a page is followed, or was not accepted. A key that is missing here weighs on the first file, no more.
const course = /^page-sre-((state|event|reason|provider|answers|note|withdraw|again|action|open|limit|course)-|(disconnected|new-page)$)/;

// Said by gadget/course alone. A key that is missing here is in both scripts, no more.
const courseOnly = /^page-sre-((event|reason|provider|answers|note|withdraw)-(?!undelivered$)|again-|open-(private|note)$|disconnected$)/;

/** What of a file of i18n/ the gadget may ever say. */
export function parseMessages( source: string ): Messages {
	return Object.fromEntries( Object.entries( JSON.parse( source ) as Messages ).filter( ( [ key ] ) => !notOurs.test( key ) ) );
}

/** What of it the panel brings along in English. */
export function parseBundled( source: string ): Messages {
	return pick( parseMessages( source ), ( key ) => !isGuidance( key ) && !loaderOnly.test( key ) && !courseOnly.test( key ) );
}

/** What of it the course brings along. */
export function parseCourse( source: string ): Messages {
	return pick( parseMessages( source ), ( key ) => courseOnly.test( key ) );
}

const pick = ( messages: Messages, wanted: ( key: string ) => boolean ): Messages =>
	Object.fromEntries( Object.entries( messages ).filter( ( [ key ] ) => wanted( key ) ) );

/**
 * @param sources language -> its own messages; `en` among them, `qqq` not
 * @return file name without ending -> what differs from English: a language, for everything until a page is
 * handed in, and `<language>-course`, for what follows; only those that say anything. And `<language>-guidance`
 * with the whole guidance, for English too
 */
export function resolveTranslations( sources: ReadonlyMap<string, Messages> ): Map<string, Messages> {
	const english = sources.get( 'en' ) ?? {};
	const resolved = new Map( [ [ 'en-guidance', englishGuidance( english ) ] ] );
	for ( const language of new Set( [ ...sources.keys(), ...fallbacks.keys() ] ) ) {
		const spoken = [ language, ...fallbacks.get( language ) ?? [] ].filter( ( code ) => code !== 'en' && sources.has( code ) );
		const messages = Object.assign( {}, ...spoken.toReversed().map( ( code ) => sources.get( code ) ) ) as Messages;
		const different = Object.fromEntries( Object.entries( messages ).filter( ( [ key, text ] ) =>
			key in english && text !== english[ key ] && !loaderOnly.test( key ) && !isGuidance( key ) ) );
		// Plurals are counted as in the language whose words these are.
		const origin: Messages = spoken[ 0 ] === undefined || spoken[ 0 ] === language ? {} : { '@language': spoken[ 0 ] };
		const parts: [ string, Messages ][] = [
			[ language, pick( different, ( key ) => !course.test( key ) ) ],
			[ `${ language }-course`, pick( different, ( key ) => course.test( key ) ) ]
		];
		for ( const [ file, part ] of parts.filter( ( [ , found ] ) => Object.keys( found ).length > 0 ) ) {
			resolved.set( file, { ...origin, ...part } );
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
