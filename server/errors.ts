// One way to say no on purpose. Anything thrown that is not a ServiceError is a bug: it becomes
// `internal`, is logged with its stack, and nothing of it reaches the wire.
import type { ErrorCode, Problem } from './contract/problem.ts';

export type ProblemDetails = Pick<Problem, 'fields' | 'reason' | 'limit' | 'openPages' | 'openIncidents' | 'wikiError'>;

export class ServiceError extends Error {
	readonly code: ErrorCode;
	readonly details: ProblemDetails;

	/**
	 * @param code decides the HTTP status and whether repeating may help (contract/problem.ts)
	 * @param details goes to the client as it is; never put secrets or upstream texts here
	 * @param cause for our log only
	 */
	constructor( code: ErrorCode, details: ProblemDetails = {}, cause?: unknown ) {
		super( code, { cause } );
		this.name = 'ServiceError';
		this.code = code;
		this.details = details;
	}
}
