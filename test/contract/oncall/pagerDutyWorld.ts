// The sandbox's PagerDuty and our provider for it, on a clock that moves only when told. Fails a test that
// made the provider ask for something the service does not know.
import { expect, onTestFinished } from 'vitest';
import { createPagerDuty } from '../../../server/oncall/pagerDuty.ts';
import type { PagerDutySettings } from '../../../server/oncall/pagerDuty.ts';
import type { Provider } from '../../../server/pages/provider.ts';
import { startSandboxPagerDuty } from '../../../server/sandbox/pagerDuty/service.ts';
import type { SandboxPagerDuty } from '../../../server/sandbox/pagerDuty/service.ts';

export interface PagerDutyWorld {
	sandbox: SandboxPagerDuty;
	/** With every capability, and in no hurry, so that a busy machine fails nothing. */
	pagerDuty: Required<Omit<Provider, 'repeatEveryMs'>>;
	/** For calls that only end by the time limit. */
	hastyPagerDuty: Provider;
	advance: ( ms: number ) => void;
}

export async function pagerDutyWorld( overrides: Partial<PagerDutySettings> = {} ): Promise<PagerDutyWorld> {
	let time = Date.parse( '2026-11-23T14:00:00Z' );
	const now = (): number => time;
	const sandbox = await startSandboxPagerDuty( { now } );
	onTestFinished( async () => {
		await sandbox.stop();
		expect( sandbox.unexpected ).toEqual( [] );
	} );
	const within = ( timeoutMs: number ): Provider => createPagerDuty( {
		eventsUrl: sandbox.eventsUrl,
		routingKey: { reveal: () => sandbox.routingKey },
		apiUrl: sandbox.apiUrl,
		apiKey: { reveal: () => sandbox.apiKey },
		serviceId: sandbox.serviceId,
		from: sandbox.from,
		catchAllPolicy: sandbox.catchAllPolicy,
		hookSecrets: [ { reveal: () => 'canary-hook-secret' } ],
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs,
		...overrides
	}, { now } );
	return {
		sandbox,
		pagerDuty: within( 20_000 ) as PagerDutyWorld[ 'pagerDuty' ],
		hastyPagerDuty: within( 1000 ),
		advance: ( ms ) => {
			time += ms;
		}
	};
}
