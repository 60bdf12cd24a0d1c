// Counts every answer, by template of its path and class of its status; nothing of who asked or for what.
import type { RequestHandler } from 'express';
import type { ErrorCode } from '../../contract/problem.ts';
import { OTHER, templateOf, type RouteTemplate } from '../routeTemplates.ts';

export interface MeasuredAnswer {
	method: string;
	route: RouteTemplate;
	status: number;
	/** Undefined for event streams, which last as long as somebody looks. */
	seconds: number | undefined;
	code: ErrorCode | undefined;
	isSignIn: boolean;
}

/** What we answer otherwise than by a refusal; anything else that somebody calls a method is `other`. */
const methods = [ 'GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS' ];

const signIn: readonly RouteTemplate[] = [ '/oauth/start', '/oauth/callback', '/oauth/continue', '/sso/start' ];

/** An answer counts when it has ended, or when whoever asked has gone. */
export function measure( onAnswered: ( answer: MeasuredAnswer ) => void ): RequestHandler {
	return ( request, response, next ) => {
		const begun = performance.now();
		const route = templateOf( request.originalUrl );
		response.once( 'close', () => {
			onAnswered( {
				method: methods.includes( request.method ) ? request.method : OTHER,
				route,
				status: response.statusCode,
				seconds: route === '/v1/pages/:id/events' ? undefined : ( performance.now() - begun ) / 1000,
				code: response.locals.refusedBy as ErrorCode | undefined,
				isSignIn: signIn.includes( route ) || route === '/v1/session' && request.method === 'POST'
			} );
		} );
		next();
	};
}
