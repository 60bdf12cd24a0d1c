// One, two and four processes on one PostgreSQL, under load all at once: what they accept together, whether any page
// was told twice, how evenly they deliver, and what a page costs. They share one core, so their rate cannot grow;
// what must not grow either is the cost of a page. PostgreSQL, with its fsync on, is on the other core.
import { startPostgres } from '../../contract/store/postgresServer.ts';
import { freePort } from '../../environment.ts';
import { middle, ratios, type Figure, type Reading } from '../figure.ts';
import { coreMsOf } from '../machine.ts';
import { install } from '../outside.ts';
import { CONNECTIONS, warm } from '../warm.ts';
import type { Workbench } from '../workbench.ts';

/** PostgreSQL commits groups of pages one after the other, and a second may be over before one is. */
const LEAST_S = 4;
/** Each count is a PostgreSQL of its own and a warm-up. */
const MOST_ROUNDS = 3;

interface Together {
	rates: number[];
	costs: number[];
	/** Calls of the provider for each page. */
	told: number;
	/** What the least busy one delivered, in times of an even share. */
	leastShare: number;
}

export const processes: Figure = {
	number: 12, title: 'Processes on one PostgreSQL',
	async measure( bench, { rounds, seconds } ) {
		const readings: Reading[] = [];
		const alone: number[] = [];
		for ( const count of [ 1, 2, 4 ] ) {
			const { rates, costs, told, leastShare } = await together( bench, count, Math.min( rounds, MOST_ROUNDS ), seconds );
			alone.push( middle( costs ) );
			readings.push(
				{ what: `${ count }: calls of the provider for each page`, values: [ told ], unit: '', goal: { words: '1', most: 1 } },
				{ what: `${ count }: core time of a page / one process`, ...ratios( costs, costs.map( () => alone[ 0 ]! ) ), goal: { words: 'flat', most: 1.2 } },
				{ what: `${ count }: core time of a page, all processes`, values: costs, unit: 'ms' },
				{ what: `${ count }: least share of the deliveries / even`, values: [ leastShare ], unit: 'x' },
				{ what: `${ count }: accepts of all together`, values: rates, unit: '/s' }
			);
		}
		return readings;
	}
};

async function together( bench: Workbench, count: number, rounds: number, seconds: number ): Promise<Together> {
	const postgres = await startPostgres( { fsync: true } );
	bench.finally( () => postgres.stop() );
	const installation = await install( bench, { DATABASE_URL: postgres.url } );
	const { provider, settle } = installation;
	delete installation.env.PAGE_SRE_STORE;
	const servers = [ await installation.start() ];
	while ( servers.length < count ) {
		// The provider tells them apart by the contact in their User-Agent.
		servers.push( await installation.start( { env: {
			PAGE_SRE_LISTEN: `127.0.0.1:${ await freePort() }`, PAGE_SRE_CONTACT: `bench${ servers.length }@example.org`
		} } ) );
	}
	const asked = { ...await installation.members( { sessions: CONNECTIONS } ), alsoPorts: servers.slice( 1 ).map( ( { port } ) => port ) };
	await warm( bench, installation, [ asked ] );
	const spent = (): number => servers.reduce( ( sum, { pid } ) => sum + coreMsOf( pid ), 0 );
	const [ rates, costs ]: [ number[], number[] ] = [ [], [] ];
	for ( let round = 0; round < rounds; round++ ) {
		const [ before, pages ] = [ spent(), provider.pages() ];
		const { perSecond } = await bench.load( { ...asked, connections: CONNECTIONS, seconds: Math.max( LEAST_S, seconds ), warmUpSeconds: 0.5 } );
		rates.push( perSecond );
		await settle();
		costs.push( ( spent() - before ) / ( provider.pages() - pages ) );
	}
	for ( const server of servers ) {
		await server.stop( 'SIGKILL' );
	}
	const shares = [ ...provider.callsBy.values() ];
	const even = provider.calls() / count;
	return { rates, costs, told: provider.calls() / provider.pages(), leastShare: shares.length < count ? 0 : Math.min( ...shares ) / even };
}
