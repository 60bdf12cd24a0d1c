// A logger that keeps its lines for tests to look at, and writes nothing anywhere.
import { requestFacts, type Logger } from '../server/logger.ts';

export interface LogLine {
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	facts: Record<string, unknown>;
}

/** What a dead server says is not heard. */
export function recordingLogger( lines: LogLine[], ended: AbortSignal ): Logger {
	const at = ( level: LogLine[ 'level' ] ) => ( facts: object, message: string ): void => {
		if ( ended.aborted ) {
			return;
		}
		lines.push( { level, message, facts: { ...requestFacts(), ...facts } } );
	};
	return { debug: at( 'debug' ), info: at( 'info' ), warn: at( 'warn' ), error: at( 'error' ) } as Logger;
}
