// Which part of the sandbox wiki answers which address, and to which surface it belongs. One screen;
// no behaviour.
import { actionApi } from './api/actionApi.ts';
import { answer, redirect } from './answer.ts';
import { control } from './control.ts';
import { createAccount, userLogin, userLogout } from './signIn.ts';
import { hasOAuthHeader } from './oauth/parameters.ts';
import { consumerTitle, listedConsumer } from './oauth/listConsumers.ts';
import { isSpecialOAuth, specialOAuth } from './oauth/specialOAuth.ts';
import { load } from './resources/load.ts';
import { viewTitle } from './titles.ts';
import type { Fault, Faults, Surface } from './faults.ts';
import type { Outcome } from './answer.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

/** Undefined for the control page, which never misbehaves. */
export function surfaceOf( { path, title }: Pick<WikiRequest, 'path' | 'title'> ): Surface | undefined {
	if ( path === '/w/api.php' ) {
		return 'api';
	}
	return isSpecialOAuth( title ) ? 'oauth' : path.startsWith( '/sandbox' ) ? undefined : 'pages';
}

export async function route( site: Site, faults: Faults, request: WikiRequest, fault: Fault | undefined ): Promise<Outcome> {
	if ( request.path === '/w/api.php' ) {
		return actionApi( site, request, fault?.kind === 'oldWiki' ? fault.says ?? 'warning' : undefined );
	}
	if ( isSpecialOAuth( request.title ) ) {
		return specialOAuth( site, request );
	}
	if ( hasOAuthHeader( request ) ) {
		return { title: 'Error', heading: 'OAuth authorization error', status: 400, html: '<p>OAuth can only be used with the API. (mwoauth-not-api)</p>' };
	}
	switch ( request.title?.toLowerCase() ?? '' ) {
		case 'special:userlogin':
			return userLogin( site, request );
		case 'special:userlogout':
			return userLogout( site, request );
		case 'special:createaccount':
			return createAccount( site, request );
	}
	if ( request.title !== undefined && consumerTitle.test( request.title ) ) {
		return listedConsumer( site, request.title );
	}
	if ( request.title !== undefined ) {
		return viewTitle( site, request );
	}
	if ( request.path === '/w/load.php' ) {
		return load( site, request );
	}
	if ( request.path.startsWith( '/sandbox' ) ) {
		return control( site, faults, request );
	}
	if ( [ '/', '/wiki', '/wiki/' ].includes( request.path ) ) {
		return redirect( `${ site.server }/wiki/Main_Page` );
	}
	if ( request.path === '/favicon.ico' ) {
		return answer( 204, 'image/x-icon', '' );
	}
	return answer( 404, 'text/plain; charset=utf-8', 'Not found\n' );
}
