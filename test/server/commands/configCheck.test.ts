// `config check`: whoever watches learns in words and by exit code whether somebody would be woken now, and
// never a secret.
import { describe, expect, it } from 'vitest';
import { rawService } from '../../contract/oncall/rawService.ts';
import { commandWorld } from './surroundings.ts';

const mail = { PAGE_SRE_EMAIL_HOST: 'localhost', PAGE_SRE_EMAIL_PORT: '1', PAGE_SRE_EMAIL_FROM: 'page-sre@example.org', PAGE_SRE_EMAIL_TO: 'canary@example.org' };
const silentPagerDuty = {
	PAGE_SRE_PAGERDUTY_ROUTING_KEY: 'canary-routing-key', PAGE_SRE_PAGERDUTY_API_KEY: 'canary-api-key', PAGE_SRE_PAGERDUTY_SERVICE_ID: 'P1',
	PAGE_SRE_PAGERDUTY_API_URL: 'http://localhost:1/'
};

describe( 'config check', () => {
	it( 'is content when somebody would be paged, and says why', async () => {
		const { type } = await commandWorld();
		expect( await type( 'config check' ) ).toEqual( { code: 0, complaint: '', out: [
			'OK: every provider that can be asked pages somebody.',
			'splunk-on-call: maintenance mode: pages somebody. It is off.',
			'splunk-on-call: policy pol-sre: pages somebody. On call: amal.',
			'splunk-on-call: policy pol-batphone: pages somebody. Its first step names a person.',
			''
		].join( '\n' ) } );
	} );

	it.each( [
		[ 'a maintenance mode is on', { kind: 'maintenanceMode' }, 'maintenance mode: PAGES NOBODY.' ],
		[ 'nobody is on call', { kind: 'emptyRota' }, 'policy pol-sre: PAGES NOBODY.' ],
		[ 'nothing could be asked', { kind: 'status', status: 503 }, 'on call: could not be asked.' ]
	] as const )( 'is critical when %s', async ( _, fault, line ) => {
		const { sandbox, type } = await commandWorld();
		sandbox.faults.set( fault );
		const { code, out } = await type( 'config check' );
		expect( code ).toBe( 2 );
		expect( out ).toMatch( /^CRITICAL: / );
		expect( out ).toContain( line );
	} );

	it( 'warns when one provider pages somebody and another could not be asked', async () => {
		const { type } = await commandWorld();
		const { code, out } = await type( 'config check', { ...silentPagerDuty, PAGE_SRE_PROVIDERS: 'splunk-on-call,pagerduty' } );
		expect( code ).toBe( 1 );
		expect( out ).toMatch( /^WARNING: / );
		expect( out ).toContain( 'pagerduty: service P1: could not be asked. It could not be read: network.' );
	} );

	it( 'does not warn of a provider that nobody could ever ask, and does not rely on one', async () => {
		const { type } = await commandWorld();
		const beside = await type( 'config check', { ...mail, PAGE_SRE_PROVIDERS: 'splunk-on-call,email' } );
		expect( beside ).toMatchObject( { code: 0, out: expect.stringContaining( 'email: paging: cannot be asked.' ) as string } );
		expect( await type( 'config check', { ...mail, PAGE_SRE_PROVIDERS: 'email' } ) ).toMatchObject( { code: 2 } );
	} );

	it( 'asks where drills go, and warns when a drill would wake people', async () => {
		const { sandbox, type } = await commandWorld();
		const env = { PAGE_SRE_SPLUNK_ON_CALL_DRILL_ROUTING_KEY: sandbox.drillRoutingKey };
		const well = await type( 'config check', env );
		expect( well ).toMatchObject( { code: 0, out: expect.stringMatching( /^drill\/splunk-on-call: .*: wakes nobody, as a drill should\. /m ) as string } );
		sandbox.lead( sandbox.drillRoutingKey, 'pol-sre' );
		const waking = await type( 'config check', env );
		expect( waking ).toMatchObject( { code: 1, out: expect.stringMatching( /^WARNING: [^]*^drill\/splunk-on-call: .*: WAKES PEOPLE/m ) as string } );
	} );

	it( 'gives up a provider that does not answer in time, and not before', async () => {
		const { sandbox, clock, type } = await commandWorld();
		sandbox.faults.set( { kind: 'hang' } );
		let ended = false;
		const asking = type( 'config check --timeout 5' ).finally( () => {
			ended = true;
		} );
		await clock.advance( 4_999 );
		expect( ended ).toBe( false );
		await clock.advance( 1 );
		expect( await asking ).toMatchObject( { code: 2, out: expect.stringContaining( 'could not be asked. No answer within 5 seconds.' ) as string } );
	} );

	it( 'tells a program the same', async () => {
		const { sandbox, type } = await commandWorld();
		sandbox.faults.set( { kind: 'emptyRota' } );
		const { code, out } = await type( 'config check --json' );
		expect( code ).toBe( 2 );
		expect( JSON.parse( out ) ).toMatchObject( { verdict: 'critical', checks: [
			{ provider: 'splunk-on-call', subject: 'maintenance mode', verdict: 'pages' },
			{ subject: 'policy pol-sre', verdict: 'pagesNobody', detail: 'Nobody is on call in the rotation of its first step.' },
			{ subject: 'policy pol-batphone', verdict: 'pages' }
		] } );
	} );

	it( 'lets nobody write a line of their own into it', async () => {
		const { url } = await rawService( ( request, response ) => {
			response.end( JSON.stringify( { teamsOnCall: [ { oncallNow: [ { escalationPolicy: { slug: 'pol\nOK: all is well\u001B[2J' }, users: [] } ] } ] } ) );
		} );
		const { type } = await commandWorld();
		const { out } = await type( 'config check', { PAGE_SRE_SPLUNK_ON_CALL_API_URL: url } );
		expect( out ).toContain( 'policy pol OK: all is well [2J' );
	} );

	it( 'never prints a secret', async () => {
		const { sandbox, environment, type } = await commandWorld();
		const secrets = [ sandbox.restKey, sandbox.apiId, sandbox.apiKey, sandbox.writeKey, environment.PAGE_SRE_OAUTH_SECRET!, 'canary' ];
		for ( const fault of [ null, { kind: 'status', status: 403, html: true }, { kind: 'refuseConnections' } ] as const ) {
			sandbox.faults.set( fault );
			for ( const options of [ '', ' --json' ] ) {
				const { out, complaint } = await type( `config check${ options }`, { ...mail, ...silentPagerDuty, PAGE_SRE_PROVIDERS: 'splunk-on-call,pagerduty,email' } );
				expect( secrets.filter( ( secret ) => ( out + complaint ).includes( secret ) ) ).toEqual( [] );
			}
		}
	} );
} );
