// Whatever happens, in whatever order: no accepted page is lost, none is doubled, none says what is not
// true. Random plays over the real server; a failing one prints its seed and its shortest form.
// PROPERTY_RUNS and PROPERTY_SEED make it look longer, or at the same plays again.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageView } from '../../server/contract/page.ts';
import { command, playOn, type Command } from './interleaving.ts';
import { breaches, breachesAfterRecovery } from './judge.ts';
import { startTwoProviderWorld } from './twoProviders.ts';

const runs = Number( process.env.PROPERTY_RUNS ?? 25 );
const seed = process.env.PROPERTY_SEED;
/** Shrinking ends in time to tell what it found; a slow machine makes fewer runs, never none. */
const LIMIT_MS = Number( process.env.PROPERTY_RUNS ? runs * 3_000 : 45_000 );

/** A rejected page is tried again after five minutes; one that nobody answers goes on after five. */
const RECOVERY_STEPS = 26;
const STEP_MS = 15_000;

describe( 'After any course of faults, deaths and answers', () => {
	it( 'every accepted page has come through, once for each alert, and its sender was told the truth', async () => {
		await fc.assert( fc.asyncProperty( fc.array( command, { minLength: 4, maxLength: 20 } ), async ( commands ) => {
			expect( await breachesOf( commands ) ).toEqual( [] );
		} ), { numRuns: runs, ...seed === undefined ? {} : { seed: Number( seed ) }, interruptAfterTimeLimit: LIMIT_MS } );
	}, LIMIT_MS + 30_000 );
} );

async function breachesOf( commands: readonly Command[] ): Promise<string[]> {
	const there = await startTwoProviderWorld();
	const { world } = there;
	world.expectErrors( /page undelivered/, /rejects pages as configured/, /nobody is being notified/, /would wake nobody/ );
	const sender = await world.signIn( 'Steward Foo' );
	const play = playOn( there, sender );
	const look = (): Promise<PageView[]> => Promise.all( play.intents.flatMap( ( { ids } ) => [ ...ids ].map( ( id ) => sender.readPage( id ) ) ) );
	const found: string[] = [];
	try {
		for ( const next of commands ) {
			await play.run( next );
			found.push( ...( await look() ).flatMap( ( page ) => breaches( page, there.incidents() ) ) );
		}
		there.heal();
		await Promise.all( play.intents.map( ( wish ) => play.insist( wish ) ) );
		found.push( ...play.intents.filter( ( { ids } ) => ids.size !== 1 ).map( ( { ids } ) => `one key was answered with ${ ids.size } pages` ) );

		let late: string[] = [ 'nobody has looked' ];
		for ( let step = 0; step < RECOVERY_STEPS && late.length > 0; step++ ) {
			await world.advance( STEP_MS );
			late = ( await look() ).flatMap( ( page ) => breachesAfterRecovery( page, there.incidents() ) );
		}
		// It stays well.
		await world.advance( STEP_MS );
		const pages = await look();
		found.push( ...pages.flatMap( ( page ) => [ ...breaches( page, there.incidents() ), ...breachesAfterRecovery( page, there.incidents() ) ] ) );
	} finally {
		await there.stop();
	}
	return [ ...new Set( found ) ];
}
