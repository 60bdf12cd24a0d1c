// Which refusals an operation may meet, beyond those of its own: by who may ask, and by what is posted.
import type { ErrorCode } from '../problem.ts';
import type { Operation } from './operation.ts';

/** In the order in which the server looks. */
export function refusalsOf( { path, access, body, query, refusals = [] }: Operation ): ErrorCode[] {
	const isApi = path.startsWith( '/v1/' ) && access !== 'signature';
	return [ ...new Set<ErrorCode>( [
		...isApi || path.startsWith( '/i18n/' ) ? [ 'originRefused' ] as const : [],
		...access === 'session' || access === 'rosterKey' ? [ 'notSignedIn', 'sessionExpired' ] as const : [],
		...body && isApi ? [ 'invalidRequest', 'payloadTooLarge', 'unsupportedMediaType' ] as const : [],
		...query && isApi ? [ 'invalidRequest' ] as const : [],
		...refusals,
		...isApi && access !== 'everybody' ? [ 'storeUnavailable' ] as const : [],
		...isApi ? [ 'internal' ] as const : []
	] ) ];
}
