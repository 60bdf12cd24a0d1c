// What may happen to pages, in any order: senders, engineers, faults of two on-call services and the death
// of our server, each as one command that a generator can choose and shrink.
import fc from 'fast-check';
import type { Fault } from '../../server/sandbox/onCall/faults.ts';
import { newKey, type SenderClient } from '../harness.ts';
import type { ProviderUnderTest, TwoProviderWorld } from './twoProviders.ts';

export type Command =
	| { kind: 'send'; clicks: number }
	| { kind: 'retry'; intent: number }
	| { kind: 'sendAndCrash'; ticks: number }
	| { kind: 'crash' | 'restart' | 'heal' }
	| { kind: 'advance'; seconds: number }
	| { kind: 'fault'; second: boolean; fault: Fault }
	| { kind: 'acknowledge' | 'handBack' | 'resolve'; second: boolean; intent: number }
	| { kind: 'withdraw' | 'note' | 'again'; intent: number };

const faults: readonly Fault[] = [
	{ kind: 'status', status: 500, html: true },
	{ kind: 'status', status: 429, retryAfterSeconds: 30 },
	{ kind: 'status', status: 404 },
	{ kind: 'hang' },
	{ kind: 'hangAfterAccept' },
	{ kind: 'resetAfterAccept' },
	{ kind: 'refuseConnections' },
	{ kind: 'truncate' },
	{ kind: 'resultFailure' },
	{ kind: 'maintenanceMode' },
	{ kind: 'emptyRota' }
];

const intent = fc.nat( { max: 3 } );
const second = fc.boolean();
const kinds = <Kind extends Command[ 'kind' ]>( ...names: Kind[] ): fc.Arbitrary<Kind> => fc.constantFrom( ...names );

export const command: fc.Arbitrary<Command> = fc.oneof(
	{ weight: 4, arbitrary: fc.record( { kind: kinds( 'send' ), clicks: fc.integer( { min: 1, max: 3 } ) } ) },
	{ weight: 2, arbitrary: fc.record( { kind: kinds( 'retry' ), intent } ) },
	// A send takes some twenty turns of the event loop.
	{ weight: 2, arbitrary: fc.record( { kind: kinds( 'sendAndCrash' ), ticks: fc.nat( { max: 40 } ) } ) },
	{ weight: 4, arbitrary: fc.record( { kind: kinds( 'crash', 'restart', 'heal' ) } ) },
	{ weight: 6, arbitrary: fc.record( { kind: kinds( 'advance' ), seconds: fc.integer( { min: 1, max: 60 } ) } ) },
	{ weight: 5, arbitrary: fc.record( { kind: kinds( 'fault' ), second, fault: fc.constantFrom( ...faults ) } ) },
	{ weight: 4, arbitrary: fc.record( { kind: kinds( 'acknowledge', 'handBack', 'resolve' ), second, intent } ) },
	{ weight: 3, arbitrary: fc.record( { kind: kinds( 'withdraw', 'note', 'again' ), intent } ) }
);

/** One wish to page, with every id that it was ever answered with. */
export interface Intent {
	idempotencyKey: string;
	ids: Set<string>;
}

export interface Play {
	intents: Intent[];
	run( command: Command ): Promise<void>;
	/** Asks until it is answered: what a panel does that got no answer. */
	insist( intent: Intent ): Promise<void>;
}

/** Attempts end after 10 s by themselves, so whatever hangs is answered before. */
const LONGEST_HANG_S = 9;

export function playOn( there: TwoProviderWorld, sender: SenderClient ): Play {
	const { world } = there;
	const intents: Intent[] = [];
	const providerOf = ( isSecond: boolean ): ProviderUnderTest => isSecond ? there.second : there.first;
	const chosen = ( index: number ): Intent | undefined => intents[ index % Math.max( 1, intents.length ) ];

	async function ask( wish: Intent ): Promise<void> {
		try {
			const { status, body } = await sender.sendPage( { idempotencyKey: wish.idempotencyKey } );
			if ( status === 202 ) {
				wish.ids.add( body.id );
			}
		} catch {
			// No answer: it may have been accepted or not. The same key makes asking again safe.
		}
	}

	function begin(): Intent {
		const wish = { idempotencyKey: newKey(), ids: new Set<string>() };
		intents.push( wish );
		return wish;
	}

	/** The keys of its alerts at this provider that we know were taken. */
	async function settledAlerts( wish: Intent, provider: ProviderUnderTest ): Promise<string[]> {
		const [ id ] = wish.ids;
		if ( id === undefined ) {
			return [];
		}
		const known = ( await sender.readPage( id ) ).events.filter( ( event ) => event.kind === 'delivered' && event.provider === provider.name );
		const opened = there.incidents().filter( ( incident ) => incident.provider === provider.name && incident.dedupKey.split( '/' )[ 1 ] === id );
		return known.length === opened.length ? opened.map( ( { dedupKey } ) => dedupKey ) : [];
	}

	async function engineer( { kind, second: isSecond, intent: index }: Extract<Command, { second: boolean; intent: number }> ): Promise<void> {
		const wish = chosen( index );
		const [ id ] = wish?.ids ?? [];
		const provider = providerOf( isSecond );
		if ( !wish || id === undefined ) {
			return;
		}
		if ( kind === 'resolve' ) {
			// By the rules of both services the same key opens a new incident after a resolution. So a page whose
			// taking we could not record yet rings once more; nobody can close that gap from our side.
			( await settledAlerts( wish, provider ) ).forEach( ( dedupKey ) => provider.resolve( dedupKey ) );
			return;
		}
		there.incidents().filter( ( { dedupKey } ) => dedupKey.split( '/' )[ 1 ] === id ).forEach( ( { dedupKey } ) => provider[ kind ]( dedupKey ) );
	}

	async function senderActs( kind: 'withdraw' | 'note' | 'again', index: number ): Promise<void> {
		const [ id ] = chosen( index )?.ids ?? [];
		if ( id === undefined ) {
			return;
		}
		const body = { withdraw: {}, note: { text: 'Only from Europe.' }, again: { round: ( await sender.readPage( id ) ).round + 1 } }[ kind ];
		await sender.call( 'POST', `/v1/pages/${ id }/${ kind === 'note' ? 'notes' : kind }`, body );
	}

	async function advance( seconds: number ): Promise<void> {
		const hanging = [ there.first, there.second ].filter( ( { faults: { held } } ) => held() > 0 );
		await world.advance( Math.min( seconds, hanging.length > 0 ? LONGEST_HANG_S : Infinity ) * 1000 );
		hanging.forEach( ( { faults: { release } } ) => release() );
	}

	async function startAgain(): Promise<void> {
		// A stop waits for what hangs.
		there.heal();
		await world.restart();
	}

	return {
		intents,
		async insist( wish ) {
			for ( let tries = 0; wish.ids.size === 0 && tries < 5; tries++ ) {
				await ask( wish );
			}
		},
		async run( next ) {
			switch ( next.kind ) {
				case 'send': {
					const wish = begin();
					await Promise.all( Array.from( { length: next.clicks }, () => ask( wish ) ) );
					break;
				}
				case 'retry': {
					const wish = chosen( next.intent );
					await ( wish && ask( wish ) );
					break;
				}
				case 'sendAndCrash': {
					const asked = ask( begin() );
					for ( let tick = 0; tick < next.ticks; tick++ ) {
						await new Promise( setImmediate );
					}
					world.crash();
					await asked;
					await world.restart();
					break;
				}
				case 'crash':
					world.crash();
					await world.restart();
					break;
				case 'restart':
					await startAgain();
					break;
				case 'heal':
					there.heal();
					break;
				case 'advance':
					await advance( next.seconds );
					break;
				case 'fault':
					providerOf( next.second ).faults.set( next.fault );
					break;
				case 'acknowledge':
				case 'handBack':
				case 'resolve':
					await engineer( next );
					break;
				case 'withdraw':
				case 'note':
				case 'again':
					await senderActs( next.kind, next.intent );
			}
		}
	};
}
