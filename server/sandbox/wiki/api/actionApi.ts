// api.php of the sandbox wiki: CORS, who asks, action=query with the modules below, errors the way
// MediaWiki makes them. Anonymous reading is all that Page SRE needs.
import { ApiError, createCall } from './call.ts';
import { checkAccess } from '../oauth/checks.ts';
import { decideCors } from './cors.ts';
import { globalAllUsers } from './globalAllUsers.ts';
import { globalUserInfo } from './globalUserInfo.ts';
import { globalUsers } from './globalUsers.ts';
import { hasOAuthHeader } from '../oauth/parameters.ts';
import { OAuthRefusal } from '../oauth/refusal.ts';
import { currentRevisions, edit, login, revisionsModule, tokensModule } from './publishing.ts';
import { parameter } from '../request.ts';
import { siteInfo } from './siteInfo.ts';
import { siteMatrix, siteMatrixParameters } from './siteMatrix.ts';
import { usableAccount } from '../oauth/identify.ts';
import { users } from './users.ts';
import { writeApiAnswer } from './format.ts';
import { answer } from '../answer.ts';
import type { Account } from '../accounts.ts';
import type { Answer } from '../answer.ts';
import type { ApiBody } from './format.ts';
import type { ApiCall, CallNotes, QueryModule } from './call.ts';
import type { Revisions } from './publishing.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

const modules = [ globalUsers, globalUserInfo, globalAllUsers, users, siteInfo ];

/** How a wiki without `list=globalusers` says so: MediaWiki warns and goes on; some forks refuse. */
export type OldWikiAnswer = 'warning' | 'badvalue';

const mainParameters = [
	'action', 'format', 'formatversion', 'list', 'meta', 'prop', 'maxlag', 'origin', 'crossorigin', 'uselang',
	'errorformat', 'assert', 'curtimestamp', 'continue', 'rawcontinue', 'requestid', 'smaxage', 'maxage', 'servedby', 'redirects', 'utf8', 'title'
];

export async function actionApi( site: Site, request: WikiRequest, oldWiki?: OldWikiAnswer ): Promise<Answer> {
	const cors = decideCors( site.server, request );
	if ( cors.refusal !== undefined || request.method === 'OPTIONS' ) {
		return cors.refusal ?? answer( 204, 'text/plain; charset=utf-8', '', cors.headers );
	}
	if ( parameter( request, 'action' ) === 'cspreport' ) {
		return answer( 204, 'text/plain; charset=utf-8', '' );
	}
	const revisions = await currentRevisions( site );
	const made = runSafely( site, request, () => {
		const viewer = hasOAuthHeader( request ) ? oauthViewer( site, request ) : undefined;
		return runAction( site, request, viewer ?? ( cors.anonymous ? undefined : site.sessions.account( request ) ), oldWiki, revisions );
	} );
	const version = parameter( request, 'formatversion' ) ?? '1';
	return writeApiAnswer( { ...made, headers: { ...made.headers, ...cors.headers } }, parameter( request, 'format' ), version );
}

/** For faults, too: the body every error of the action API has. */
export function errorBody( site: Site, code: string, info: string, extra: Record<string, unknown> = {} ): Record<string, unknown> {
	const docref = `See ${ site.server }/w/api.php for API usage. Subscribe to the mediawiki-api-announce mailing list at &lt;https://lists.wikimedia.org/postorius/lists/mediawiki-api-announce.lists.wikimedia.org/&gt; for notice of API deprecations and breaking changes.`;
	return { error: { code, info, ...extra, docref } };
}

function runSafely( site: Site, request: WikiRequest, run: () => ApiBody ): ApiBody {
	try {
		return run();
	} catch ( error ) {
		if ( !( error instanceof ApiError ) ) {
			throw error;
		}
		return {
			body: errorBody( site, error.code, error.message, error.extra ),
			headers: { 'MediaWiki-API-Error': error.code },
			shareable: false
		};
	}
}

/** The account of a grant that allows reading; the only grants of Page SRE do not. */
function oauthViewer( site: Site, request: WikiRequest ): Account {
	try {
		const { consumer, grant } = checkAccess( site, request );
		const account = usableAccount( site, consumer, grant );
		if ( grant.grants.every( ( name ) => name.startsWith( 'mwoauth-authonly' ) ) ) {
			throw new ApiError( 'readapidenied', 'You need read permission to use this module.' );
		}
		return account;
	} catch ( error ) {
		if ( !( error instanceof OAuthRefusal ) ) {
			throw error;
		}
		const isOwnCode = error.key.startsWith( 'mwoauth-invalid-authorization-' );
		const reason = error.message.replace( 'An error occurred in the OAuth protocol: ', '' );
		throw isOwnCode ?
			new ApiError( error.key, error.message ) :
			new ApiError( 'mwoauth-invalid-authorization', `The authorization headers in your request are not valid: ${ reason }` );
	}
}

function runAction(
	site: Site, request: WikiRequest, viewer: Account | undefined, oldWiki: OldWikiAnswer | undefined, revisions: Revisions
): ApiBody {
	const action = parameter( request, 'action' ) ?? 'help';
	if ( parameter( request, 'assert' ) === 'user' && viewer === undefined ) {
		throw new ApiError( 'assertuserfailed', 'You are no longer logged in, so the action could not be completed.' );
	}
	const { call, notes } = createCall( site, request.time, viewer, ( name ) => parameter( request, name ) );
	switch ( action ) {
		case 'login':
			return login( site, request );
		case 'edit':
			return edit( site, request, viewer, revisions );
		case 'sitematrix':
			warnOfUnknown( request, call, [ ...mainParameters, ...siteMatrixParameters ] );
			return { body: { ...warningsOf( notes ), sitematrix: siteMatrix( call ) }, headers: {}, shareable: false };
	}
	if ( action !== 'query' ) {
		throw new ApiError( 'badvalue', `Unrecognized value for parameter "action": ${ action }.` );
	}
	const headers: Record<string, string> = {};
	const { result, recognised } = runModules( call, oldWiki, [ revisionsModule( revisions ), tokensModule( site, request, headers ) ] );
	warnOfUnknown( request, call, recognised );
	return { body: queryBody( notes, result ), headers, shareable: notes.shareable };
}

function warnOfUnknown( request: WikiRequest, call: ApiCall, recognised: readonly string[] ): void {
	const unknown = [ ...new Set( [ ...request.query.keys(), ...request.form.keys() ] ) ].filter( ( name ) => !recognised.includes( name ) );
	if ( unknown.length > 0 ) {
		call.warn( 'main', `Unrecognized parameter${ unknown.length > 1 ? 's' : '' }: ${ unknown.join( ', ' ) }.` );
	}
}

function runModules(
	call: ApiCall, oldWiki: OldWikiAnswer | undefined, more: readonly QueryModule[]
): { result: Record<string, unknown>; recognised: string[] } {
	const available = [ ...modules, ...more ].filter( ( module ) => oldWiki === undefined || module !== globalUsers );
	const result: Record<string, unknown> = {};
	const recognised = [ ...mainParameters ];
	for ( const kind of [ 'list', 'meta', 'prop' ] as const ) {
		const ofKind = available.filter( ( module ) => module.kind === kind );
		if ( oldWiki === 'badvalue' && kind === 'list' && call.list( 'list' )?.includes( globalUsers.name ) ) {
			throw new ApiError( 'badvalue', `Unrecognized value for parameter "list": ${ globalUsers.name }.` );
		}
		for ( const name of call.known( kind, ofKind.map( ( module ) => module.name ) ) ) {
			const module = ofKind.find( ( candidate ) => candidate.name === name );
			recognised.push( ...( module?.parameters ?? [] ) );
			result[ ( { siteinfo: 'general', revisions: 'pages' } as Partial<Record<string, string>> )[ name ] ?? name ] = module?.run( call );
		}
	}
	return { result, recognised };
}

function warningsOf( { warnings }: CallNotes ): Record<string, unknown> {
	return warnings.size > 0 ? {
		warnings: Object.fromEntries( [ ...warnings ].map( ( [ module, texts ] ) => [ module, { warnings: texts.join( '\n' ) } ] ) )
	} : {};
}

function queryBody( notes: CallNotes, result: Record<string, unknown> ): Record<string, unknown> {
	return {
		batchcomplete: true,
		...( notes.continuation ? { continue: notes.continuation } : {} ),
		...warningsOf( notes ),
		...( Object.keys( result ).length > 0 ? { query: result } : {} )
	};
}
