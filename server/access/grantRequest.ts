// What a responder asks for when granting, from the web page and from the command line alike. Whether the
// account exists is the wiki's to say, and not asked here.
import { z } from 'zod';
import { faultsOf } from '../contract/faults.ts';
import type { FieldFault } from '../contract/problem.ts';
import { limits, text } from '../contract/text.ts';
import { ServiceError } from '../errors.ts';
import type { Millis } from '../pages/page.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A night and the day after it. */
const DEFAULT_GRANT_MS = 24 * HOUR_MS;
/** Who needs it for longer belongs into the group, or is asked about again. */
const LONGEST_GRANT_MS = 14 * 24 * HOUR_MS;
/** Shorter would be over before its holder has read of it. */
const SHORTEST_GRANT_MS = 5 * MINUTE_MS;

export const grantRequestSchema = z.strictObject( {
	/** As long as a title may be, whose rules account names follow. */
	name: text( limits.title, { min: 1 } ),
	reason: text( limits.reason, { min: 5 } ),
	/** From now on. Default: a day. */
	hours: z.number().optional(),
	/** ms since the epoch, instead of `hours`. */
	untilMs: z.int().optional()
} );
export type GrantRequest = z.input<typeof grantRequestSchema>;

/** @throws ServiceError invalidRequest, with all faults at once */
export function readGrantRequest( input: unknown, now: Millis ): { name: string; reason: string; until: Millis } {
	const { data, error } = grantRequestSchema.safeParse( input, { reportInput: true } );
	const faults = [ ...( error ? faultsOf( error ) : [] ), ...durationFaults( input, now ) ];
	if ( !data || faults.length > 0 ) {
		throw new ServiceError( 'invalidRequest', { fields: faults } );
	}
	return { name: data.name, reason: data.reason, until: endOf( data, now ) };
}

function endOf( { hours, untilMs }: Pick<GrantRequest, 'hours' | 'untilMs'>, now: Millis ): Millis {
	return untilMs ?? now + ( hours === undefined ? DEFAULT_GRANT_MS : Math.round( hours * HOUR_MS ) );
}

/** Beside the schema, because they depend on the time and are told together with the rest. */
function durationFaults( input: unknown, now: Millis ): FieldFault[] {
	const duration = z.object( { hours: grantRequestSchema.shape.hours, untilMs: grantRequestSchema.shape.untilMs } ).safeParse( input ).data;
	if ( !duration ) {
		return [];
	}
	const field = duration.untilMs === undefined ? 'hours' : 'untilMs';
	if ( duration.hours !== undefined && duration.untilMs !== undefined ) {
		return [ { field, rule: 'unknownField' } ];
	}
	const length = endOf( duration, now ) - now;
	if ( length < SHORTEST_GRANT_MS ) {
		return [ { field, rule: 'tooShort' } ];
	}
	return length > LONGEST_GRANT_MS ? [ { field, rule: 'tooLong' } ] : [];
}
