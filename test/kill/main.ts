// `npm run test:kill -- --pages 1000 --store postgres --kills 20 --seed 7`: prints the counts, and fails
// unless every page was accepted, none lost and none doubled.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runKills } from './run.ts';

const { values } = parseArgs( { options: {
	pages: { type: 'string', default: '1000' },
	kills: { type: 'string', default: '20' },
	store: { type: 'string', default: 'sqlite' },
	seed: { type: 'string', default: String( randomInt( 1_000_000 ) ) },
	'limit-seconds': { type: 'string', default: '300' }
} } );

if ( values.store !== 'sqlite' && values.store !== 'postgres' ) {
	throw new Error( '--store must be sqlite or postgres' );
}
const [ pages, kills, seed, limit ] = [ values.pages, values.kills, values.seed, values[ 'limit-seconds' ] ].map( ( text ) => {
	if ( !/^\d+$/.test( text ) ) {
		throw new Error( `${ text } is not a number` );
	}
	return Number( text );
} ) as [ number, number, number, number ];

const counts = await runKills( { store: values.store, pages, kills, seed, limitMs: limit * 1000 } );
process.stdout.write( `${ Object.entries( { store: values.store, seed, ...counts } ).map( ( [ name, value ] ) => `${ name }: ${ value }` ).join( ', ' ) }\n` );
process.exitCode = counts.accepted === pages && counts.lost === 0 && counts.doubled === 0 && counts.kills === kills ? 0 : 1;
