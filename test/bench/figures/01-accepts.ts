// Pages accepted a second by 64 connections, each durable before its 202, against Node's bare HTTP server. One
// sender with 64 sessions: of two senders at once the second is asked about the page of the first, and not accepted.
import { inTurn, ratios, type Figure } from '../figure.ts';
import type { Asked } from '../load/generate.ts';
import { coreMsOf } from '../machine.ts';
import { install } from '../outside.ts';
import { CONNECTIONS, warm } from '../warm.ts';

/** Of each load, before it is measured: connections are new. */
const BEGIN_S = 0.3;

export const accepts: Figure = {
	number: 1, title: 'Durable accepts at 64 connections', disks: [ 0, 5 ],
	async measure( bench, { rounds, seconds, slowDiskMs } ) {
		const installation = await install( bench );
		const { provider, settle } = installation;
		const { pid } = await installation.start( { slowDiskMs } );
		const live = await installation.members( { sessions: CONNECTIONS } );
		const named = await installation.members( { sessions: CONNECTIONS, named: true } );
		const crowd = await installation.members( { people: CONNECTIONS } );
		const bare = { ...live, port: ( await bench.serve( 'bareHttp' ) ).port };
		const costs: number[] = [];
		const delivered: number[] = [];

		async function rate( asked: Asked, only = '202' ): Promise<number> {
			const { answers, perSecond } = await bench.load( { ...asked, connections: CONNECTIONS, seconds, warmUpSeconds: BEGIN_S } );
			if ( only !== '' && Object.keys( answers ).join() !== only ) {
				throw new Error( `not only ${ only }: ${ JSON.stringify( answers ) }` );
			}
			return perSecond;
		}

		async function liveRate(): Promise<number> {
			const [ spent, told ] = [ coreMsOf( pid ), provider.calls() ];
			const perSecond = await rate( live );
			delivered.push( ( provider.calls() - told ) / ( seconds + BEGIN_S ) );
			await settle();
			costs.push( ( coreMsOf( pid ) - spent ) / ( provider.calls() - told ) );
			return perSecond;
		}

		async function settled( asked: Asked, only?: string ): Promise<number> {
			const perSecond = await rate( asked, only );
			await settle();
			return perSecond;
		}

		await warm( bench, installation, [ live, named, crowd ] );
		await rate( bare );
		const rates = await inTurn( rounds, { bare: () => rate( bare ), live: liveRate, named: () => settled( named ), crowd: () => settled( crowd, '' ) } );
		return [
			{ what: 'membership by a local wiki / bare http', ...ratios( rates.live, rates.bare ), goal: { words: '>= 0.15', least: 0.15 } },
			{ what: 'membership in process / bare http', ...ratios( rates.named, rates.bare ), goal: { words: '>= 0.25', least: 0.25 } },
			{ what: 'accepts, membership by a local wiki', values: rates.live, unit: '/s' },
			{ what: 'delivered in the same seconds', values: delivered, unit: '/s' },
			{ what: 'core time of a page, from accepting to delivered', values: costs, unit: 'ms' },
			{ what: 'accepts, membership in process', values: rates.named, unit: '/s' },
			{ what: '64 senders at once, asked about each other\'s pages: answers', values: rates.crowd, unit: '/s' },
			{ what: 'bare http', values: rates.bare, unit: '/s' }
		];
	}
};
