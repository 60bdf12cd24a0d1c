// The load generator as a process of its own, on a core of its own. Started by workbench.ts, never by hand.
import { generate, type LoadPlan } from './generate.ts';

process.on( 'message', ( plan: LoadPlan ) => {
	generate( plan ).then( ( result ) => process.send!( { result } ), ( error: unknown ) => process.send!( { failed: String( error ) } ) );
} );
process.send!( 'ready' );
