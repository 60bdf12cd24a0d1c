// `npm run bench -- --only 1,2 --rounds 7 --seconds 3 --to data/bench`: every figure, or those, one after the
// other, as JSON and as a table. Nothing else should run on the machine meanwhile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stayOn } from './cores.ts';
import { isUnsteady, middle, reads, type Figure, type Options, type Reading } from './figure.ts';
import { accepts } from './figures/01-accepts.ts';
import { latency } from './figures/02-latency.ts';
import { farProvider } from './figures/03-farProvider.ts';
import { hanging } from './figures/04-hanging.ts';
import { kills } from './figures/05-kills.ts';
import { delivery } from './figures/06-delivery.ts';
import { start } from './figures/07-start.ts';
import { memory } from './figures/08-memory.ts';
import { opening } from './figures/09-opening.ts';
import { weight } from './figures/09-weight.ts';
import { panels } from './figures/10-panels.ts';
import { full } from './figures/11-full.ts';
import { processes } from './figures/12-processes.ts';
import { machine, type Machine } from './machine.ts';
import { atWorkbench } from './workbench.ts';

const figures: readonly Figure[] = [
	accepts, latency, farProvider, hanging, kills, delivery, start, memory, weight, opening, panels, full, processes
];

const { values } = parseArgs( { options: {
	only: { type: 'string' }, rounds: { type: 'string', default: '7' }, seconds: { type: 'string', default: '2' }, to: { type: 'string', default: 'data/bench' }
} } );
const only = values.only?.split( ',' ).map( Number );

interface Result {
	number: number;
	title: string;
	slowDiskMs: number;
	machine: Machine;
	readings: readonly Reading[];
	/** Measured again because its reference was unsteady. */
	again: boolean;
	tookSeconds: number;
}

function shown( value: number ): string {
	return value >= 100 ? value.toFixed( 0 ) : value.toPrecision( 3 );
}

function verdict( reading: Reading ): string {
	return isUnsteady( reading ) ? `${ reads( reading ) }, but the reference was unsteady` : reads( reading );
}

function table( results: readonly Result[] ): string {
	const rows = results.flatMap( ( { number, title, slowDiskMs, readings } ) => readings.map( ( reading ) => {
		const [ least, most ] = [ Math.min( ...reading.values ), Math.max( ...reading.values ) ];
		const disk = slowDiskMs === 0 ? '' : `, fsync +${ slowDiskMs } ms`;
		const cells = [
			String( number ), title + disk, reading.what, `${ shown( middle( reading.values ) ) } ${ reading.unit }`, `${ shown( least ) } - ${ shown( most ) }`,
			reading.goal?.words ?? '', verdict( reading )
		];
		return `| ${ cells.join( ' | ' ) } |`;
	} ) );
	const notes = results.map( ( { number, machine: { load, fsync }, again, tookSeconds } ) =>
		`${ number }: load ${ load }, fdatasync p50 ${ fsync.p50.toFixed( 3 ) } ms, p99 ${ fsync.p99.toFixed( 2 ) } ms; ${ tookSeconds } s${ again ? ', twice' : '' }` );
	const [ first ] = results;
	const pinned = first?.machine.pinned ? 'server and load pinned to cores of their own' : 'unpinned';
	return [
		`Node ${ first?.machine.node }, ${ first?.machine.cores }, ${ pinned }, ${ values.rounds } rounds of ${ values.seconds } s.`, '',
		'| # | figure | of | middle | least - most | goal | |', '|---|---|---|---|---|---|---|', ...rows, '',
		'When measured:', ...notes.map( ( note ) => `- ${ note }` ), ''
	].join( '\n' );
}

/** A figure whose reference was unsteady is measured once more, and the second time counts, whatever it says. */
async function measured( { number, title, measure }: Figure, options: Options ): Promise<Result> {
	const began = performance.now();
	const attempt = (): Promise<Reading[]> => atWorkbench( ( bench ) => measure( bench, options ) );
	const was = machine( tmpdir() );
	const first = await attempt();
	const again = first.some( isUnsteady );
	return {
		number, title, slowDiskMs: options.slowDiskMs, machine: was, readings: again ? await attempt() : first, again,
		tookSeconds: Math.round( ( performance.now() - began ) / 1000 )
	};
}

stayOn( 'measuring' );
mkdirSync( values.to, { recursive: true } );
const results: Result[] = [];
for ( const figure of figures.filter( ( { number } ) => only === undefined || only.includes( number ) ) ) {
	for ( const slowDiskMs of figure.disks ?? [ 0 ] ) {
		process.stdout.write( `${ figure.number } ${ figure.title }${ slowDiskMs > 0 ? `, fsync +${ slowDiskMs } ms` : '' }\n` );
		const result = await measured( figure, { rounds: Number( values.rounds ), seconds: Number( values.seconds ), slowDiskMs } )
			.catch( ( error: unknown ) => {
				process.stderr.write( `  could not be measured: ${ String( error ) }\n` );
				process.exitCode = 1;
			} );
		if ( !result ) {
			continue;
		}
		results.push( result );
		for ( const reading of result.readings ) {
			process.stdout.write( `  ${ reading.what }: ${ shown( middle( reading.values ) ) } ${ reading.unit } (${ verdict( reading ) })\n` );
		}
		process.stdout.write( `  (load ${ result.machine.load }, ${ result.tookSeconds } s${ result.again ? ', measured twice' : '' })\n` );
		writeFileSync( join( values.to, 'figures.json' ), JSON.stringify( results, null, '\t' ) );
		writeFileSync( join( values.to, 'figures.md' ), table( results ) );
	}
}
