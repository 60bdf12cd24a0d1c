// Structured logs. ERROR means somebody must act now; its healthy frequency is zero. Page ids and
// request ids belong here, personal text and secrets never do.
import { pino, stdTimeFunctions, type Logger as PinoLogger } from 'pino';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/** @param level lowest level to write */
export function createLogger( level: 'debug' | 'info' | 'warn' | 'error' | 'silent' = 'info' ): Logger {
	return pino( { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: ( label ) => ( { level: label } ) } } );
}
