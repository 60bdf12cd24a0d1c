// A world with two on-call services that share nothing: Splunk On-Call first, PagerDuty second. Tests see
// the incidents of both in one list.
import { startSandboxPagerDuty, type SandboxPagerDuty } from '../../server/sandbox/pagerDuty/service.ts';
import type { Faults } from '../../server/sandbox/onCall/faults.ts';
import { startWorld, type World } from '../harness.ts';
import type { ProviderIncident } from './judge.ts';

export interface ProviderUnderTest {
	name: 'splunk-on-call' | 'pagerduty';
	faults: Faults;
	/** Each false when there is none in such a phase. */
	acknowledge( dedupKey: string ): boolean;
	handBack( dedupKey: string ): boolean;
	resolve( dedupKey: string ): boolean;
}

export interface TwoProviderWorld {
	world: World;
	first: ProviderUnderTest;
	second: ProviderUnderTest;
	/** At both, oldest first. */
	incidents(): ProviderIncident[];
	/** Both well, and every request that hangs is answered. */
	heal(): void;
	stop(): Promise<void>;
}

export async function startTwoProviderWorld( env: Record<string, string> = {} ): Promise<TwoProviderWorld> {
	// The world's clock, once there is one: its sandboxes must live in one time.
	let now = (): number => Date.now();
	const pagerDuty: SandboxPagerDuty = await startSandboxPagerDuty( { now: () => now() } );
	const world = await startWorld( {
		env: {
			PAGE_SRE_PROVIDERS: 'splunk-on-call,pagerduty',
			PAGE_SRE_PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
			PAGE_SRE_PAGERDUTY_EVENTS_URL: pagerDuty.eventsUrl,
			PAGE_SRE_PAGERDUTY_API_URL: pagerDuty.apiUrl,
			PAGE_SRE_PAGERDUTY_API_KEY: pagerDuty.apiKey,
			PAGE_SRE_PAGERDUTY_SERVICE_ID: pagerDuty.serviceId,
			PAGE_SRE_PAGERDUTY_FROM: pagerDuty.from,
			PAGE_SRE_PAGERDUTY_CATCH_ALL_POLICY: pagerDuty.catchAllPolicy,
			...env
		},
		alsoHeld: () => pagerDuty.faults.held()
	} );
	now = () => world.clock.now();
	const { onCall } = world;

	return {
		world,
		first: {
			name: 'splunk-on-call',
			faults: onCall.faults,
			acknowledge: ( dedupKey ) => onCall.acknowledge( dedupKey, 'amal' ),
			handBack: ( dedupKey ) => onCall.incidents().some( ( { entityId, phase } ) => entityId === dedupKey && phase === 'acknowledged' ) &&
				onCall.reopen( dedupKey, 'amal' ),
			resolve: ( dedupKey ) => onCall.resolve( dedupKey, 'amal' )
		},
		second: {
			name: 'pagerduty',
			faults: pagerDuty.faults,
			acknowledge: ( dedupKey ) => pagerDuty.acknowledge( dedupKey ),
			handBack: ( dedupKey ) => pagerDuty.unacknowledge( dedupKey ),
			resolve: ( dedupKey ) => pagerDuty.resolve( dedupKey )
		},
		incidents: () => [
			...onCall.incidents().map( ( { entityId, phase } ) => ( { provider: 'splunk-on-call', dedupKey: entityId, phase } ) ),
			...pagerDuty.incidents().map( ( { dedupKey, status } ) => ( { provider: 'pagerduty', dedupKey, phase: status } ) )
		],
		heal() {
			onCall.faults.release();
			pagerDuty.faults.release();
		},
		async stop() {
			pagerDuty.faults.release();
			try {
				await world.stop();
			} finally {
				await pagerDuty.stop();
			}
			if ( pagerDuty.unexpected.length > 0 ) {
				throw new Error( `requests that PagerDuty does not know: ${ JSON.stringify( pagerDuty.unexpected ) }` );
			}
		}
	};
}
