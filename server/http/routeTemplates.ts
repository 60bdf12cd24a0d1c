// Which of our paths a request was for, as a template without ids: the only form in which paths reach figures.
// Express knows too, but forgets on the way to an error. What is not here is `other`, so that nobody can
// make up labels.

/** The first that fits; a file's name is one part of a path, or several. */
export const routeTemplates = [
	'/', '/pages/:id', '/assets/*', '/i18n/*', '/sign-in/*',
	'/healthz', '/readyz', '/metrics', '/openapi.json', '/api', '/api/assets/*', '/errors', '/errors/:code',
	'/oauth/start', '/oauth/callback', '/oauth/continue', '/sso/start',
	'/v1/session', '/v1/guidance', '/v1/situation', '/v1/wikis', '/v1/roster', '/v1/hooks/:provider',
	'/v1/pages', '/v1/pages/:id', '/v1/pages/:id/events', '/v1/pages/:id/notes', '/v1/pages/:id/withdraw', '/v1/pages/:id/again',
	'/sre/', '/sre/pages/:id', '/sre/grants', '/sre/roster', '/sre/audit', '/sre/audit.csv', '/sre/sign-out', '/sre/assets/*'
] as const;

export const OTHER = 'other';
export type RouteTemplate = typeof routeTemplates[ number ] | typeof OTHER;

/** Express takes a path with or without a slash at its end. */
const patterns = routeTemplates.map( ( template ) => ( {
	template,
	pattern: new RegExp( `^${ template.replace( /\/$/, '' ).replaceAll( '.', '\\.' ).replaceAll( /:\w+/g, '[^/]+' ).replaceAll( '*', '.+' ) }/?$`, 'i' )
} ) );

/** @param url as it came in, with its query */
export function templateOf( url: string ): RouteTemplate {
	const [ path = '' ] = url.split( '?', 1 );
	return patterns.find( ( { pattern } ) => pattern.test( path ) )?.template ?? OTHER;
}
