// Input from outside against its schema; every fault at once, each as field and rule.
import type { Request } from 'express';
import type { z } from 'zod';
import { fieldRules, type FieldRule } from '../contract/text.ts';
import type { FieldFault } from '../contract/problem.ts';
import { ServiceError } from '../errors.ts';

/** @throws ServiceError invalidRequest, with all faults */
export function parse<Schema extends z.ZodType>( schema: Schema, input: unknown ): z.output<Schema> {
	const parsed = schema.safeParse( input, { reportInput: true } );
	if ( parsed.success ) {
		return parsed.data;
	}
	throw new ServiceError( 'invalidRequest', { fields: parsed.error.issues.flatMap( asFaults ) } );
}

/** @throws ServiceError unsupportedMediaType: not JSON; invalidRequest, with all faults */
export function parseBody<Schema extends z.ZodType>( schema: Schema, request: Request ): z.output<Schema> {
	if ( !request.is( 'application/json' ) ) {
		throw new ServiceError( 'unsupportedMediaType' );
	}
	return parse( schema, request.body );
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
