// The sandbox's GoAlert: generic API and GraphQL on localhost, for trying and for tests. The product must not
// be able to tell it from the real one, so nothing of the product may be imported here.
import type { Faults } from '../onCall/faults.ts';
import { startHttpService } from '../onCall/httpService.ts';
import type { HttpService } from '../onCall/httpService.ts';
import { createGoAlertLedger } from './alerts.ts';
import type { GoAlertAlert, OnCallUser } from './alerts.ts';
import { receive } from './genericApi.ts';
import { createGraphApi } from './graphApi.ts';

export interface SandboxGoAlert extends Pick<HttpService, 'requests' | 'unexpected' | 'stop'> {
	/** As in the product's settings. */
	url: string;
	integrationKey: string;
	graphqlKey: string;
	serviceId: string;
	/** Oldest first. */
	alerts(): GoAlertAlert[];
	/** Each acts on the open alert of this key; false when there is none in such a state. */
	acknowledge( dedup: string, by?: string ): boolean;
	close( dedup: string, by?: string ): boolean;
	faults: Faults;
}

export interface SandboxGoAlertOptions {
	port?: number;
	now?: () => number;
	/** The text that the GraphQL API key was made for; an operator pastes it in. */
	keyQuery: string;
}

/** Fixed, because they protect nothing: whoever reaches this port is the person at this computer. */
const keys = { integrationKey: 'sandbox-integration-key', graphqlKey: 'eySandboxGraphqlKey' };
const serviceId = '6a5d1a3c-6d2b-4c0e-9d3a-0c5f1e2b7a90';

const rota: readonly OnCallUser[] = [ { userName: 'Amal Haddad', stepNumber: 0 }, { userName: 'Bjørn Lindqvist (he)', stepNumber: 1 } ];
const anHour = 3_600_000;

export async function startSandboxGoAlert( { port, now = Date.now, keyQuery }: SandboxGoAlertOptions ): Promise<SandboxGoAlert> {
	let onCall = (): readonly OnCallUser[] => rota;
	let inMaintenance = (): boolean => false;
	const ledger = createGoAlertLedger( { now, onCall: () => onCall(), inMaintenance: () => inMaintenance() } );
	const service = await startHttpService( ( faults ) => {
		onCall = () => faults.has( 'emptyRota' ) ? [] : rota;
		inMaintenance = () => faults.has( 'maintenanceMode' );
		const graph = createGraphApi( {
			key: keys.graphqlKey, keyQuery, serviceId, ledger, onCall: () => onCall(),
			maintenanceExpiresAt: () => inMaintenance() ? now() + anHour : null
		} );
		return ( request ) => {
			switch ( `${ request.method } ${ request.path }` ) {
				case 'POST /api/v2/generic/incoming':
					return { side: 'ingest', accept: () => receive( request, keys.integrationKey, serviceId, ledger ) };
				case 'POST /api/graphql':
					return { side: 'api', accept: () => graph( request ) };
			}
			return undefined;
		};
	}, port );

	return {
		...keys,
		url: service.url,
		serviceId,
		alerts: () => ledger.list(),
		acknowledge: ( dedup, by = 'Amal Haddad' ) => ledger.acknowledge( dedup, by ),
		close: ( dedup, by = 'Amal Haddad' ) => ledger.close( dedup, by ),
		faults: service.faults,
		requests: service.requests,
		unexpected: service.unexpected,
		stop: () => service.stop()
	};
}
