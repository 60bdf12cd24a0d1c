// The audit log as a table for other programs: RFC 4180, UTF-8, one header line. Spreadsheets run what looks
// like a formula, so no cell of text begins like one.
import type { AuditEntry } from './ports.ts';

export const csvHeader = row( [
	'id', 'at', 'action', 'actor_kind', 'actor_id', 'actor_name', 'subject_id', 'subject_name', 'page_id', 'evidence'
] );

export function csvRow( { id, at, action, actor, subject, pageId, evidence }: AuditEntry ): string {
	return row( [
		id, new Date( at ).toISOString(), action, actor.kind, actor.centralId, actor.name,
		subject?.centralId ?? null, subject?.name ?? null, pageId, JSON.stringify( evidence )
	] );
}

function row( cells: readonly ( string | number | null )[] ): string {
	return `${ cells.map( cell ).join( ',' ) }\r\n`;
}

/** Numbers are ours and stay numbers, also those below zero. */
function cell( value: string | number | null ): string {
	if ( value === null ) {
		return '';
	}
	if ( typeof value === 'number' ) {
		return String( value );
	}
	// OWASP, CSV Injection: these first characters; the full-width ones count in some languages.
	const harmless = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test( value ) ? `'${ value }` : value;
	return /[",\r\n]/.test( harmless ) ? `"${ harmless.replaceAll( '"', '""' ) }"` : harmless;
}
