// What people type after an option, understood or refused with the option's name. Also who typed it, for
// the audit log: a name that nobody has checked, and that says so by its kind.
import { userInfo } from 'node:os';
import type { Actor, Millis } from '../pages/page.ts';
import { onOneLine, UsageError } from './command.ts';

/** As long as a name may be on a wiki, in bytes. */
const LONGEST_NAME = 255;

/** UTC: a day, or a minute or second of it. @throws UsageError */
export function momentFrom( option: string, text: string ): Millis {
	const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/.test( text ) ? Date.parse( text ) : NaN;
	if ( Number.isNaN( moment ) ) {
		throw new UsageError( `${ option } must be a day or a moment in UTC, like 2026-11-23 or 2026-11-23T14:05Z` );
	}
	return moment;
}

/** @throws UsageError */
export function countFrom( option: string, text: string ): number {
	if ( !/^[1-9]\d{0,6}$/.test( text ) ) {
		throw new UsageError( `${ option } must be a whole number from 1` );
	}
	return Number( text );
}

/** `50001`, or `#50001` as in settings; people of a single sign-on have numbers below zero: `#-3`. @throws UsageError */
export function centralIdFrom( what: string, text: string ): number {
	if ( !/^#?-?[1-9]\d{0,14}$/.test( text ) ) {
		throw new UsageError( `${ what } must be a central ID, like 50001; of a single sign-on, like '#-3'` );
	}
	return Number( text.replace( '#', '' ) );
}

/** The only word that was typed beside options. @throws UsageError */
export function onlyWord( what: string, words: readonly string[] ): string {
	const [ word, ...more ] = words;
	if ( word === undefined || word.trim() === '' ) {
		throw new UsageError( `${ what } is missing` );
	}
	if ( more.length > 0 ) {
		throw new UsageError( `only one ${ what } can be given: put it in quotation marks if it has spaces` );
	}
	return word;
}

/** @param name undefined: the login name of whoever runs this. @throws UsageError */
export function actorFrom( name: string | undefined ): Actor {
	const shown = onOneLine( name ?? loginName() );
	if ( shown === '' || Buffer.byteLength( shown ) > LONGEST_NAME ) {
		throw new UsageError( '--by must be a name: the audit log says who did it' );
	}
	return { kind: 'commandLine', centralId: null, name: shown };
}

/** In a container the account may have none. */
function loginName(): string {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
}
