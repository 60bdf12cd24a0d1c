// From the sender's click to the provider's ear, against a direct POST there; and how long 1,000 pages need that
// waited for a provider to come back.
import { setTimeout as pause } from 'node:timers/promises';
import { aPage } from '../../harness.ts';
import { alternate, type Figure } from '../figure.ts';
import { quantiles } from '../load/generate.ts';
import { install } from '../outside.ts';

const SENT = 50;
const WAITING = 1_000;
/** Longer than anything here takes. */
const LIMIT_MS = 120_000;

export const delivery: Figure = {
	number: 6, title: 'Time to the provider',
	async measure( bench, { rounds } ) {
		const installation = await install( bench );
		const { provider } = installation;
		const { port } = await installation.start();
		const asked = await installation.namedMember();
		const post = async (): Promise<{ id: string; at: number }> => {
			const at = performance.now();
			const response = await fetch( `http://127.0.0.1:${ port }/v1/pages`, {
				method: 'POST', headers: { ...asked.headers, 'Content-Type': 'application/json' }, body: JSON.stringify( aPage() )
			} );
			return { id: ( await response.json() as { id: string } ).id, at };
		};

		async function heard( id: string ): Promise<number> {
			for ( const began = performance.now(); performance.now() - began < LIMIT_MS; await pause( 1 ) ) {
				const at = provider.heard.get( id );
				if ( at !== undefined ) {
					return at;
				}
			}
			throw new Error( `${ id } was never heard of` );
		}

		const byUs = async (): Promise<{ p50: number; p99: number }> => {
			const took: number[] = [];
			for ( let number = 0; number < SENT; number++ ) {
				const { id, at } = await post();
				took.push( await heard( id ) - at );
				await pause( 30 );
			}
			return quantiles( took );
		};
		let number = 0;
		const direct = async (): Promise<{ p50: number; p99: number }> => {
			const took: number[] = [];
			for ( let sent = 0; sent < SENT; sent++ ) {
				const id = `direct${ number++ }`;
				const at = performance.now();
				const response = await fetch( provider.url, { method: 'POST', headers: { 'webhook-id': `page-sre/${ id }`, Connection: 'close' }, body: JSON.stringify( aPage() ) } );
				await response.text();
				took.push( await heard( id ) - at );
				await pause( 30 );
			}
			return quantiles( took );
		};
		await byUs();
		const pairs = await alternate( rounds, direct, byUs );

		provider.delay( Infinity );
		const waiting: string[] = [];
		for ( let batch = 0; batch < WAITING / 50; batch++ ) {
			waiting.push( ...( await Promise.all( Array.from( { length: 50 }, post ) ) ).map( ( { id } ) => id ) );
		}
		const before = new Set( waiting.filter( ( id ) => provider.heard.has( id ) ) );
		provider.delay( 0 );
		const back = performance.now();
		await Promise.all( waiting.map( heard ) );
		return [
			{ what: 'p50 by us / direct', values: pairs.map( ( [ straight, ours ] ) => ours.p50 / straight.p50 ), unit: 'x', goal: { words: '<= 1.2 + membership', most: 1.2 } },
			{ what: 'p99 by us / direct', values: pairs.map( ( [ straight, ours ] ) => ours.p99 / straight.p99 ), unit: 'x' },
			{ what: 'p50 by us', values: pairs.map( ( [ , ours ] ) => ours.p50 ), unit: 'ms' },
			{ what: `all of ${ WAITING - before.size } waiting, after the provider is back`, values: [ ( performance.now() - back ) / 1000 ], unit: 's', goal: { words: '<= 10 s', most: 10 } }
		];
	}
};
