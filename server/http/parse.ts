// Input from outside against its schema; every fault at once, each as field and rule.
import type { Request } from 'express';
import type { z } from 'zod';
import { faultsOf } from '../contract/faults.ts';
import { ServiceError } from '../errors.ts';

/** @throws ServiceError invalidRequest, with all faults */
export function parse<Schema extends z.ZodType>( schema: Schema, input: unknown ): z.output<Schema> {
	const parsed = schema.safeParse( input, { reportInput: true } );
	if ( parsed.success ) {
		return parsed.data;
	}
	throw new ServiceError( 'invalidRequest', { fields: faultsOf( parsed.error ) } );
}

/** @throws ServiceError unsupportedMediaType: not JSON; invalidRequest, with all faults */
export function parseBody<Schema extends z.ZodType>( schema: Schema, request: Request ): z.output<Schema> {
	if ( !request.is( 'application/json' ) ) {
		throw new ServiceError( 'unsupportedMediaType' );
	}
	return parse( schema, request.body );
}
