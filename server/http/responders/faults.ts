// Faults in what a responder typed, in words, beside the field. Which rules there are is contract/text.ts's
// business.
import { ServiceError } from '../../errors.ts';
import type { ErrorCode } from '../../contract/problem.ts';
import type { FieldRule } from '../../contract/text.ts';
import { html, type Markup } from '../html.ts';

/** Field name -> sentence. */
export type FieldWords = Readonly<Record<string, string>>;

const ruleWords: Record<FieldRule, ( limit: number ) => string> = {
	missing: () => 'This is needed.',
	wrongType: () => 'This is needed.',
	tooShort: ( limit ) => `Write at least ${ limit } characters.`,
	tooLong: ( limit ) => `Write at most ${ limit } characters.`,
	controlCharacter: () => 'This holds a character that cannot be shown. Type it anew instead of pasting it.',
	notOneLine: () => 'Write this in one line.',
	format: () => 'This is not in the form that is asked for.',
	unknownField: () => 'This field is not one of ours.'
};

/** A fault of one field each; undefined: the error is about something else. */
export function fieldWords( error: unknown, byCode: Partial<Record<ErrorCode, FieldWords>> = {} ): FieldWords | undefined {
	if ( !( error instanceof ServiceError ) ) {
		return undefined;
	}
	const { fields } = error.details;
	return byCode[ error.code ] ?? ( error.code === 'invalidRequest' && fields !== undefined ?
		Object.fromEntries( fields.map( ( { field, rule, limit = 0 } ) => [ field, ruleWords[ rule ]( limit ) ] ) ) :
		undefined );
}

/** Attributes of an input, and the sentence that goes below it. */
export function faultOf( faults: FieldWords, field: string ): { attributes: Markup; sentence: Markup } {
	const words = faults[ field ];
	return words === undefined ?
		{ attributes: html``, sentence: html`` } :
		{ attributes: html`aria-invalid="true" aria-describedby="fault-${ field }" autofocus`, sentence: html`<p class="fault" id="fault-${ field }">${ words }</p>` };
}
