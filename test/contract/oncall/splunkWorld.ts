// The sandbox's Splunk On-Call and our provider for it, on a clock that moves only when told. Fails a
// test that made the provider ask for something the service does not know.
import { expect, onTestFinished } from 'vitest';
import { createSplunkOnCall } from '../../../server/oncall/splunkOnCall.ts';
import type { SplunkOnCallSettings } from '../../../server/oncall/splunkOnCall.ts';
import { startSandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import type { SandboxOnCall } from '../../../server/sandbox/onCall/service.ts';

export type Splunk = ReturnType<typeof createSplunkOnCall>;

export interface SplunkWorld {
	sandbox: SandboxOnCall;
	/** In no hurry, so that a busy machine fails nothing. */
	splunk: Splunk;
	/** For calls that only end by the time limit. */
	hastySplunk: Splunk;
	advance: ( ms: number ) => void;
	/** A call of the public API, by hand. */
	api: ( method: string, path: string, body?: unknown ) => Promise<Record<string, unknown>>;
}

export async function splunkWorld( overrides: Partial<SplunkOnCallSettings> = {} ): Promise<SplunkWorld> {
	let time = Date.parse( '2026-11-23T14:00:00Z' );
	const now = (): number => time;
	const sandbox = await startSandboxOnCall( { now } );
	onTestFinished( async () => {
		await sandbox.stop();
		expect( sandbox.unexpected ).toEqual( [] );
	} );
	const within = ( timeoutMs: number ): Splunk => createSplunkOnCall( {
		ingestUrl: sandbox.ingestUrl,
		restKey: { reveal: () => sandbox.restKey },
		routingKey: sandbox.routingKey,
		apiUrl: sandbox.apiUrl,
		apiId: { reveal: () => sandbox.apiId },
		apiKey: { reveal: () => sandbox.apiKey },
		writeKey: { reveal: () => sandbox.writeKey },
		apiUser: sandbox.apiUser,
		catchAllPolicy: sandbox.catchAllPolicy,
		hookSecret: { reveal: () => 'canary-hook-secret' },
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs,
		...overrides
	}, { now } );
	return {
		sandbox,
		splunk: within( 20_000 ),
		hastySplunk: within( 1000 ),
		advance: ( ms ) => {
			time += ms;
		},
		api: async ( method, path, body ) => {
			const response = await fetch( sandbox.apiUrl + path, {
				method,
				headers: { 'X-VO-Api-Id': sandbox.apiId, 'X-VO-Api-Key': sandbox.writeKey },
				...( body !== undefined && { body: JSON.stringify( body ) } )
			} );
			return await response.json() as Record<string, unknown>;
		}
	};
}
