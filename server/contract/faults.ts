// What zod finds wrong with an input, as the wire says it: every fault at once, each as field and rule.
import type { z } from 'zod';
import type { FieldFault } from './problem.ts';
import { fieldRules, type FieldRule } from './text.ts';

/** The schema must have been given the input with `reportInput`, to tell what is missing from what is wrong. */
export function faultsOf( error: z.ZodError ): FieldFault[] {
	return error.issues.flatMap( asFaults );
}

function asFaults( issue: z.core.$ZodIssue ): FieldFault[] {
	const field = issue.path.join( '.' );
	if ( issue.code === 'unrecognized_keys' ) {
		return issue.keys.map( ( key ) => ( { field: [ ...issue.path, key ].join( '.' ), rule: 'unknownField' } ) );
	}
	if ( issue.code === 'custom' && isRule( issue.params?.rule ) ) {
		const { rule, limit } = issue.params as { rule: FieldRule; limit?: number };
		return [ limit === undefined ? { field, rule } : { field, rule, limit } ];
	}
	if ( issue.code === 'invalid_type' ) {
		return [ { field, rule: issue.input === undefined ? 'missing' : 'wrongType' } ];
	}
	return [ { field, rule: 'format' } ];
}

function isRule( value: unknown ): value is FieldRule {
	return fieldRules.includes( value as FieldRule );
}
