// The sandbox's PagerDuty: Events API v2 and REST API on localhost, for trying and for tests. The product
// must not be able to tell it from the real one, so nothing of the product may be imported here.
import type { Faults } from '../onCall/faults.ts';
import { startHttpService } from '../onCall/httpService.ts';
import type { HttpService } from '../onCall/httpService.ts';
import { enqueue } from './eventsApi.ts';
import { createPagerDutyLedger } from './incidents.ts';
import type { PagerDutyIncident } from './incidents.ts';
import { amal, everybodyPolicy, people } from './people.ts';
import { createRestApi } from './restApi.ts';

export interface SandboxPagerDuty extends Pick<HttpService, 'requests' | 'unexpected' | 'stop'> {
	/** As in the product's settings. */
	eventsUrl: string;
	routingKey: string;
	apiUrl: string;
	apiKey: string;
	/** May not write. */
	readKey: string;
	serviceId: string;
	/** E-mail address of somebody there. */
	from: string;
	/** Id of the policy that reaches everybody. */
	catchAllPolicy: string;
	/** Oldest first, those included that do not show yet. */
	incidents(): readonly PagerDutyIncident[];
	/** Each acts on the open incident of this key; false when there is none in such a state. */
	acknowledge( dedupKey: string, byName?: string ): boolean;
	unacknowledge( dedupKey: string ): boolean;
	resolve( dedupKey: string, byName?: string ): boolean;
	faults: Faults;
}

/** Fixed, because they protect nothing: whoever reaches this port is the person at this computer. */
const keys = { routingKey: 'sandboxroutingkey000000000000000', apiKey: 'sandbox-api-key', readKey: 'sandbox-read-key' };
const serviceId = 'PSERV01';

export async function startSandboxPagerDuty( options: { port?: number; now?: () => number } = {} ): Promise<SandboxPagerDuty> {
	const { now = Date.now } = options;
	let rotaEmpty = (): boolean => false;
	let silenced = (): boolean => false;
	const ledger = createPagerDutyLedger( { now, rotaEmpty: () => rotaEmpty(), silenced: () => silenced() } );
	const service = await startHttpService( ( faults ) => {
		rotaEmpty = () => faults.has( 'emptyRota' );
		silenced = () => faults.has( 'maintenanceMode' );
		const rest = createRestApi( { keys, serviceId, ledger, rotaEmpty, silenced } );
		return ( request ) => {
			if ( request.method === 'POST' && request.path === '/v2/enqueue' ) {
				return { side: 'ingest', accept: () => enqueue( request.body, keys.routingKey, ledger ) };
			}
			const accept = rest( request );
			return accept && { side: 'api', accept };
		};
	}, options.port );
	const named = ( name: string ): typeof amal => people.find( ( person ) => person.name === name ) ?? amal;

	return {
		...keys,
		eventsUrl: `${ service.url }v2/`,
		apiUrl: service.url,
		serviceId,
		from: amal.email,
		catchAllPolicy: everybodyPolicy.id,
		incidents: () => ledger.all(),
		acknowledge: ( dedupKey, byName = amal.name ) => ledger.acknowledge( dedupKey, named( byName ) ),
		unacknowledge: ( dedupKey ) => ledger.unacknowledge( dedupKey ),
		resolve: ( dedupKey, byName = amal.name ) => ledger.resolve( dedupKey, named( byName ) ),
		faults: service.faults,
		requests: service.requests,
		unexpected: service.unexpected,
		stop: () => service.stop()
	};
}
