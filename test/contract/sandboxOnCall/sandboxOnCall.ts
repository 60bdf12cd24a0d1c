// A sandbox on-call service for one test, with a clock that moves only when told, and the calls that a
// Splunk On-Call client makes, bare.
import { onTestFinished } from 'vitest';
import { startSandboxOnCall } from '../../../server/sandbox/onCall/service.ts';
import type { SandboxOnCall, SandboxOnCallOptions } from '../../../server/sandbox/onCall/service.ts';

export interface Reply {
	status: number;
	json: Record<string, unknown>;
}

export interface Setting {
	sandbox: SandboxOnCall;
	advance: ( ms: number ) => void;
	alert: ( fields: Record<string, unknown>, key?: string, routing?: string ) => Promise<Reply>;
	api: ( method: string, path: string, body?: unknown, headers?: Record<string, string> ) => Promise<Reply>;
	incidents: () => Promise<Record<string, unknown>[]>;
}

export const entity = 'page-sre/A';

export async function sandboxOnCall( options: SandboxOnCallOptions = {} ): Promise<Setting> {
	let time = Date.parse( '2026-11-23T14:00:00Z' );
	const sandbox = await startSandboxOnCall( { now: () => time, ...options } );
	onTestFinished( () => sandbox.stop() );

	async function call( url: string, init: RequestInit ): Promise<Reply> {
		const response = await fetch( url, init );
		return { status: response.status, json: await response.json() as Record<string, unknown> };
	}

	const api: Setting[ 'api' ] = ( method, path, body, headers ) => call( sandbox.apiUrl + path, {
		method,
		headers: headers ?? { 'X-VO-Api-Id': sandbox.apiId, 'X-VO-Api-Key': sandbox.writeKey },
		...( body !== undefined && { body: JSON.stringify( body ) } )
	} );

	return {
		sandbox,
		advance: ( ms ) => {
			time += ms;
		},
		alert: ( fields, key = sandbox.restKey, routing = sandbox.routingKey ) => call( `${ sandbox.ingestUrl }${ key }/${ routing }`, {
			method: 'POST',
			body: JSON.stringify( fields )
		} ),
		api,
		incidents: async () => ( await api( 'GET', 'incidents' ) ).json.incidents as Record<string, unknown>[]
	};
}

export const critical = {
	message_type: 'CRITICAL',
	entity_id: entity,
	entity_display_name: 'Login fails for everyone - enwiki - Steward Foo',
	state_message: 'Login fails',
	hostname: 'en.wikipedia.org',
	monitoring_tool: 'page-sre'
};
