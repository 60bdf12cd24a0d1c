// Every request's way through us, on one screen: order is meaning. Express lives in this folder only.
import { join } from 'node:path';
import express, { type Express } from 'express';
import type { Grants } from '../access/grants.ts';
import type { Guidance } from '../access/guidance.ts';
import type { MayLook } from '../access/looking.ts';
import type { AccountSearch, AuditStore } from '../access/ports.ts';
import type { Handoff } from '../auth/handoff.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SingleSignOnSignIn } from '../auth/singleSignOn.ts';
import type { WikiSignIn } from '../auth/strategy.ts';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { ProviderReadiness } from '../contract/health.ts';
import type { RosterView } from '../contract/roster.ts';
import type { Situation, Wikis } from '../contract/situation.ts';
import type { Person } from '../pages/page.ts';
import type { Clock, CourseStore, MembershipCheck, PageFeed, PageStore } from '../pages/ports.ts';
import type { Provider } from '../pages/provider.ts';
import type { SubmitPage } from '../pages/submitPage.ts';
import type { Secret } from '../secret.ts';
import { cookiesFor } from './cookies.ts';
import { createDescribeSession } from './describeSession.ts';
import { authenticate } from './middleware/authenticate.ts';
import { boundBody } from './middleware/boundBody.ts';
import { cors } from './middleware/cors.ts';
import { errors } from './middleware/errors.ts';
import { measure, type MeasuredAnswer } from './middleware/measure.ts';
import { requestId } from './middleware/requestId.ts';
import { keepOpener, securityHeaders } from './middleware/securityHeaders.ts';
import { responderRoutes } from './responders/routes.ts';
import { apiReferenceRoutes } from './routes/apiReference.ts';
import { guidanceRoutes } from './routes/guidance.ts';
import { healthRoutes } from './routes/health.ts';
import { hookRoutes } from './routes/hooks.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { createPageAccess } from './routes/pageAccess.ts';
import { pageActionRoutes } from './routes/pageActions.ts';
import { pageEventRoutes } from './routes/pageEvents.ts';
import { pageRoutes } from './routes/pages.ts';
import { rosterRoutes } from './routes/roster.ts';
import { sessionRoutes } from './routes/session.ts';
import { situationRoutes } from './routes/situation.ts';
import { singleSignOnRoutes } from './routes/singleSignOn.ts';
import { standaloneRoutes } from './routes/standalone.ts';
import { translationRoutes } from './routes/translations.ts';
import type { ServerWords } from './serverWords.ts';
import { wikiOrigins } from './wikiOrigins.ts';

export interface AppDeps {
	/** Of the program. */
	version: string;
	publicUrl: string;
	wikiUrl: string;
	wikiOrigins: readonly string[];
	group: string;
	/** gadget/dist */
	dist: string;
	store: PageStore;
	course: CourseStore;
	feed: PageFeed;
	providers: ReadonlyMap<string, Provider>;
	clock: Pick<Clock, 'now'>;
	storeWrites: () => Promise<boolean>;
	providerReadiness: () => readonly ProviderReadiness[];
	metricsKeys: readonly Secret[];
	exposeMetrics: () => Promise<{ contentType: string; text: string }>;
	onAnswered: ( answer: MeasuredAnswer ) => void;
	/** An event stream begins (1) or ends (-1). */
	onStream: ( change: 1 | -1 ) => void;
	/** Wakes the worker. */
	nudge: () => void;
	submitPage: SubmitPage;
	membership: MembershipCheck;
	guidance: Guidance;
	grants: Grants;
	accounts: AccountSearch;
	isResponder: ( person: Person ) => Promise<boolean>;
	roster: () => Promise<RosterView>;
	rosterKeys: readonly Secret[];
	audit: AuditStore;
	singleSignOn: SingleSignOnSignIn | undefined;
	drillOffered: () => boolean;
	ircChannel: string;
	sessions: Sessions;
	handoff: Handoff;
	wikiSignIn: WikiSignIn;
	askMailable: ( name: string ) => Promise<void>;
	mayLook: MayLook;
	situation: () => Promise<Situation>;
	wikis: () => Promise<Wikis>;
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string | null };
	words: ServerWords;
	log: Logger;
	/** Whatever is logged in `work`, and in what it sets off, carries the request's id. */
	duringRequest: ( requestId: string, work: () => void ) => void;
	stopping: AbortSignal;
}

/** 4,000 code points of details, each escaped as \uXXXX pairs at worst, and the rest of a page. */
const MAX_BODY = '64kb';

export function createApp( deps: AppDeps ): Express {
	const ownOrigin = deps.publicUrl;
	const secure = ownOrigin.startsWith( 'https:' );
	const cookies = cookiesFor( secure );
	const authenticated = authenticate( deps.sessions, cookies, ownOrigin );
	const isWiki = wikiOrigins( deps.wikiOrigins );
	const access = createPageAccess( deps );
	const describeSession = createDescribeSession( deps );

	const app = express();
	app.disable( 'x-powered-by' );
	app.disable( 'etag' );
	app.set( 'query parser', 'simple' );

	app.use( measure( deps.onAnswered ) );
	app.use( requestId( deps.duringRequest ) );
	app.use( securityHeaders( secure ), boundBody );
	app.use( healthRoutes( deps ), metricsRoutes( deps ) );
	app.use( apiReferenceRoutes( deps.version ) );

	app.use( '/oauth', keepOpener, express.urlencoded( { limit: '4kb', extended: false } ), oauthRoutes( { ...deps, isWiki, ownOrigin, cookies } ) );

	app.use( '/sso', singleSignOnRoutes( { ...deps, ownOrigin, cookies } ) );
	app.use( '/sre', responderRoutes( {
		...deps, ownOrigin, cookies, singleSignOn: deps.singleSignOn !== undefined,
		readBack: [ ...deps.providers.values() ].filter( ( provider ) => provider.observe ).map( ( { name } ) => name )
	} ) );

	app.use( '/i18n', cors( isWiki, ownOrigin ), translationRoutes( join( deps.dist, 'i18n' ) ) );
	// Before the JSON parser: a hook's proof covers its bytes. No browser has a reason to come here.
	app.use( '/v1/hooks', hookRoutes( deps ) );
	app.use( '/v1', cors( isWiki, ownOrigin ), express.json( { limit: MAX_BODY } ) );
	app.use( '/v1/session', sessionRoutes( { ...deps, describeSession, cookies, authenticate: authenticated } ) );
	app.use( '/v1/guidance', authenticated, guidanceRoutes( { ...deps, describeSession } ) );
	app.use( '/v1/roster', rosterRoutes( { ...deps, keys: deps.rosterKeys, authenticate: authenticated } ) );
	app.use( '/v1', situationRoutes( { ...deps, authenticate: authenticated } ) );
	app.use( '/v1/pages', authenticated, pageEventRoutes( { ...deps, access } ), pageActionRoutes( { ...deps, access } ), pageRoutes( { ...deps, access } ) );

	app.use( standaloneRoutes( { ...deps, isWiki } ) );

	app.use( () => {
		throw new ServiceError( 'notFound' );
	} );
	app.use( errors( deps.log, () => deps.clock.now() ) );
	return app;
}
