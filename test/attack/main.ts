// `npm run attack -- --cases 1000000 --hours 24 --streams 10000 --seed 7 --only doors,day`: against loopback only, and
// ends by itself. Says what it tries, what came of each wave in one line at the end, and by its exit code whether
// anything got through: 0 nothing, 1 something, 64 it was not understood, 130 and 143 it was stopped.
import { randomInt } from 'node:crypto';
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { waves, type Measure, type WaveName } from './waves.ts';

const all = Object.keys( waves ) as WaveName[];
const say = ( line: string ): void => void process.stdout.write( `${ line }\n` );

function notUnderstood( why: string ): never {
	process.stderr.write( `${ why }\n` );
	process.exit( 64 );
}

function read(): { measure: Measure; chosen: readonly WaveName[] } {
	const { values: { only, ...numbers } } = parseArgs( { options: {
		cases: { type: 'string', default: '1000000' },
		hours: { type: 'string', default: '24' },
		streams: { type: 'string', default: '10000' },
		minutes: { type: 'string', default: '180' },
		seed: { type: 'string', default: String( randomInt( 1_000_000 ) ) },
		from: { type: 'string', default: '1' },
		only: { type: 'string', default: all.join() }
	} } );
	for ( const [ name, text ] of Object.entries( numbers ) ) {
		if ( !/^\d+(\.\d+)?$/.test( text ) ) {
			notUnderstood( `--${ name } must be a number, and "${ text }" is none.` );
		}
	}
	const from = Number( numbers.from );
	if ( !Number.isInteger( from ) || from < 1 || from > 10 ) {
		notUnderstood( '--from must be a tenth, 1 to 10.' );
	}
	const wanted = only.split( ',' ).map( ( name ) => name.trim() );
	const unknown = wanted.filter( ( name ) => !Object.hasOwn( waves, name ) );
	if ( unknown.length > 0 ) {
		notUnderstood( `--only knows ${ all.join( ', ' ) }, and not ${ unknown.map( ( name ) => `"${ name }"` ).join( ', ' ) }.` );
	}
	return { measure: {
		cases: Number( numbers.cases ), hours: Number( numbers.hours ), streams: Number( numbers.streams ),
		minutes: Number( numbers.minutes ), seed: Number( numbers.seed ), from, say
	}, chosen: all.filter( ( name ) => wanted.includes( name ) ) };
}

let input: ReturnType<typeof read>;
try {
	input = read();
} catch ( error ) {
	notUnderstood( ( error as Error ).message );
}
const { measure, chosen } = input;
const outcomes = new Map<WaveName, string>();

function summarise(): void {
	say( '' );
	for ( const name of chosen ) {
		say( `${ name }: ${ outcomes.get( name ) ?? 'not finished' }` );
	}
	say( `Repeat with --seed ${ measure.seed }` );
}

for ( const signal of [ 'SIGINT', 'SIGTERM' ] as const ) {
	process.once( signal, () => {
		summarise();
		// Servers end with us (target.ts).
		process.exit( 128 + constants.signals[ signal ] );
	} );
}

for ( const name of chosen ) {
	say( `${ name }, seed ${ measure.seed }` );
	const began = performance.now();
	const outcome = await waves[ name ]( measure ).catch( ( error: unknown ) => {
		process.exitCode = 1;
		say( `  ${ ( error as Error ).stack ?? String( error ) }` );
		return `GOT THROUGH: ${ ( error as Error ).message.slice( 0, 300 ) }`;
	} );
	outcomes.set( name, `${ outcome }; ${ Math.round( ( performance.now() - began ) / 1000 ) } s` );
}
summarise();
