// The sandbox's GoAlert and our provider for it, on a clock that moves only when told. Fails a test that made
// the provider ask for something the service does not know.
import { expect, onTestFinished } from 'vitest';
import { createGoAlert } from '../../../server/oncall/goAlert.ts';
import { goAlertQuery } from '../../../server/oncall/goAlertAlerts.ts';
import type { GoAlertSettings } from '../../../server/oncall/goAlert.ts';
import type { Provider } from '../../../server/pages/provider.ts';
import { startSandboxGoAlert } from '../../../server/sandbox/goAlert/service.ts';
import type { SandboxGoAlert } from '../../../server/sandbox/goAlert/service.ts';

type GoAlert = Required<Pick<Provider, 'deliver' | 'observe' | 'openIncidents' | 'resolve' | 'onCallNow' | 'selfCheck'>>;

export interface GoAlertWorld {
	sandbox: SandboxGoAlert;
	/** In no hurry, so that a busy machine fails nothing. */
	goAlert: GoAlert;
	/** For calls that only end by the time limit. */
	hastyGoAlert: GoAlert;
	advance: ( ms: number ) => void;
}

/** @param keyQuery what the operator made the GraphQL key for */
export async function goAlertWorld( overrides: Partial<GoAlertSettings> = {}, keyQuery = goAlertQuery ): Promise<GoAlertWorld> {
	let time = Date.parse( '2026-11-23T14:00:00Z' );
	const now = (): number => time;
	const sandbox = await startSandboxGoAlert( { now, keyQuery } );
	onTestFinished( async () => {
		await sandbox.stop();
		expect( sandbox.unexpected ).toEqual( [] );
	} );
	const within = ( timeoutMs: number ): GoAlert => createGoAlert( {
		url: sandbox.url,
		integrationKey: { reveal: () => sandbox.integrationKey },
		graphqlKey: { reveal: () => sandbox.graphqlKey },
		serviceId: sandbox.serviceId,
		userAgent: 'page-sre/0.1 (sre@example.org)',
		timeoutMs,
		...overrides
	}, { now } ) as GoAlert;
	return {
		sandbox,
		goAlert: within( 20_000 ),
		hastyGoAlert: within( 1000 ),
		advance: ( ms ) => {
			time += ms;
		}
	};
}
