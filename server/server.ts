// The composition root: every room is made here, once, in one straight line, and taken down in reverse.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createIrcRelay } from './announce/ircRelay.ts';
import { createHandoff } from './auth/handoff.ts';
import { createSessions } from './auth/sessions.ts';
import { createWikiSignIn } from './auth/strategy.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { configuredProviders, PROVIDER_TIMEOUT_MS, userAgentOf } from './configuredProviders.ts';
import { createApp } from './http/app.ts';
import { loadServerWords } from './http/serverWords.ts';
import { createLogger, type Logger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { createDeadMansSwitch } from './oncall/deadMansSwitch.ts';
import { createHeartbeatProvider, HEARTBEAT_PROVIDER } from './oncall/heartbeatProvider.ts';
import { createWatchIncidents } from './pages/acknowledgePage.ts';
import { composeAlert } from './pages/alertText.ts';
import { createDeliverPages } from './pages/deliverPage.ts';
import { createPageFeed } from './pages/feed.ts';
import { createHeartbeat } from './pages/heartbeat.ts';
import type { Clock, PageStore } from './pages/ports.ts';
import { createReadiness } from './pages/readiness.ts';
import { createSubmitPage } from './pages/submitPage.ts';
import { createTellIncidents } from './pages/tellIncidents.ts';
import type { Secret } from './secret.ts';
import { copyStore, type CopyOutcome } from './store/copyStore.ts';
import { openDatabase } from './store/database.ts';
import { createActionStore } from './store/actionStore.ts';
import { createCourseStore } from './store/courseStore.ts';
import { createDeliveryStore } from './store/deliveryStore.ts';
import { createIncidentStore } from './store/incidentStore.ts';
import { listenForPages } from './store/pageNotifications.ts';
import { createPageStore } from './store/pageStore.ts';
import { createStoreProbe } from './store/storeProbe.ts';
import { createSessionStore, createSignInStore } from './store/sessionStore.ts';
import { createActionApi } from './wiki/actionApi.ts';
import { personLinks } from './wiki/links.ts';
import { createMembershipCheck } from './wiki/membership.ts';
import { createWorker } from './worker.ts';

const root = join( import.meta.dirname, '..' );

/** A live check that takes longer counts as no answer: somebody waits. */
const WIKI_TIMEOUT_MS = 3_000;
/** For requests under way when the process is asked to stop. */
const DRAIN_MS = 5_000;

/** What tests replace. */
export interface Overrides {
	clock?: Clock;
	log?: Logger;
	random?: () => number;
	/** Around the store of pages, to be killed at a chosen moment. */
	wrapPageStore?: ( store: PageStore ) => PageStore;
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
	const { clock = systemClock, log = createLogger( config.logLevel ), random = Math.random } = overrides;
	const userAgent = userAgentOf( config );
	const links = ( name: string ): ReturnType<typeof personLinks> => personLinks( config.wikiUrl, name );

	const database = await openDatabase( config.databaseUrl ?? config.store, { log } );
	const { bounds } = config;
	const pageStore = ( overrides.wrapPageStore ?? ( ( store ) => store ) )( createPageStore( database, bounds ) );
	const deliveryStore = createDeliveryStore( database, bounds );
	const incidentStore = createIncidentStore( database, bounds );
	const actionStore = createActionStore( database );
	const sessions = createSessions( createSessionStore( database ), clock );
	const handoff = createHandoff( createSignInStore( database ), clock );

	const api = createActionApi( { wikiUrl: config.wikiUrl, userAgent, timeoutMs: WIKI_TIMEOUT_MS } );
	const membership = createMembershipCheck( api, config.group, clock );
	const providers = configuredProviders( config, clock );

	const providerNames = [ ...providers.keys() ];
	const reachable = new Map( providers ).set( HEARTBEAT_PROVIDER, createHeartbeatProvider() );
	const metrics = createMetrics();
	const announcer = config.ircRelay && createIrcRelay( config.ircRelay, { log } );
	const readiness = createReadiness( [ ...providers.values() ], log );
	const courseStore = createCourseStore( database, { ...bounds, providers: providerNames } );

	const feed = createPageFeed();
	const nudge = (): void => worker.nudge();
	const newId = (): string => ulid( clock.now() );
	const deliver = createDeliverPages( {
		store: deliveryStore,
		course: courseStore,
		providers: reachable,
		composeAlert: ( page, round ) => composeAlert( page, round, { ...config, personLinks: links } ),
		clock,
		feed,
		log,
		random,
		metrics,
		onSettled: nudge
	} );
	const worker = createWorker( {
		deliver,
		watch: createWatchIncidents( { store: incidentStore, clock, feed, log, bounds, nudge } ),
		tell: createTellIncidents( { store: actionStore, providers, clock, log, random } ),
		store: { ...deliveryStore, ...courseStore, ...actionStore },
		providers: reachable,
		clock,
		log,
		readiness,
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
		forgetExpired: async () => {
			await sessions.forgetExpired();
			await handoff.forgetExpired();
		}
	} );

	const stopping = new AbortController();
	const app = createApp( {
		...config,
		dist: join( root, 'gadget/dist' ),
		store: pageStore,
		course: courseStore,
		feed,
		providers,
		clock,
		nudge,
		storeWrites: createStoreProbe( database, () => clock.now() ),
		providerReadiness: () => readiness.verdicts(),
		metrics,
		submitPage: createSubmitPage( {
			store: pageStore,
			membership,
			providers: providerNames,
			clock,
			newId,
			deadlineMs: bounds.deadlineMs,
			onAccepted: ( page ) => {
				nudge();
				metrics.pageAccepted();
				void announcer?.announce( { page, isPrivate: page.content.private } );
			}
		} ),
		membership,
		sessions,
		handoff,
		wikiSignIn: createWikiSignIn( {
			wikiUrl: config.wikiUrl, consumerKey: config.oauth.consumerKey, consumerSecret: config.oauth.consumerSecret.reveal(), userAgent
		}, clock ),
		personLinks: links,
		words: loadServerWords( join( root, 'i18n' ) ),
		log,
		stopping: stopping.signal
	} );

	const httpServer = createServer( app );
	httpServer.listen( config.listen.port, config.listen.host );
	await once( httpServer, 'listening' ).catch( async ( error: unknown ) => {
		await database.destroy();
		throw error;
	} );
	const notifications = config.databaseUrl && await listenForPages( { url: config.databaseUrl, feed, clock, log } );
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
			await database.destroy();
			log.info( {}, 'stopped' );
		}
	};
}

/**
 * What a server has stored in a SQLite file moves to an empty PostgreSQL database. That server must have
 * stopped, or what it accepts afterwards stays behind.
 */
export function moveToPostgres( file: string, url: Secret ): Promise<CopyOutcome> {
	return copyStore( file, url );
}
