// What is going on now, for a member who is about to page: open pages, who is on call, incidents of others, the
// status page. Each is read once for all who look (source.ts), and only while somebody does.
import type { StatusReport, OpenIncident, Situation } from '../contract/situation.ts';
import type { Logger } from '../logger.ts';
import { openPage } from './openPage.ts';
import type { Millis } from './page.ts';
import type { Clock, IncidentStore, PageStore } from './ports.ts';
import type { ForeignIncident, Provider } from './provider.ts';
import type { ReadingPace } from './readingPace.ts';
import { createSource, type Reading, type Source } from './source.ts';

export interface SituationDeps {
	store: Pick<PageStore, 'list'>;
	incidents: Pick<IncidentStore, 'watched'>;
	/** In failover order. */
	providers: ReadonlyMap<string, Provider>;
	/** Whether members may see incidents of others at all. */
	showsIncidents: boolean;
	/** Undefined: no status page is configured. Bounded by itself. @throws ObservationError */
	readStatus: ( () => Promise<StatusReport> ) | undefined;
	paceOf: ( provider: string ) => ReadingPace;
	clock: Clock;
	log: Logger;
	stopping: AbortSignal;
}

export interface SituationWatch {
	/** @throws ServiceError storeUnavailable */
	look(): Promise<Situation>;
	/**
	 * Incidents of others as they were read last, lately enough to be true; empty where nobody could say. Takes a
	 * second at most. Never throws.
	 */
	openIncidents(): Promise<OpenIncident[]>;
}

/** Panels look every ten seconds, and no two looks are exactly so far apart. */
const EVERY_MS = 9_000;
/** Splunk On-Call's rota may be asked about once a minute, and no rota changes faster. */
const ROTA_EVERY_MS = 60_000;

/** A second is not noticed, and the next look brings what came later. */
const PATIENCE_MS = 1_000;
/** Where there is nothing to show yet: a service that is read twice wants two seconds in between. */
const FIRST_PATIENCE_MS = 3_000;
/** While a page waits to be accepted. */
const SUBMIT_PATIENCE_MS = 900;

/** What was true this long ago may still keep somebody from waking people for nothing; what is older may be over. */
const STILL_TRUE_MS = 5 * 60_000;
/** More than this many open pages are an outage that everybody knows of. */
const SHOWN = 50;

interface Watched {
	provider: string;
	onCall: Source<string[]> | undefined;
	incidents: Source<ForeignIncident[]> | undefined;
}

export function createSituationWatch( deps: SituationDeps ): SituationWatch {
	const { clock, log, stopping } = deps;

	function watch( provider: Provider ): Watched {
		const pace = deps.paceOf( provider.name );
		type Ask<Value> = ( () => Promise<Value> ) | undefined;
		const of = <Value>( what: string, everyMs: number, ask: Ask<Value> ): Source<Value> | undefined => ask && createSource( {
			name: `${ provider.name } ${ what }`, read: ask, everyMs, clock, log,
			turn: () => pace.turn( stopping ),
			onPeace: ( until ) => pace.rest( until )
		} );
		return {
			provider: provider.name,
			onCall: of( 'on call', ROTA_EVERY_MS, provider.onCallNow && ( () => provider.onCallNow!() ) ),
			incidents: of( 'incidents', EVERY_MS, deps.showsIncidents && provider.openIncidents ? () => provider.openIncidents!() : undefined )
		};
	}
	const watched = Array.from( deps.providers.values(), watch );
	const status = deps.readStatus && createSource( { name: 'status page', read: deps.readStatus, everyMs: EVERY_MS, clock, log } );

	/** Whatever has never been told is worth a longer wait. */
	async function read<Value>( source: Source<Value> ): Promise<Reading<Value>> {
		const reading = await source.look( PATIENCE_MS );
		return reading.asOf === null && !reading.failing ? source.look( FIRST_PATIENCE_MS - PATIENCE_MS ) : reading;
	}

	/** One that groups alerts shows no key of ours; but we may know it by its reference. */
	async function others( provider: string, incidents: readonly ForeignIncident[] ): Promise<OpenIncident[]> {
		if ( incidents.length === 0 ) {
			return [];
		}
		const ours = new Set( ( await deps.incidents.watched( provider ) ).map( ( { incident } ) => incident ) );
		return incidents
			.filter( ( { incident } ) => !ours.has( incident ) )
			.map( ( one ) => ( { ...one, provider, since: one.since === null ? null : iso( one.since ) } ) );
	}

	async function look( { provider, onCall, incidents }: Watched ): Promise<Situation[ 'providers' ][ 0 ]> {
		// Incidents first: where both have to wait for each other, they say more.
		const [ told, names ] = await Promise.all( [ incidents && read( incidents ), onCall && read( onCall ) ] );
		return {
			provider,
			onCall: names ? asTold( names, names.value ) : null,
			incidents: told ? asTold( told, told.value && await others( provider, told.value ) ) : null
		};
	}

	return {
		async look() {
			const [ pages, providers, report ] = await Promise.all( [
				deps.store.list( { open: true, kind: 'page', limit: SHOWN } ),
				Promise.all( watched.map( look ) ),
				status && read( status )
			] );
			return { pages: pages.map( openPage ), providers, status: report ? asTold( report, report.value ) : null };
		},

		async openIncidents() {
			const lists = await Promise.all( watched.map( async ( { provider, incidents } ) => {
				const told = await incidents?.look( SUBMIT_PATIENCE_MS );
				const isTrue = told && told.asOf !== null && clock.now() - told.asOf <= STILL_TRUE_MS;
				return isTrue && told.value ? others( provider, told.value ) : [];
			} ) ).catch( ( error: unknown ) => {
				log.warn( { err: error }, 'incidents of others could not be looked at' );
				return [];
			} );
			return lists.flat();
		}
	};
}

function asTold<Value>( { asOf, failing }: Reading<unknown>, value: Value | null ): { asOf: string | null; failing: boolean; value: Value | null } {
	return { asOf: asOf === null ? null : iso( asOf ), failing, value };
}

function iso( at: Millis ): string {
	return new Date( at ).toISOString();
}
