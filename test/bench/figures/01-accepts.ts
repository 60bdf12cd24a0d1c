// Pages accepted a second by 64 connections, each durable before its 202, against Node's bare HTTP server.
import { setTimeout as pause } from 'node:timers/promises';
import { alternate, type Figure } from '../figure.ts';
import type { Asked } from '../load/generate.ts';
import { coreMsOf } from '../machine.ts';
import { install } from '../outside.ts';

const CONNECTIONS = 64;
const WARM_UP_S = 1;
/** Deliveries of the last case, until they are through or the next begins on a store of its own. */
const DRAIN_MS = 2_000;

export const accepts: Figure = {
	number: 1, title: 'Durable accepts at 64 connections', disks: [ 0, 5 ],
	async measure( bench, { rounds, seconds, slowDiskMs } ) {
		const bare = await bench.serve( 'bareHttp' );
		const costs: number[] = [];
		const rates: number[] = [];

		async function rate( asked: Asked ): Promise<number> {
			const { answers, perSecond } = await bench.load( { ...asked, connections: CONNECTIONS, seconds, warmUpSeconds: WARM_UP_S } );
			if ( Object.keys( answers ).join() !== '202' ) {
				throw new Error( `not only 202: ${ JSON.stringify( answers ) }` );
			}
			return perSecond;
		}

		/** Each round a product of its own, with an empty store. */
		async function product( named: boolean ): Promise<number> {
			const installation = await install( bench );
			const server = await installation.start( { slowDiskMs } );
			const asked = named ? await installation.namedMember() : ( await installation.member() ).asked;
			const before = coreMsOf( server.pid );
			const perSecond = await rate( asked );
			if ( !named ) {
				rates.push( perSecond );
				costs.push( ( coreMsOf( server.pid ) - before ) / ( perSecond * ( seconds + WARM_UP_S ) ) );
			}
			await pause( DRAIN_MS );
			await server.stop( 'SIGKILL' );
			return perSecond;
		}

		const { asked } = await ( async () => {
			const installation = await install( bench );
			const server = await installation.start();
			const member = await installation.member();
			await server.stop();
			return member;
		} )();
		const reference = (): Promise<number> => rate( { ...asked, port: bare.port } );
		const live = await alternate( rounds, reference, () => product( false ) );
		const inProcess = await alternate( rounds, reference, () => product( true ) );
		const ratios = ( pairs: [ number, number ][] ): number[] => pairs.map( ( [ one, other ] ) => other / one );
		return [
			{ what: 'membership by a local wiki / bare http', values: ratios( live ), unit: 'x', goal: { words: '>= 0.15', least: 0.15 } },
			{ what: 'membership in process / bare http', values: ratios( inProcess ), unit: 'x', goal: { words: '>= 0.25', least: 0.25 } },
			{ what: 'accepts, membership by a local wiki', values: rates, unit: '/s' },
			{ what: 'bare http', values: live.map( ( [ one ] ) => one ), unit: '/s' },
			{ what: 'core time of an accepted page, delivery included', values: costs, unit: 'ms' }
		];
	}
};
