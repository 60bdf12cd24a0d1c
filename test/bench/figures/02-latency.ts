// How long one sender waits for the 202, alone and at 50 pages a second, against what the disk needs for one
// fdatasync in the same minute; the wiki's own answer time apart.
import { middle, type Figure } from '../figure.ts';
import { probe } from '../machine.ts';
import { install } from '../outside.ts';

export const latency: Figure = {
	number: 2, title: 'Accept latency, lightly loaded', disks: [ 0, 5 ],
	async measure( bench, { rounds, seconds, slowDiskMs } ) {
		const installation = await install( bench );
		await installation.start( { slowDiskMs } );
		const asked = await installation.namedMember();
		const columns: Record<'p50' | 'p99' | 'open50' | 'open99' | 'disk', number[]> = { p50: [], p99: [], open50: [], open99: [], disk: [] };
		await bench.load( { ...asked, connections: 1, seconds: 1, warmUpSeconds: 2 } );
		for ( let round = 0; round < rounds; round++ ) {
			const disk = probe( bench.folder ).p50 + slowDiskMs;
			const alone = await bench.load( { ...asked, connections: 1, seconds, warmUpSeconds: 0.5 } );
			const steady = await bench.load( { ...asked, connections: 4, perSecond: 50, seconds, warmUpSeconds: 0.5 } );
			columns.disk.push( disk );
			columns.p50.push( alone.p50 / disk );
			columns.p99.push( alone.p99 / disk );
			columns.open50.push( steady.p50 / disk );
			columns.open99.push( steady.p99 / disk );
		}
		const most = ( words: string, value: number ): { words: string; most: number } => ( { words, most: value } );
		return [
			{ what: 'p50, one connection / fdatasync', values: columns.p50, unit: 'x', goal: most( '<= 8', 8 ) },
			{ what: 'p99, one connection / fdatasync', values: columns.p99, unit: 'x', goal: most( '<= 30', 30 ) },
			{ what: 'p50, 50 a second / fdatasync', values: columns.open50, unit: 'x', goal: most( '<= 8', 8 ) },
			{ what: 'p99, 50 a second / fdatasync', values: columns.open99, unit: 'x', goal: most( '<= 30', 30 ) },
			{ what: `fdatasync p50 (middle ${ middle( columns.disk ).toFixed( 2 ) })`, values: columns.disk, unit: 'ms' }
		];
	}
};
