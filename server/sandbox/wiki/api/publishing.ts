// What a program needs to change titles: tokens, logging in with a bot password, revisions, edits; shapes and
// errors as MediaWiki's (ApiLogin, ApiEditPage, ApiQueryRevisions).
import { ApiError, type QueryModule } from './call.ts';
import { gadgetPages } from '../resources/load.ts';
import { parameter, type WikiRequest } from '../request.ts';
import type { Account } from '../accounts.ts';
import type { ApiBody } from './format.ts';
import type { Revision } from '../publishing.ts';
import type { Site } from '../site.ts';

const answerOf = ( body: Record<string, unknown>, headers: Record<string, string> = {} ): ApiBody => ( { body, headers, shareable: false } );

/** Of titles as they are now; undefined: nothing is stored there. */
export type Revisions = ( title: string ) => Revision | undefined;

export async function currentRevisions( site: Site ): Promise<Revisions> {
	const files = await gadgetPages( site );
	return ( title ) => site.publishing.latest( title ) ??
		( files.has( title ) ? site.publishing.first( title, files.get( title ) ?? '' ) : undefined );
}

/** prop=revisions, of the latest one of each title. */
export function revisionsModule( revisions: Revisions ): QueryModule {
	return {
		kind: 'prop',
		name: 'revisions',
		parameters: [ 'titles', 'rvprop', 'rvslots' ],
		run: ( call ) => ( call.list( 'titles' ) ?? [] ).map( ( asked ) => {
			const title = asked.replaceAll( '_', ' ' );
			const revision = revisions( title );
			return revision === undefined ? { ns: 8, title, missing: true } : {
				pageid: 1, ns: 8, title,
				revisions: [ {
					revid: revision.id, parentid: 0, user: revision.user, timestamp: revision.timestamp,
					slots: { main: { contentmodel: modelOf( title ), contentformat: 'text/x-wiki', content: revision.text } }
				} ]
			};
		} )
	};
}

/** meta=tokens. A login token needs a session to be remembered in, so it brings its cookie along. */
export function tokensModule( site: Site, request: WikiRequest, headers: Record<string, string> ): QueryModule {
	return {
		kind: 'meta',
		name: 'tokens',
		parameters: [ 'type' ],
		run( call ) {
			if ( !call.known( 'type', [ 'csrf', 'login' ], [ 'csrf' ] ).includes( 'login' ) ) {
				return { csrftoken: site.sessions.editToken( request ) };
			}
			const { cookie, token } = site.sessions.begin();
			headers[ 'Set-Cookie' ] = cookie;
			return { logintoken: token };
		}
	};
}

/** action=login, by bot passwords only: other accounts have to use a browser. */
export function login( site: Site, request: WikiRequest ): ApiBody {
	mustBePosted( request, 'login' );
	if ( parameter( request, 'lgtoken' ) !== site.sessions.editToken( request ) ) {
		return answerOf( { login: { result: parameter( request, 'lgtoken' ) === undefined ? 'NeedToken' : 'WrongToken' } } );
	}
	const name = parameter( request, 'lgname' ) ?? '';
	if ( !name.includes( '@' ) ) {
		return answerOf( { login: { result: 'Aborted', reason: 'Authentication requires user interaction, which is not supported by action=login. To be able to login with action=login, see [[Special:BotPasswords]].' } } );
	}
	const account = site.accounts.find( site.publishing.owner( name, parameter( request, 'lgpassword' ) ?? '' ) ?? '' );
	if ( account === undefined || account.locked ) {
		return answerOf( { login: { result: 'Failed', reason: 'Incorrect username or password entered. Please try again.' } } );
	}
	return answerOf( { login: { result: 'Success', lguserid: account.localId, lgusername: account.name } }, { 'Set-Cookie': site.sessions.signIn( account ) } );
}

export function edit( site: Site, request: WikiRequest, viewer: Account | undefined, revisions: Revisions ): ApiBody {
	mustBePosted( request, 'edit' );
	const given = ( name: string ): string | undefined => request.form.get( name ) ?? undefined;
	const title = ( given( 'title' ) ?? '' ).replaceAll( '_', ' ' );
	if ( given( 'token' ) !== site.sessions.editToken( request ) ) {
		throw new ApiError( 'badtoken', 'Invalid CSRF token.' );
	}
	const refusal = site.publishing.refusal( title );
	if ( refusal !== undefined ) {
		throw new ApiError( refusal.code, refusal.info );
	}
	if ( viewer === undefined || !site.publishing.mayEdit( viewer ) ) {
		throw new ApiError( 'protectednamespace-interface', 'This page provides interface text for the software on this wiki, and is protected to prevent abuse.' );
	}
	const before = revisions( title );
	if ( before === undefined && given( 'nocreate' ) !== undefined ) {
		throw new ApiError( 'missingtitle', 'The page you specified doesn\'t exist.' );
	}
	if ( before !== undefined && given( 'createonly' ) !== undefined ) {
		throw new ApiError( 'articleexists', 'The article you tried to create has been created already.' );
	}
	if ( before !== undefined && given( 'baserevid' ) !== undefined && given( 'baserevid' ) !== String( before.id ) ) {
		throw new ApiError( 'editconflict', 'Edit conflict.' );
	}
	const common = { result: 'Success', pageid: 1, title, contentmodel: modelOf( title ) };
	if ( before?.text === ( given( 'text' ) ?? '' ).trimEnd() ) {
		return answerOf( { edit: { ...common, nochange: true } } );
	}
	const after = site.publishing.edit( title, given( 'text' ) ?? '', viewer.name );
	return answerOf( { edit: {
		...before === undefined ? { new: true } : {}, ...common,
		oldrevid: before?.id ?? 0, newrevid: after.id, newtimestamp: after.timestamp
	} } );
}

function mustBePosted( request: WikiRequest, action: string ): void {
	if ( request.method !== 'POST' ) {
		throw new ApiError( 'mustbeposted', `The "${ action }" module requires a POST request.` );
	}
}

function modelOf( title: string ): string {
	return title.endsWith( '.js' ) ? 'javascript' : title.endsWith( '.css' ) ? 'css' : 'wikitext';
}
