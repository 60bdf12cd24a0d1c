// How a server is told to run against sandboxes: what `start` without a configuration uses, and every test.
import type { SandboxOnCall } from '../sandbox/onCall/service.ts';
import type { SandboxStatusPage } from '../sandbox/statusPage/service.ts';
import type { SandboxWiki } from '../sandbox/wiki/index.ts';

export interface SandboxSurroundings {
	/** Of the server itself, on localhost. */
	port: number;
	wiki: Pick<SandboxWiki, 'url'>;
	onCall: SandboxOnCall;
	statusPage?: Pick<SandboxStatusPage, 'url'>;
	consumer: { key: string; secret: string };
}

/** Variables of the settings that cannot be anything else there; the rest has defaults, or is the caller's to say. */
export function sandboxEnvironment( { port, wiki, onCall, statusPage, consumer }: SandboxSurroundings ): Record<string, string> {
	return {
		PAGE_SRE_PUBLIC_URL: `http://localhost:${ port }`,
		PAGE_SRE_LISTEN: `127.0.0.1:${ port }`,
		PAGE_SRE_WIKI_URL: wiki.url,
		PAGE_SRE_OAUTH_KEY: consumer.key,
		PAGE_SRE_OAUTH_SECRET: consumer.secret,
		PAGE_SRE_PROVIDERS: 'splunk-on-call',
		PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: onCall.restKey,
		PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: onCall.routingKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_ID: onCall.apiId,
		PAGE_SRE_SPLUNK_ON_CALL_API_KEY: onCall.apiKey,
		PAGE_SRE_SPLUNK_ON_CALL_API_USER: onCall.apiUser,
		PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY: onCall.writeKey,
		PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY: onCall.catchAllPolicy,
		PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL: onCall.ingestUrl,
		PAGE_SRE_SPLUNK_ON_CALL_API_URL: onCall.apiUrl,
		...statusPage && { PAGE_SRE_STATUS_URL: statusPage.url }
	};
}
