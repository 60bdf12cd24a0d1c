// What an answer to a call means for whoever asked: an attempt to deliver, a reading, an action. The same
// for every provider; only the service's own words for yes and no are the provider's to know.
import { ObservationError } from '../pages/provider.ts';
import type { ActionOutcome, DeliveryOutcome } from '../pages/provider.ts';
import type { FailureReason } from '../contract/page.ts';
import type { Millis } from '../pages/page.ts';
import { isSuccess, jsonObject, reasonOf } from './boundedCall.ts';
import type { CallResult } from './boundedCall.ts';
import type { Fields } from './foreignFields.ts';

/**
 * These say that the request itself is wrong, whoever repeats it. 403 is not here: services and the
 * proxies in front of them use it for rate limits too. In every other doubt we try again: the same
 * deduplication key makes that harmless.
 */
const permanent: ReadonlySet<number> = new Set( [
	400, 401, 404, 405, 406, 410, 411, 413, 414, 415, 422, 431
] );

type Answer = Extract<CallResult, { kind: 'answer' }>;

/**
 * @param read the service's own word in a 2xx; undefined when it said neither yes nor no
 */
export function deliveryFrom(
	result: CallResult, read: ( answer: Answer ) => DeliveryOutcome | undefined
): DeliveryOutcome {
	if ( result.kind === 'noAnswer' ) {
		return { kind: 'retry', reason: result.reason };
	}
	const { status, notBefore } = result;
	if ( isSuccess( status ) ) {
		return read( result ) ?? { kind: 'retry', reason: 'unreadable', ...later( notBefore ) };
	}
	return permanent.has( status ) ?
		{ kind: 'rejected', reason: reasonOf( status ) } :
		{ kind: 'retry', reason: reasonOf( status ), ...later( notBefore ) };
}

/** @throws ObservationError unless it is a 2xx with a JSON object */
export function objectFrom( result: CallResult ): Fields {
	if ( result.kind === 'noAnswer' ) {
		throw new ObservationError( result.reason );
	}
	if ( !isSuccess( result.status ) ) {
		throw new ObservationError( reasonOf( result.status ), result.notBefore );
	}
	const fields = jsonObject( result.body );
	if ( fields === undefined ) {
		throw new ObservationError( 'unreadable', result.notBefore );
	}
	return fields;
}

/**
 * Runs an action whose calls throw ObservationError when they are not answered.
 *
 * @param act resolves to the reason why it was not done; undefined when it was
 */
export async function actionFrom( act: () => Promise<FailureReason | undefined> ): Promise<ActionOutcome> {
	try {
		const reason = await act();
		return reason === undefined ? { kind: 'done' } : { kind: 'failed', reason };
	} catch ( error ) {
		if ( !( error instanceof ObservationError ) ) {
			throw error;
		}
		return { kind: 'failed', reason: error.reason, ...later( error.notBefore ) };
	}
}

/** The reason instead of an ObservationError, for what may as well stay unknown. */
export async function told( asking: Promise<Fields> ): Promise<Fields | FailureReason> {
	try {
		return await asking;
	} catch ( error ) {
		if ( !( error instanceof ObservationError ) ) {
			throw error;
		}
		return error.reason;
	}
}

function later( notBefore: Millis | undefined ): { notBefore?: Millis } {
	return notBefore === undefined ? {} : { notBefore };
}
