// The providers of a configuration: those of pages under their names, those of drills apart from them, and
// without anything by which a provider wakes people.
import { describe, expect, it } from 'vitest';
import { configuredDrillProviders, configuredProviders } from '../../server/configuredProviders.ts';
import { configOf, environmentFor } from '../environment.ts';
import { startSandboxOnCall } from '../../server/sandbox/onCall/service.ts';

const deps = { now: () => 0 };

async function environment( drill: Record<string, string> ): Promise<ReturnType<typeof configOf>> {
	const onCall = await startSandboxOnCall();
	await onCall.stop();
	return configOf( {
		...environmentFor( { port: 1, store: 'x', wiki: { url: 'http://localhost:2' }, onCall, consumer: { key: 'c'.repeat( 32 ), secret: 's' } } ),
		PAGE_SRE_SPLUNK_ON_CALL_HOOK_SECRET: 'hook',
		...drill
	} );
}

describe( 'configuredDrillProviders', () => {
	it( 'has none where no route is configured', async () => {
		expect( configuredDrillProviders( { ...await environment( {} ), drillProviders: [] }, deps ).size ).toBe( 0 );
	} );

	it( 'has the route under a name of its own, and pages do not know it', async () => {
		const config = await environment( { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill' } );
		const drills = configuredDrillProviders( config, deps );
		expect( Array.from( drills, ( [ name, provider ] ) => [ name, provider.name ] ) ).toEqual( [ [ 'drill/splunk-on-call', 'drill/splunk-on-call' ] ] );
		expect( [ ...configuredProviders( config, deps ).keys() ] ).toEqual( [ 'splunk-on-call' ] );
	} );

	it( 'keeps what takes and ends a drill, and nothing that wakes', async () => {
		const config = await environment( { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: 'drill' } );
		expect( Object.keys( configuredProviders( config, deps ).get( 'splunk-on-call' )! ).sort() ).toEqual(
			[ 'addNote', 'deliver', 'escalateUnpaged', 'name', 'observe', 'onCallNow', 'openIncidents', 'readHook', 'reroute', 'resolve', 'selfCheck' ] );
		expect( Object.keys( configuredDrillProviders( config, deps ).get( 'drill/splunk-on-call' )! ).sort() ).toEqual(
			[ 'addNote', 'deliver', 'drillRoute', 'name', 'observe', 'resolve' ] );
	} );
} );
