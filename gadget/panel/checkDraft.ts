// The rules of the wire (server/contract) seen from the form, so that a fault shows while the
// sender can still see the field. The server decides; this only saves a round trip.
import type { FieldFault } from '../../server/contract/problem.ts';
import type { limits } from '../../server/contract/text.ts';
import type { Draft } from './useDraft.ts';

type Limits = typeof limits;
type TextField = 'summary' | 'scope' | 'since' | 'details' | 'contactOther' | 'note';

/** Most code points; the types make a change of the contract a compile error here. */
export const longest: { [ K in TextField ]: Limits[ K ] } = { summary: 80, scope: 60, since: 60, details: 4000, contactOther: 120, note: 1000 };
const shortest: Record<TextField, number> = { summary: 5, scope: 1, since: 0, details: 0, contactOther: 0, note: 1 };
const fields: readonly TextField[] = [ 'summary', 'scope', 'since', 'details', 'contactOther' ];
const severalLines: readonly TextField[] = [ 'details', 'note' ];

export const nickPattern = /^[A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]{0,15}$/;

// Control characters but tab and line feed, and halves of surrogate pairs (with `u`, whole pairs do not match).
const forbidden = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uD800-\uDFFF]/u;
const lineEnds = /[\n\t\u2028\u2029]/;

/** Text as the server will keep it. */
export function tidy( value: string ): string {
	return value.replace( /\r\n?/g, '\n' ).normalize( 'NFC' ).trim();
}

/** Length as people count it: in code points. */
export function lengthOf( value: string ): number {
	return Array.from( tidy( value ) ).length;
}

function checkText( name: TextField, value: string ): FieldFault[] {
	const field = name === 'contactOther' ? 'contact.other' : name;
	const tidied = tidy( value );
	const length = lengthOf( value );
	const faults: FieldFault[] = [];
	if ( forbidden.test( tidied ) ) {
		faults.push( { field, rule: 'controlCharacter' } );
	}
	if ( !severalLines.includes( name ) && lineEnds.test( tidied ) ) {
		faults.push( { field, rule: 'notOneLine' } );
	}
	if ( length > longest[ name ] ) {
		faults.push( { field, rule: 'tooLong', limit: longest[ name ] } );
	}
	if ( length < shortest[ name ] ) {
		faults.push( { field, rule: length === 0 ? 'missing' : 'tooShort', limit: shortest[ name ] } );
	}
	return faults;
}

/** Every fault of what is written into the note. */
export function checkNote( draft: Draft ): FieldFault[] {
	return checkText( 'note', draft.note );
}

/** Every fault of a draft, named as the server would name it. */
export function checkDraft( draft: Draft ): FieldFault[] {
	const faults = fields.reduce<FieldFault[]>( ( found, field ) => found.concat( checkText( field, draft[ field ] ) ), [] );
	const nick = tidy( draft.ircNick );
	return nick === '' || nickPattern.test( nick ) ? faults : faults.concat( { field: 'contact.ircNick', rule: 'format' } );
}
