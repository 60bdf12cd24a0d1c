// The figures of this process, counted as things happen and told to Prometheus. Nothing here decides anything,
// and nothing here may throw: a figure is never worth a page.
import { performance } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry, type OpenMetricsContentType } from 'prom-client';
import type { ErrorCode, LimitScope } from '../contract/problem.ts';
import type { Membership, PageKind } from '../pages/page.ts';
import type { DeliveryOutcome } from '../pages/provider.ts';
import { figures, openStates, providerVerdicts, settings, type Figure, type FigureKey, type waysToSignIn } from './figures.ts';
import type { StoreFigures } from './ports.ts';

export interface AnsweredRequest {
	method: string;
	/** Template of the path, of a closed list. */
	route: string;
	status: number;
	/** Undefined for what is not measured: an event stream. */
	seconds: number | undefined;
	/** Of a refusal. */
	code: ErrorCode | undefined;
	isSignIn: boolean;
}

/** What is looked up when somebody asks, instead of being counted. */
export interface Moment {
	now: number;
	writable: boolean;
	/** Undefined: unknown at this moment; what was told last stays. */
	store: StoreFigures | undefined;
	verdicts: readonly { provider: string; verdict: typeof providerVerdicts[ number ] }[];
}

export interface Metrics {
	pageAccepted( kind: PageKind ): void;
	pageTaken( seconds: number ): void;
	pageAnswered( seconds: number ): void;
	pageUndelivered(): void;
	pageUnanswered(): void;
	incidentSilent( rerouted: boolean ): void;
	attempt( provider: string, outcome: DeliveryOutcome ): void;
	providerRead( provider: string, atSeconds: number ): void;
	heartbeat( alive: boolean, atSeconds: number ): void;
	/** @param ground where a yes came from, or why it was none */
	membership( verdict: Membership[ 'verdict' ], ground: string ): void;
	limitMet( scope: LimitScope ): void;
	rosterRead( atSeconds: number ): void;
	signedIn( way: typeof waysToSignIn[ number ] ): void;
	/** @param change 1: one more; -1: one less */
	stream( change: 1 | -1 ): void;
	requestAnswered( request: AnsweredRequest ): void;
	/** Text exposition format. */
	expose( moment: Moment ): Promise<{ contentType: string; text: string }>;
}

export interface MetricsFacts {
	/** Every name that a delivery can go to. */
	providers: readonly string[];
	/** In ms. */
	settings: Readonly<Record<typeof settings[ number ], number>>;
}

export function createMetrics( facts: MetricsFacts ): Metrics {
	const registry = new Registry<OpenMetricsContentType>();
	const counters = made( 'counter', ( options ) => new Counter( { ...options, registers: [ registry ] } ) );
	const gauges = made( 'gauge', ( options ) => new Gauge( { ...options, registers: [ registry ] } ) );
	const histograms = made( 'histogram', ( options ) => new Histogram( { ...options, registers: [ registry ] } ) );
	let busySince = performance.eventLoopUtilization();

	for ( const [ key, { combinations } ] of Object.entries<Figure>( figures ) ) {
		for ( const labels of combinations( facts.providers ) ) {
			counters[ key ]?.inc( labels, 0 );
			gauges[ key ]?.set( labels, 0 );
		}
	}
	for ( const setting of settings ) {
		gauges.setting!.set( { setting }, facts.settings[ setting ] / 1000 );
	}

	const count = ( key: FigureKey, labels: Readonly<Record<string, string>> = {} ): void => counters[ key ]!.inc( labels );
	const set = ( key: FigureKey, value: number, labels: Readonly<Record<string, string>> = {} ): void => gauges[ key ]!.set( labels, value );

	function tellStore( { open, waitingSince, nextDue }: StoreFigures, now: number ): void {
		const since = ( moment = now ): number => Math.max( 0, now - moment ) / 1000;
		openStates.forEach( ( state ) => set( 'open', open.get( state ) ?? 0, { state } ) );
		set( 'queueAge', since( waitingSince ) );
		set( 'queueLate', since( nextDue ) );
	}

	function tellProcess( now: number ): void {
		const { user, system } = process.cpuUsage();
		counters.cpu!.reset();
		counters.cpu!.inc( ( user + system ) / 1e6 );
		set( 'startedAt', now / 1000 - process.uptime() );
		set( 'memory', process.memoryUsage.rss() );
		const busyNow = performance.eventLoopUtilization();
		set( 'busy', performance.eventLoopUtilization( busyNow, busySince ).utilization );
		busySince = busyNow;
	}

	return {
		pageAccepted: ( kind ) => count( kind === 'page' ? 'accepted' : 'drills' ),
		pageTaken: ( seconds ) => histograms.taken!.observe( seconds ),
		pageAnswered: ( seconds ) => histograms.answered!.observe( seconds ),
		pageUndelivered: () => count( 'undelivered' ),
		pageUnanswered: () => count( 'unanswered' ),
		incidentSilent: ( rerouted ) => count( 'silent', { rerouted: rerouted ? 'yes' : 'no' } ),
		attempt: ( provider, outcome ) => count( 'attempts', {
			provider, outcome: outcome.kind, reason: outcome.kind === 'delivered' ? '' : outcome.reason
		} ),
		providerRead: ( provider, atSeconds ) => set( 'readBack', atSeconds, { provider } ),
		heartbeat( went, atSeconds ) {
			set( 'alive', went ? 1 : 0 );
			if ( went ) {
				set( 'lastBeat', atSeconds );
			}
		},
		membership: ( verdict, ground ) => count( 'membership', { verdict, ground } ),
		limitMet: ( scope ) => count( 'limitsMet', { scope } ),
		rosterRead: ( atSeconds ) => set( 'rosterAt', atSeconds ),
		signedIn: ( way ) => count( 'signIns', { way } ),
		stream: ( change ) => gauges.streams!.inc( change ),
		requestAnswered( { method, route, status, seconds, code, isSignIn } ) {
			count( 'requests', { method, route, status: `${ Math.floor( status / 100 ) }xx` } );
			if ( seconds !== undefined ) {
				histograms.requestTime!.observe( { route }, seconds );
			}
			if ( code !== undefined ) {
				count( 'refusals', { code } );
				if ( isSignIn ) {
					count( 'signInFailures', { code } );
				}
			}
		},
		async expose( { now, writable, store, verdicts } ) {
			set( 'writable', writable ? 1 : 0 );
			if ( store ) {
				tellStore( store, now );
			}
			for ( const { provider, verdict } of verdicts ) {
				providerVerdicts.forEach( ( one ) => set( 'verdict', one === verdict ? 1 : 0, { provider, verdict: one } ) );
			}
			tellProcess( now );
			return { contentType: registry.contentType, text: await registry.metrics() };
		}
	};
}

interface Options {
	name: string;
	help: string;
	labelNames: string[];
	buckets: number[];
}

/** The instruments of one type, by key. */
function made<Instrument>( type: Figure[ 'type' ], make: ( options: Options ) => Instrument ): Partial<Record<string, Instrument>> {
	const ofType = Object.entries<Figure>( figures ).filter( ( [ , figure ] ) => figure.type === type );
	return Object.fromEntries( ofType.map( ( [ key, { name, means, labels, buckets = [] } ] ) =>
		[ key, make( { name, help: means, labelNames: [ ...labels ], buckets: [ ...buckets ] } ) ] ) );
}
