// One entry of the audit log on one line of a terminal.
import type { AuditEntry } from '../access/ports.ts';
import { onOneLine } from './command.ts';

export function entryInWords( { id, at, actor, action, pageId, subject, evidence }: AuditEntry ): string {
	const facts = [
		...subject ? [ `about ${ person( subject ) }` ] : [],
		...pageId === null ? [] : [ `page ${ pageId }` ],
		...Object.entries( evidence ).map( ( [ name, value ] ) => `${ name } ${ onOneLine( String( value ) ) }` )
	];
	return `${ id }  ${ new Date( at ).toISOString() }  ${ action }  by ${ person( actor ) }, ${ actor.kind }${ facts.length > 0 ? `  (${ facts.join( ', ' ) })` : '' }`;
}

function person( { name, centralId }: { name: string; centralId: number | null } ): string {
	const shown = onOneLine( name ) || '(forgotten)';
	return centralId === null || centralId === 0 ? shown : `${ shown } (${ centralId })`;
}
