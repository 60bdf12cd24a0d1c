// Every figure that a monitoring can read, in one table: docs/metrics.md is held to it. Names are a promise to
// whoever watches. A label's values are closed lists or names of the configuration, never a person, a text or an id.
import { failureReasons, membershipSources, pageStates } from '../contract/page.ts';
import { errorCodes, limitScopes, notMemberReasons } from '../contract/problem.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Figure {
	name: string;
	type: 'counter' | 'gauge' | 'histogram';
	/** One sentence for whoever reads it at 3 a.m. */
	means: string;
	labels: readonly string[];
	/**
	 * All combinations that there can be; each begins at 0, or the first of its kind would be no increase.
	 *
	 * @param providers every name that a delivery can go to
	 */
	combinations: ( providers: readonly string[] ) => readonly Labels[];
	/** Upper bounds, in the unit of the name. */
	buckets?: readonly number[];
}

/** In which a page still asks something of somebody. */
export const openStates = pageStates.filter( ( state ) => state !== 'resolved' && state !== 'withdrawn' );

export const providerVerdicts = [ 'pages', 'pagesNobody', 'unknown' ] as const;
export const waysToSignIn = [ 'wiki', 'singleSignOn' ] as const;
/** Bounds of the configuration, so that rules need not repeat them. */
export const settings = [ 'answer', 'deadline', 'heartbeat', 'poll', 'roster', 'rosterGrace' ] as const;

/** A phone should ring within seconds; failover starts at 45 s, the deadline is 120 s. */
const untilTaken = [ 0.5, 1, 2, 5, 10, 20, 45, 60, 120, 300, 900, 3600 ];
/** Somebody wakes up, finds a laptop, looks. Pages go on after 300 s. */
const untilAnswered = [ 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 14_400 ];
/** Up to 3 s are the wiki's, in which a page waits for its membership check. */
const ofRequests = [ 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 ];

const combinationsOf = ( label: string, values: readonly string[], more: Labels = {} ): Labels[] =>
	values.map( ( value ) => ( { ...more, [ label ]: value } ) );

const counter = ( name: string, means: string, labels: readonly string[] = [], combinations: Figure[ 'combinations' ] = () => [] ): Figure =>
	( { name, type: 'counter', means, labels, combinations } );
const gauge = ( ...definition: Parameters<typeof counter> ): Figure => ( { ...counter( ...definition ), type: 'gauge' } );
const histogram = ( name: string, means: string, buckets: readonly number[], labels: readonly string[] = [] ): Figure =>
	( { ...counter( name, means, labels ), type: 'histogram', buckets } );

export const figures = {
	accepted: counter( 'page_sre_pages_accepted_total', 'Pages durably stored.' ),
	drills: counter( 'page_sre_drills_accepted_total', 'Drills durably stored; they wake nobody and count in no other figure of pages.' ),
	open: gauge( 'page_sre_pages_open', 'Pages that are neither resolved nor withdrawn; the same from every process on one store.', [ 'state' ], () => combinationsOf( 'state', openStates ) ),
	taken: histogram( 'page_sre_page_delivery_seconds', 'From acceptance until a provider took a page that none had.', untilTaken ),
	answered: histogram( 'page_sre_page_acknowledgement_seconds', 'From acceptance until a responder first acknowledged or resolved a page.', untilAnswered ),
	undelivered: counter( 'page_sre_pages_undelivered_total', 'Pages that became undelivered: no provider took them by their deadline, or all rejected or muted them before.' ),
	unanswered: counter( 'page_sre_pages_unanswered_total', 'Times that a page went on because nobody acknowledged it in time.' ),
	silent: counter( 'page_sre_incidents_silent_total', 'Incidents of pages of which nobody was being notified, and whether the catch-all policy took them.',
		[ 'rerouted' ], () => combinationsOf( 'rerouted', [ 'yes', 'no' ] ) ),
	queueAge: gauge( 'page_sre_queue_age_seconds', 'How long the oldest page that no provider has taken has waited; 0: none. The same from every process on one store.' ),
	queueLate: gauge( 'page_sre_queue_late_seconds', 'How late the most overdue attempt is; 0: none. It grows when deliveries are not worked off, whatever providers say.' ),
	attempts: counter( 'page_sre_delivery_attempts_total', 'Calls of providers by outcome: delivered, or the reason of the failure. Heartbeats and drills have providers of their own.',
		[ 'provider', 'outcome', 'reason' ], ( providers ) => providers.flatMap( ( provider ) => [
			{ provider, outcome: 'delivered', reason: '' },
			...[ 'retry', 'rejected' ].flatMap( ( outcome ) => combinationsOf( 'reason', failureReasons, { provider, outcome } ) )
		] ) ),
	verdict: gauge( 'page_sre_provider_verdict', '1 for what this provider last said of itself, asked every 5 minutes: whether a page would notify anybody.',
		[ 'provider', 'verdict' ] ),
	readBack: gauge( 'page_sre_provider_read_timestamp_seconds', 'When the incidents of this provider were last known: read back, or none to read.', [ 'provider' ] ),
	membership: counter( 'page_sre_membership_checks_total', 'Verdicts on whether somebody may page, by where a yes came from or why it was none.', [ 'verdict', 'ground' ], () => [
		...combinationsOf( 'ground', membershipSources, { verdict: 'member' } ),
		...combinationsOf( 'ground', notMemberReasons, { verdict: 'notMember' } ),
		...combinationsOf( 'ground', failureReasons, { verdict: 'unknown' } )
	] ),
	rosterAt: gauge( 'page_sre_roster_read_timestamp_seconds', 'When the wiki last gave us the whole group; 0: never.' ),
	limitsMet: counter( 'page_sre_limits_met_total', 'Pages and drills refused because a limit was met.', [ 'scope' ], () => combinationsOf( 'scope', limitScopes ) ),
	signIns: counter( 'page_sre_sign_ins_total', 'Sessions begun.', [ 'way' ], () => combinationsOf( 'way', waysToSignIn ) ),
	signInFailures: counter( 'page_sre_sign_in_failures_total', 'Sign-ins that ended with a refusal, by its code.', [ 'code' ], () => combinationsOf( 'code', Object.keys( errorCodes ) ) ),
	refusals: counter( 'page_sre_refusals_total', 'Requests answered with a refusal, by its code.', [ 'code' ], () => combinationsOf( 'code', Object.keys( errorCodes ) ) ),
	streams: gauge( 'page_sre_event_streams', 'Panels that follow a page at this moment.' ),
	requests: counter( 'page_sre_http_requests_total', 'Requests answered, by template of the path and class of the status; event streams count when they end.', [ 'method', 'route', 'status' ] ),
	requestTime: histogram( 'page_sre_http_request_duration_seconds', 'From a request\'s arrival to the end of its answer; without event streams.', ofRequests, [ 'route' ] ),
	alive: gauge( 'page_sre_heartbeat_alive', '1 when the last heartbeat went all the way round.' ),
	lastBeat: gauge( 'page_sre_heartbeat_last_success_timestamp_seconds', 'When a heartbeat last went all the way round; 0: never since the start.' ),
	writable: gauge( 'page_sre_store_writable', '1 when the store took a write just now. Figures of pages and queue keep their last values while it is 0.' ),
	setting: gauge( 'page_sre_setting_seconds', 'Bounds of the configuration, for rules to compare with; 0: switched off.', [ 'setting' ], () => combinationsOf( 'setting', settings ) ),
	startedAt: gauge( 'process_start_time_seconds', 'When the process started.' ),
	cpu: counter( 'process_cpu_seconds_total', 'Processor time of the process.' ),
	memory: gauge( 'process_resident_memory_bytes', 'Memory of the process.' ),
	busy: gauge( 'nodejs_eventloop_utilization', 'Share of the time since the last reading in which the process was busy, from 0 to 1.' )
} as const satisfies Record<string, Figure>;

export type FigureKey = keyof typeof figures;
