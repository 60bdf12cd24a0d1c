// What a responder asks of the audit log, from a form's words to a filter: the same for the view and for
// the download. A name is looked up at the wiki, because entries are kept by central ID.
import { auditActions, type AccountSearch, type AuditAction, type AuditFilter } from '../../access/ports.ts';
import { pageIdPattern } from '../../contract/sendPage.ts';
import type { FieldWords } from './faults.ts';

const DAY = 86_400_000;

/** As typed; empty: not asked for. */
export interface AuditQuery {
	action: string;
	person: string;
	page: string;
	from: string;
	until: string;
}

type Found = { filter: Omit<AuditFilter, 'limit'> } | { faults: FieldWords };

/** What is not one of our fields, or is given twice, is left out. */
export function readQuery( query: Readonly<Record<string, unknown>> ): AuditQuery {
	const read = ( field: string ): string => typeof query[ field ] === 'string' ? query[ field ].trim() : '';
	return { action: read( 'action' ), person: read( 'person' ), page: read( 'page' ), from: read( 'from' ), until: read( 'until' ) };
}

/** The query as an address has it, without what was not asked for. */
export function asAddress( query: AuditQuery, more: Readonly<Record<string, string>> = {} ): string {
	const asked = Object.entries( { ...query, ...more } ).filter( ( [ , value ] ) => value !== '' );
	return asked.length === 0 ? '' : `?${ new URLSearchParams( asked ).toString() }`;
}

/** Every fault at once. Never throws. */
export async function toFilter( query: AuditQuery, accounts: Pick<AccountSearch, 'byName'> ): Promise<Found> {
	const faults: Record<string, string> = {};
	const filter: Omit<AuditFilter, 'limit'> = {};
	if ( isAction( query.action ) ) {
		filter.action = query.action;
	} else if ( query.action !== '' ) {
		faults.action = 'There is no such action.';
	}
	if ( pageIdPattern.test( query.page ) ) {
		filter.pageId = query.page;
	} else if ( query.page !== '' ) {
		faults.page = 'The id of a page has 26 characters, as in its address.';
	}
	const from = midnight( query.from );
	const until = midnight( query.until );
	if ( Number.isNaN( from ) ) {
		faults.from = 'Write a date like 2026-11-23.';
	} else if ( from !== undefined ) {
		filter.from = from;
	}
	if ( Number.isNaN( until ) ) {
		faults.until = 'Write a date like 2026-11-23.';
	} else if ( until !== undefined ) {
		// Days are meant to their end.
		filter.until = until + DAY;
	}
	if ( query.person !== '' ) {
		const person = await findPerson( query.person, accounts );
		if ( typeof person === 'number' ) {
			filter.centralId = person;
		} else {
			faults.person = person;
		}
	}
	return Object.keys( faults ).length === 0 ? { filter } : { faults };
}

/** The central ID, or why there is none. People of a single sign-on have numbers below zero. */
async function findPerson( person: string, accounts: Pick<AccountSearch, 'byName'> ): Promise<number | string> {
	const id = /^#?(-?[1-9]\d{0,14})$/.exec( person )?.[ 1 ];
	if ( id !== undefined ) {
		return Number( id );
	}
	const found = await accounts.byName( person );
	switch ( found.kind ) {
		case 'found':
			return found.centralId;
		case 'unknown':
			return 'The wiki knows no such account. People of a single sign-on are found by their number, as in #-3.';
		case 'noAnswer':
			return 'The wiki does not answer, so names cannot be looked up. Numbers work, as in #50001.';
	}
}

/** Of that day in UTC; NaN: no such day. */
function midnight( day: string ): number | undefined {
	if ( day === '' ) {
		return undefined;
	}
	const at = /^\d{4}-\d\d-\d\d$/.test( day ) ? Date.parse( `${ day }T00:00:00Z` ) : NaN;
	// 31 February is read as a day of March.
	return Number.isNaN( at ) || new Date( at ).toISOString().slice( 0, 10 ) !== day ? NaN : at;
}

function isAction( value: string ): value is AuditAction {
	return auditActions.includes( value as AuditAction );
}
