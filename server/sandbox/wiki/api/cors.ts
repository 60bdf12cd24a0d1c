// Cross-origin rules of api.php (ApiMain::handleCORS): `origin` and `crossorigin` in the query string
// decide, never the Origin header alone.
import { answer } from '../answer.ts';
import { hasOAuthHeader } from '../oauth/parameters.ts';
import type { Answer } from '../answer.ts';
import type { WikiRequest } from '../request.ts';

export interface CorsDecision {
	headers: Record<string, string>;
	/** Cookies do not count on this request. */
	anonymous: boolean;
	/** Set when the request stops here. */
	refusal?: Answer;
}

const exposed = 'MediaWiki-API-Error, Retry-After, X-Database-Lag, MediaWiki-Login-Suppressed';
const open = {
	'Access-Control-Allow-Origin': '*',
	'Access-Control-Allow-Credentials': 'false',
	'Access-Control-Expose-Headers': exposed
};

export function decideCors( server: string, request: WikiRequest ): CorsDecision {
	const [ origin, crossOrigin ] = [ request.query.get( 'origin' ), request.query.has( 'crossorigin' ) ];
	if ( origin !== null && crossOrigin ) {
		return refuse( 'The parameters "origin" and "crossorigin" can not be used together.' );
	}
	if ( crossOrigin ) {
		return request.headers.cookie !== undefined && !hasOAuthHeader( request ) ?
			refuse( 'Cookies can not be used with the parameter "crossorigin".' ) :
			{ headers: { ...open, ...preflight( request ) }, anonymous: !hasOAuthHeader( request ) };
	}
	if ( origin === null ) {
		return { headers: {}, anonymous: false };
	}
	if ( origin === '*' ) {
		return { headers: { 'MediaWiki-Login-Suppressed': 'true', ...open, ...preflight( request ) }, anonymous: true };
	}
	if ( origin !== request.headers.origin ) {
		return refuse( "'origin' parameter does not match Origin header" );
	}
	// Of the wiki farm there is only this wiki.
	return origin === server ?
		{
			headers: { ...open, 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', ...preflight( request ) },
			anonymous: false
		} :
		{ headers: { 'MediaWiki-CORS-Rejection': 'Origin mismatch' }, anonymous: true };
}

function preflight( request: WikiRequest ): Record<string, string> {
	return request.method !== 'OPTIONS' ? {} : {
		'Access-Control-Allow-Headers': 'accept, accept-language, api-user-agent, authorization, content-language, content-type',
		'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
		'Access-Control-Max-Age': '86400'
	};
}

function refuse( text: string ): CorsDecision {
	return { headers: {}, anonymous: true, refusal: answer( 403, 'text/plain; charset=utf-8', `${ text }\n` ) };
}
