// Structured logs. ERROR means somebody must act now; its healthy frequency is zero. Page ids and
// request ids belong here, personal text and secrets never do.
import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

const requests = new AsyncLocalStorage<{ requestId: string }>();

/** Whatever is logged in `work`, and in what it sets off, carries the request's id. */
export function duringRequest( requestId: string, work: () => void ): void {
	requests.run( { requestId }, work );
}

/** The id of the request in which this is called; nothing outside of one. */
export function requestFacts(): { requestId?: string } {
	return requests.getStore() ?? {};
}

/**
 * @param level lowest level to write
 * @param destination default: standard output
 */
export function createLogger( level: 'debug' | 'info' | 'warn' | 'error' | 'silent' = 'info', destination?: DestinationStream ): Logger {
	return pino( {
		level,
		base: null,
		timestamp: stdTimeFunctions.isoTime,
		formatters: { level: ( label ) => ( { level: label } ) },
		mixin: requestFacts,
		serializers: { err: errorFacts }
	}, destination );
}

interface ErrorFacts {
	type: string;
	code?: string;
	stack: string;
	cause?: ErrorFacts;
}

/** Not all that hangs on an error: libraries keep the request on it, with its texts and keys, or the row that a database refused. */
function errorFacts( error: unknown ): ErrorFacts {
	if ( !( error instanceof Error ) ) {
		return { type: typeof error, stack: '' };
	}
	const { code } = error as NodeJS.ErrnoException;
	return {
		type: error.name,
		...typeof code === 'string' ? { code } : {},
		stack: error.stack ?? error.message,
		...error.cause === undefined ? {} : { cause: errorFacts( error.cause ) }
	};
}
