// What a server needs to run against sandboxes, as an environment: for worlds in one process, for processes of
// their own, and for commands.
import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { readConfig, type Config } from '../server/config.ts';
import type { SandboxOnCall } from '../server/sandbox/onCall/service.ts';
import type { SandboxWiki } from '../server/sandbox/wiki/index.ts';

/** What a server needs to run against these sandboxes. */
export function environmentFor( { port, store, wiki, onCall, consumer }: {
	port: number; store: string; wiki: SandboxWiki; onCall: SandboxOnCall; consumer: { key: string; secret: string };
} ): Record<string, string> {
	return {
		PAGE_SRE_PUBLIC_URL: `http://localhost:${ port }`,
		PAGE_SRE_LISTEN: `127.0.0.1:${ port }`,
		PAGE_SRE_CONTACT: 'test@example.org',
		PAGE_SRE_WIKI_URL: wiki.url,
		PAGE_SRE_OAUTH_KEY: consumer.key,
		PAGE_SRE_OAUTH_SECRET: consumer.secret,
		PAGE_SRE_STORE: store,
		PAGE_SRE_PROVIDERS: 'splunk-on-call',
		// Tests of heartbeats switch them on.
		PAGE_SRE_HEARTBEAT_SECONDS: '0',
		// Tests of limits and of the roster say what they want.
		PAGE_SRE_SENDER_LIMITS: 'none',
		PAGE_SRE_OVERALL_LIMITS: 'none',
		PAGE_SRE_ROSTER_GRACE_SECONDS: '0',
		PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: onCall.restKey,
		PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: onCall.routingKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_ID: onCall.apiId,
		PAGE_SRE_SPLUNK_ON_CALL_API_KEY: onCall.apiKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_USER: onCall.apiUser,
		PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY: onCall.writeKey,
		PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY: onCall.catchAllPolicy,
		PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL: onCall.ingestUrl,
		PAGE_SRE_SPLUNK_ON_CALL_API_URL: onCall.apiUrl
	};
}

export function newConsumer( port: number ): { key: string; secret: string; callbackUrl: string } {
	return { key: randomBytes( 16 ).toString( 'hex' ), secret: randomBytes( 20 ).toString( 'hex' ), callbackUrl: `http://localhost:${ port }/oauth/callback` };
}

export function configOf( env: Record<string, string> ): Config {
	const result = readConfig( env, () => {
		throw new Error( 'no files here' );
	} );
	if ( result.kind === 'faults' ) {
		throw new Error( JSON.stringify( result.faults ) );
	}
	return result.config;
}

/**
 * Below the ports that systems give to outgoing connections (from 32768 on Linux), or one of those would
 * take it while the server is down between two lives.
 */
export async function freePort(): Promise<number> {
	for ( ;; ) {
		const port = randomInt( 20_000, 32_000 );
		const isFree = await new Promise<boolean>( ( resolve ) => {
			const probe = createServer()
				.once( 'error', () => resolve( false ) )
				.listen( port, () => probe.close( () => resolve( true ) ) );
		} );
		if ( isFree ) {
			return port;
		}
	}
}
