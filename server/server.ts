// The composition root: every room is made here, once, in one straight line, and taken down in reverse.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createIrcRelay } from './announce/ircRelay.ts';
import { createHandoff } from './auth/handoff.ts';
import { createSessions } from './auth/sessions.ts';
import { createSingleSignOn } from './auth/singleSignOn.ts';
import { createWikiSignIn } from './auth/strategy.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { configuredDrillProviders, configuredProviders, PROVIDER_TIMEOUT_MS, userAgentOf } from './configuredProviders.ts';
import { createApp } from './http/app.ts';
import { connectionBounds } from './http/connectionBounds.ts';
import { loadServerWords } from './http/serverWords.ts';
import { createLogger, duringRequest, type Logger } from './logger.ts';
import { newId as newIdAt } from './newId.ts';
import { createDeadMansSwitch } from './oncall/deadMansSwitch.ts';
import { createHeartbeatProvider } from './oncall/heartbeatProvider.ts';
import { createWatchIncidents } from './pages/acknowledgePage.ts';
import { composeAlert } from './pages/alertText.ts';
import { createDeliverPages } from './pages/deliverPage.ts';
import { createDrillConductor } from './pages/drill.ts';
import { createDrillReadiness } from './pages/drillReadiness.ts';
import { createPageFeed } from './pages/feed.ts';
import { createHeartbeat } from './pages/heartbeat.ts';
import type { Clock, PageStore } from './pages/ports.ts';
import { HEARTBEAT_PROVIDER, type Provider } from './pages/provider.ts';
import { createReadiness } from './pages/readiness.ts';
import { createSubmitPage, type SubmitPage } from './pages/submitPage.ts';
import { createTellIncidents } from './pages/tellIncidents.ts';
import { createPeople } from './people.ts';
import { createSituation } from './situation.ts';
import { openStores } from './stores.ts';
import { createAnswers } from './watching/answers.ts';
import { createLookAtStore } from './watching/lookAtStore.ts';
import { createMetrics } from './watching/metrics.ts';
import { createWorker } from './worker.ts';

const root = join( import.meta.dirname, '..' );
const dist = join( root, 'gadget/dist' );
const { version } = JSON.parse( readFileSync( join( root, 'package.json' ), 'utf8' ) ) as { version: string };

/** For requests under way when the process is asked to stop. */
const DRAIN_MS = 5_000;

/** What tests replace. */
export interface Overrides {
	clock?: Clock;
	log?: Logger;
	random?: () => number;
	/** Around the store of pages, to be killed at a chosen moment. */
	wrapPageStore?: ( store: PageStore ) => PageStore;
	/** Told of every statement that goes to the store, to be counted. */
	onQuery?: ( sql: string ) => void;
}

export interface RunningServer {
	/** Port actually listened on. */
	port: number;
	/** Resolves when no delivery attempt is under way. */
	settled(): Promise<void>;
	/** Takes no more requests, ends event streams, lets attempts under way be recorded, closes the store. */
	stop(): Promise<void>;
}

/**
 * Starts everything. When this resolves, requests are served and waiting deliveries are attempted.
 *
 * @throws Error when the store cannot be opened, the gadget is not built, or the port is taken
 */
export async function startServer( config: Config, overrides: Overrides = {} ): Promise<RunningServer> {
	const { clock = systemClock, log = createLogger( config.logLevel ), random = Math.random, onQuery } = overrides;
	const userAgent = userAgentOf( config );

	const stores = await openStores( config, { log, ...onQuery ? { onQuery } : {} } );
	const { bounds, access } = config;
	const pageStore = ( overrides.wrapPageStore ?? ( ( store ) => store ) )( stores.pages );
	const sessions = createSessions( stores.sessions, clock, ( { singleSignOn: ofProxy } ) => metrics.signedIn( ofProxy ? 'singleSignOn' : 'wiki' ) );
	const handoff = createHandoff( stores.signIns, clock );
	const singleSignOn = access.singleSignOn && createSingleSignOn( access.singleSignOn, stores.singleSignOn, clock );

	// Loaded only where somebody wants it.
	const tracing = config.traces ? ( await import( './watching/tracing.ts' ) ).createTracing( log ) : undefined;
	const traced = ( all: ReadonlyMap<string, Provider> ): ReadonlyMap<string, Provider> =>
		tracing ? new Map( Array.from( all, ( [ name, provider ] ) => [ name, tracing.provider( provider ) ] ) ) : all;
	const tracedSubmit = tracing?.submitPage ?? ( ( submit: SubmitPage ) => submit );
	const providers = traced( configuredProviders( config, clock ) );
	const drillProviders = traced( configuredDrillProviders( config, clock ) );
	const providerNames = [ ...providers.keys() ];
	const reachable = new Map( [ ...providers, ...drillProviders ] ).set( HEARTBEAT_PROVIDER, createHeartbeatProvider() );
	const metrics = createMetrics( {
		providers: [ ...reachable.keys() ],
		settings: {
			answer: bounds.answerMs, deadline: bounds.deadlineMs, heartbeat: config.heartbeat.everyMs, poll: config.pollMs,
			roster: access.roster.everyMs, rosterGrace: access.roster.graceMs
		}
	} );
	const { incidents, course } = createAnswers( { pages: pageStore, onAnswered: ( seconds ) => metrics.pageAnswered( seconds ) } ).around( stores );
	const announcer = config.ircRelay && createIrcRelay( config.ircRelay, { log } );
	const readiness = createReadiness( [ ...providers.values() ], log );
	const drillReadiness = createDrillReadiness( [ ...drillProviders.values() ], log );
	const people = createPeople( config, {
		stores, clock, log, dist,
		onVerdict: ( verdict, ground ) => metrics.membership( verdict, ground ),
		onRosterRead: ( readAt ) => metrics.rosterRead( readAt / 1000 )
	} );

	const stopping = new AbortController();
	const situation = createSituation( config, { ...stores, store: pageStore, providers, reachable, clock, log, stopping: stopping.signal } );
	const feed = createPageFeed();
	const nudge = (): void => worker.nudge();
	const newId = (): string => newIdAt( clock.now() );
	const deliver = createDeliverPages( {
		store: tracing?.deliveries( stores.deliveries ) ?? stores.deliveries,
		course,
		providers: reachable,
		drillsAreSafe: drillReadiness.isSafe,
		composeAlert: ( page, round ) => composeAlert( page, round, { ...config, personLinks: people.personLinks } ),
		clock,
		feed,
		log,
		random,
		metrics,
		onSettled: nudge
	} );
	const drillCourse = createDrillConductor( { ...pageStore, course, feed, clock, log } );
	const worker = createWorker( {
		deliver,
		watch: createWatchIncidents( {
			store: tracing?.incidents( incidents ) ?? incidents,
			clock, feed, log, bounds, nudge, metrics,
			onRead: ( provider, at ) => metrics.providerRead( provider, at / 1000 ),
			onSilent: ( rerouted ) => metrics.incidentSilent( rerouted )
		} ),
		tell: createTellIncidents( { store: stores.actions, providers: reachable, clock, log, random } ),
		store: { ...stores.deliveries, ...stores.course, ...stores.actions },
		providers: reachable,
		clock,
		log,
		readiness: { async check() {
			await Promise.all( [ readiness.check(), drillReadiness.check() ] );
		} },
		heartbeat: createHeartbeat( {
			store: pageStore,
			provider: HEARTBEAT_PROVIDER,
			clock,
			log,
			newId,
			nudge,
			onBeat: ( { alive, at } ) => metrics.heartbeat( alive, at / 1000 ),
			...config.heartbeat.url ? {
				report: createDeadMansSwitch( { url: config.heartbeat.url, userAgent, timeoutMs: PROVIDER_TIMEOUT_MS }, () => clock.now() )
			} : {}
		} ),
		heartbeatMs: config.heartbeat.everyMs,
		pollMs: config.pollMs,
		paceOf: situation.paceOf,
		forgetExpired: async () => {
			await sessions.forgetExpired();
			await handoff.forgetExpired();
			await stores.retention.redactTexts( clock.now() - access.retentionMs, clock.now() );
		},
		also: [
			{ name: 'roster', round: people.refreshRoster },
			...drillProviders.size > 0 ? [ { name: 'drills', round: drillCourse.round } ] : []
		]
	} );

	const storeWrites = stores.probe( () => clock.now() );
	const lookAtStore = createLookAtStore( { read: stores.figures, writes: storeWrites, clock } );
	const app = createApp( {
		...config,
		version,
		dist,
		store: pageStore,
		course,
		audit: stores.audit,
		...people,
		rosterKeys: access.roster.keys,
		singleSignOn,
		situation: situation.look,
		drillOffered: drillReadiness.isSafe,
		feed,
		providers,
		clock,
		nudge,
		storeWrites,
		providerReadiness: () => readiness.verdicts(),
		exposeMetrics: async () => metrics.expose( { ...await lookAtStore(), verdicts: readiness.verdicts(), now: clock.now() } ),
		onAnswered: ( answer ) => metrics.requestAnswered( answer ),
		onStream: ( change ) => metrics.stream( change ),
		submitPage: tracedSubmit( createSubmitPage( {
			store: pageStore,
			membership: people.membership,
			guidance: people.guidance,
			limits: access.limits,
			providers: providerNames,
			incidents: situation.unseen,
			drills: { providers: [ ...drillProviders.keys() ], isSafe: drillReadiness.isSafe },
			clock,
			newId,
			deadlineMs: bounds.deadlineMs,
			onAccepted: ( page ) => {
				nudge();
				metrics.pageAccepted( page.kind );
				log.info( { pageId: page.id, kind: page.kind }, 'accepted' );
				void announcer?.announce( { page, isPrivate: page.content.private } );
			},
			onLimited: ( { scope } ) => metrics.limitMet( scope )
		} ) ),
		sessions,
		handoff,
		wikiSignIn: createWikiSignIn( {
			wikiUrl: config.wikiUrl, consumerKey: config.oauth.consumerKey, consumerSecret: config.oauth.consumerSecret.reveal(), userAgent
		}, clock ),
		words: loadServerWords( join( root, 'i18n' ) ),
		log,
		duringRequest,
		stopping: stopping.signal
	} );

	const httpServer = createServer( connectionBounds, app );
	httpServer.listen( config.listen.port, config.listen.host );
	await once( httpServer, 'listening' ).catch( async ( error: unknown ) => {
		await stores.close();
		throw error;
	} );
	const notifications = config.databaseUrl && await ( await import( './store/pageNotifications.ts' ) ).listenForPages( { url: config.databaseUrl, feed, clock, log } );
	worker.start();
	const { port } = httpServer.address() as AddressInfo;
	log.info( { port, providers: providerNames, wiki: config.wikiUrl }, 'ready' );

	return {
		port,
		settled: () => deliver.settled(),
		async stop() {
			stopping.abort();
			const closed = once( httpServer, 'close' );
			httpServer.close();
			httpServer.closeIdleConnections();
			const cutOff = setTimeout( () => httpServer.closeAllConnections(), DRAIN_MS );
			await Promise.all( [ closed, worker.stop() ] );
			clearTimeout( cutOff );
			await notifications?.stop();
			await stores.close();
			log.info( {}, 'stopped' );
		}
	};
}
