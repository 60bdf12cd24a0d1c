// What a command is: its words, what it says of itself, and what it is given. A command takes the world
// as an argument, so that a test can be the world; it never looks for one itself.
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';

export interface Surroundings {
	environment: Readonly<Record<string, string | undefined>>;
	/** Of the environment; where it is faulty, the process ends with all faults named and code 78. */
	config(): Config;
	/** To standard output. */
	write( text: string ): void;
	/** To standard error. */
	complain( text: string ): void;
	clock: Clock;
	/** For a page. */
	newId: () => string;
}

export interface Command {
	/** As typed: `config check`. */
	words: string;
	/** One line for the list of commands. */
	summary: string;
	/** What --help says, from the usage on: options, exit codes. */
	help: string;
	/**
	 * Returns the exit code, or undefined when the process is to go on.
	 *
	 * @param args what follows the command's words
	 * @throws UsageError, or an error of util.parseArgs, for what cannot be understood
	 */
	run( args: readonly string[], surroundings: Surroundings ): Promise<number | undefined>;
}

/** Codes of sysexits.h. */
export const EXIT_USAGE = 64;
export const EXIT_NO_INPUT = 66;
export const EXIT_NO_USER = 67;
export const EXIT_UNAVAILABLE = 69;
export const EXIT_CANNOT_CREATE = 73;
/** Later perhaps: something must happen first. */
export const EXIT_NOT_NOW = 75;
export const EXIT_NO_PERMISSION = 77;
export const EXIT_CONFIG = 78;

/** Codes that monitoring understands (Monitoring Plugins' guidelines). */
export const EXIT_OK = 0;
export const EXIT_WARNING = 1;
export const EXIT_CRITICAL = 2;

export class UsageError extends Error {}

/** @throws UsageError */
export function secondsFrom( option: string, text: string ): number {
	if ( !/^\d{1,6}(\.\d+)?$/.test( text ) ) {
		throw new UsageError( `${ option } must be a number of seconds` );
	}
	return Number( text ) * 1000;
}

/** Text of others on one line of a terminal: it can neither move the cursor nor begin a line of its own. */
export function onOneLine( text: string ): string {
	return text.replace( /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ' ).trim();
}
