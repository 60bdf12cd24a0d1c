// One, two and four processes on one PostgreSQL: accepts a second, what each of them delivered, and whether any
// page was told twice.
import { startPostgres } from '../../contract/store/postgresServer.ts';
import { freePort } from '../../environment.ts';
import { install } from '../outside.ts';
import type { Figure, Reading } from '../figure.ts';
import { coreMsOf } from '../machine.ts';

export const processes: Figure = {
	number: 12, title: 'Processes on one PostgreSQL',
	async measure( bench, { seconds } ) {
		const readings: Reading[] = [];
		for ( const count of [ 1, 2, 4 ] ) {
			const postgres = await startPostgres();
			bench.finally( () => postgres.stop() );
			const { env, provider, start: startOne, namedMember } = await install( bench );
			delete env.PAGE_SRE_STORE;
			env.DATABASE_URL = postgres.url;
			const servers = [ await startOne() ];
			const asked = await namedMember();
			while ( servers.length < count ) {
				servers.push( await startOne( { env: { PAGE_SRE_LISTEN: `127.0.0.1:${ await freePort() }` } } ) );
			}
			const before = servers.map( ( { pid } ) => coreMsOf( pid ) );
			// One generator, so one after the other in slices: what is asked of each is fair, not their sum.
			let accepted = 0;
			for ( const { port } of servers ) {
				const { answers } = await bench.load( { ...asked, port, connections: 32, seconds: seconds / count, warmUpSeconds: 0 } );
				accepted += answers[ 202 ] ?? 0;
			}
			while ( provider.heard.size < accepted ) {
				const heard = provider.heard.size;
				await new Promise( ( resolve ) => {
					setTimeout( resolve, 1_000 );
				} );
				if ( provider.heard.size === heard ) {
					break;
				}
			}
			const spent = servers.map( ( { pid }, index ) => coreMsOf( pid ) - before[ index ]! );
			readings.push(
				{ what: `${ count }: accepts in turn`, values: [ accepted / seconds ], unit: '/s' },
				{ what: `${ count }: calls of the provider for each page`, values: [ provider.calls() / provider.heard.size ], unit: '', goal: { words: '1', most: 1 } },
				{ what: `${ count }: core time of a page, all processes`, values: [ spent.reduce( ( sum, one ) => sum + one, 0 ) / accepted ], unit: 'ms' }
			);
			for ( const server of servers ) {
				await server.stop( 'SIGKILL' );
			}
		}
		return readings;
	}
};
