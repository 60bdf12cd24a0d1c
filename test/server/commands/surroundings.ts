// What a command is given in tests: a sandbox on-call service behind the configuration, a clock that stands
// still, and all that it said.
import { onTestFinished } from 'vitest';
import { dispatch } from '../../../server/commands/dispatch.ts';
import { startSandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import type { SandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import { createFakeClock } from '../../fakeClock.ts';
import type { FakeClock } from '../../fakeClock.ts';
import { configOf, environmentFor, newConsumer } from '../../environment.ts';

export interface Said {
	code: number | undefined;
	out: string;
	complaint: string;
}

export interface CommandWorld {
	sandbox: SandboxOnCall;
	clock: FakeClock;
	environment: Record<string, string>;
	/**
	 * @param line words parted by spaces, or each for itself as a shell gives them
	 * @param env instead of, or beside, the world's own variables; undefined takes one away
	 */
	type( line: string | readonly string[], env?: Record<string, string | undefined> ): Promise<Said>;
}

/** A configuration by which Splunk On-Call in the sandbox is paged; the wiki is only named. */
function environmentOf( onCall: SandboxOnCall ): Record<string, string> {
	return environmentFor( {
		port: 1, store: 'never-opened.sqlite', wiki: { url: 'http://localhost:1' }, onCall, consumer: newConsumer( 1 )
	} );
}

export async function commandWorld(): Promise<CommandWorld> {
	const clock = createFakeClock( async () => undefined );
	const sandbox = await startSandboxOnCall( { now: () => clock.now() } );
	onTestFinished( async () => {
		sandbox.faults.release();
		await sandbox.stop();
	} );
	const environment = environmentOf( sandbox );
	return {
		sandbox, clock, environment,
		async type( line, env = {} ) {
			const said = { out: '', complaint: '' };
			const given = Object.entries( { ...environment, ...env } );
			const variables = Object.fromEntries( given.flatMap( ( [ name, value ] ) => value === undefined ? [] : [ [ name, value ] ] ) );
			const code = await dispatch( typeof line === 'string' ? line.split( ' ' ) : line, {
				environment: variables,
				config: () => configOf( variables ),
				write: ( text ) => {
					said.out += text;
				},
				complain: ( text ) => {
					said.complaint += text;
				},
				clock,
				newId: () => '01J9ZK3V8M7Q2N4X6Y8Z0A1B2C'
			} );
			return { code, ...said };
		}
	};
}
