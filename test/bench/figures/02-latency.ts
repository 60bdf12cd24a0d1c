// How long one sender waits for the 202, alone and at 50 pages a second, against what the disk needs for one
// fdatasync in the same minute; with the membership in process, and by a wiki, whose own answer time is taken off.
import { middle, type Figure, type Reading } from '../figure.ts';
import type { Asked, LoadResult } from '../load/generate.ts';
import { probe } from '../machine.ts';
import { install } from '../outside.ts';
import { accountQuery } from '../stubs/wiki.ts';
import { warm } from '../warm.ts';

const BEGIN_S = 0.5;
/** At 50 a second: 150 pages in one round, so the 99th of a hundred is the slowest but one. */
const LEAST_S = 3;

type Column = `${ 'in process' | 'by a local wiki' }, ${ 'one connection' | '50 a second' }`;

export const latency: Figure = {
	number: 2, title: 'Accept latency, lightly loaded', disks: [ 0, 5 ],
	async measure( bench, { rounds, seconds, slowDiskMs } ) {
		const installation = await install( bench );
		await installation.start( { slowDiskMs } );
		const named = await installation.members( { sessions: 64, named: true } );
		const live = await installation.members( { sessions: 64 } );
		await warm( bench, installation, [ named, live ] );

		const wikis: number[] = [];
		const disks: number[] = [];
		const columns: Record<string, { p50: number[]; p99: number[] }> = {};
		const note = async ( column: Column, took: Promise<LoadResult>, apart = 0 ): Promise<void> => {
			const { p50, p99 } = await took;
			await installation.settle();
			columns[ column ] ??= { p50: [], p99: [] };
			columns[ column ].p50.push( ( p50 - apart ) / disks.at( -1 )! );
			columns[ column ].p99.push( ( p99 - apart ) / disks.at( -1 )! );
		};
		const alone = ( asked: Asked ): Promise<LoadResult> => bench.load( { ...asked, connections: 1, seconds, warmUpSeconds: BEGIN_S } );
		const steady = ( asked: Asked ): Promise<LoadResult> =>
			bench.load( { ...asked, connections: 4, perSecond: 50, seconds: Math.max( LEAST_S, seconds ), warmUpSeconds: BEGIN_S } );
		for ( let round = 0; round < rounds; round++ ) {
			disks.push( probe( bench.folder ).p50 + slowDiskMs );
			const wiki = ( await bench.load( {
				port: installation.wiki.port, method: 'GET', path: accountQuery, headers: [ {} ], connections: 1, seconds: 1, warmUpSeconds: BEGIN_S
			} ) ).p50;
			wikis.push( wiki );
			await note( 'in process, one connection', alone( named ) );
			await note( 'in process, 50 a second', steady( named ) );
			await note( 'by a local wiki, one connection', alone( live ), wiki );
			await note( 'by a local wiki, 50 a second', steady( live ), wiki );
		}
		const goals = { p50: { words: '<= 8', most: 8 }, p99: { words: '<= 30', most: 30 } };
		return [
			...Object.entries( columns ).flatMap( ( [ column, values ] ) => ( [ 'p50', 'p99' ] as const ).map( ( quantile ): Reading => (
				{ what: `${ quantile } ${ column } / fdatasync`, values: values[ quantile ], unit: 'x', goal: goals[ quantile ], against: disks }
			) ) ),
			{ what: `fdatasync p50 (middle ${ middle( disks ).toFixed( 3 ) })`, values: disks, unit: 'ms' },
			{ what: 'the wiki\'s own answer, p50, taken off above', values: wikis, unit: 'ms' }
		];
	}
};
