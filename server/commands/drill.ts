// `drill`: one drill by a timer. Puts a page that wakes nobody where the running server finds it, and says how
// far it came: the store, a server that works, the on-call service and back. Never a page.
import { parseArgs } from 'node:util';
import type { PageEvent } from '../contract/page.ts';
import type { Millis, Page } from '../pages/page.ts';
import { drillRouteName } from '../pages/provider.ts';
import type { PageStore } from '../pages/ports.ts';
import { EXIT_CONFIG, EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, secondsFrom, type Command, type Surroundings } from './command.ts';
import { withStores } from './openedStores.ts';
import { actorFrom } from './typedValues.ts';

/** A course of its own takes two steps of 15 s after delivery. */
const USUAL_WAIT = '90';
const LOOK_MS = 500;

/** Nobody has this central ID: CentralAuth counts from 1. */
const NOBODY = 0;

export const drill: Command = {
	words: 'drill',
	summary: 'Sends a drill all the way, for a timer: it wakes nobody.',
	help: `page-sre drill [--wait SECONDS] [--by NAME]

Hands a drill to the running server and watches it go all the way: delivered by the drill route, acknowledged
and resolved. It wakes nobody. For a timer whose failures somebody hears of, weekly for example.

  --wait SECONDS   How long to watch. Default: ${ USUAL_WAIT }.
  --by NAME        Who starts it, for the audit log. Default: your login name.

Exit codes, as monitoring expects them:
  0    it went all the way
  1    warning: it was delivered, but its course did not end in time
  2    critical: nobody took it in time; a page might not come through either
  64   the command was not understood
  66   there is no store
  69   the store failed
  78   the configuration is faulty, or names no drill route
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: { wait: { type: 'string', default: USUAL_WAIT }, by: { type: 'string' } } } );
		const waitMs = secondsFrom( '--wait', values.wait );
		const actor = actorFrom( values.by );
		const { drillProviders } = surroundings.config();
		if ( drillProviders.length === 0 ) {
			surroundings.complain( 'No drill route is configured: see "Drills" in docs/operators.md.\n' );
			return EXIT_CONFIG;
		}
		return withStores( surroundings, async ( { pages } ) => {
			const page = aDrill( surroundings.newId(), actor.name, surroundings.clock.now(), waitMs );
			const routes = drillProviders.map( ( { name } ) => drillRouteName( name ) );
			await pages.accept( page, routes, { limits: [], seen: [], askAnyway: false, actor, guidance: null } );
			return watch( pages, page.id, waitMs, surroundings );
		} );
	}
};

async function watch( pages: PageStore, id: string, waitMs: number, { clock, write }: Surroundings ): Promise<number> {
	const told = new Set<number>();
	for ( const until = clock.now() + waitMs; ; await clock.wait( LOOK_MS, AbortSignal.timeout( LOOK_MS * 2 ) ) ) {
		const events = await pages.eventsAfter( id, 0 );
		for ( const event of events.filter( ( { seq } ) => !told.has( seq ) ) ) {
			told.add( event.seq );
			write( `${ event.at } ${ inWords( event ) }\n` );
		}
		const happened = ( kind: PageEvent[ 'kind' ] ): boolean => events.some( ( event ) => event.kind === kind );
		if ( happened( 'resolved' ) ) {
			write( 'OK: the drill went all the way.\n' );
			return EXIT_OK;
		}
		if ( clock.now() >= until ) {
			const isDelivered = happened( 'delivered' );
			write( isDelivered ? 'WARNING: the drill was delivered, but its course has not ended.\n' : 'CRITICAL: nobody took the drill. Is the server running?\n' );
			return isDelivered ? EXIT_WARNING : EXIT_CRITICAL;
		}
	}
}

function inWords( event: PageEvent ): string {
	switch ( event.kind ) {
		case 'attemptFailed':
			return `not taken by ${ event.provider }: ${ event.reason }`;
		case 'delivered':
			return `delivered: ${ event.provider } took it`;
		case 'acknowledged':
		case 'resolved':
			return `${ event.kind } by ${ onOneLine( event.by ?? event.provider ) }`;
		default:
			return event.kind;
	}
}

function aDrill( id: string, by: string, now: Millis, waitMs: Millis ): Page {
	return {
		id,
		kind: 'drill',
		idempotencyKey: id,
		contentHash: '',
		content: {
			summary: 'Check of the path', scope: 'Page SRE', since: '', details: 'Started by a timer or an operator. Nobody needs to act.',
			private: false, language: 'en', contact: {}, context: {}
		},
		sender: { centralId: NOBODY, name: by, email: null },
		membership: { verdict: 'member', standing: 'commandLine', source: 'commandLine', name: by, verifiedAt: now },
		state: 'accepted',
		acceptedAt: now,
		deadlineAt: now + waitMs,
		round: 1
	};
}
