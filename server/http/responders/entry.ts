// Who gets in: signed in by our cookie and a responder, asked at every request; and whoever changes
// something asks from our own pages. What is behind this needs no check of its own.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ServiceError } from '../../errors.ts';
import type { Person } from '../../pages/page.ts';
import { readCookie } from '../cookies.ts';
import { problemOf } from '../middleware/errors.ts';
import { returnSchema } from '../returnPath.ts';
import type { ResponderDeps } from './deps.ts';
import { notResponderHtml, signInHtml, troubleHtml, type Typed } from './entryHtml.ts';
import { SITE } from './frame.ts';

/**
 * For whatever changes something. Browsers send Origin with every form, and SameSite=Lax alone would trust
 * our sibling hosts.
 *
 * @throws ServiceError originRefused
 */
export function fromOwnPages( ownOrigin: string ): RequestHandler {
	return ( request, _response, next ) => {
		if ( request.method !== 'GET' && request.method !== 'HEAD' && request.headers.origin !== ownOrigin ) {
			throw new ServiceError( 'originRefused' );
		}
		next();
	};
}

export function onlyResponders( deps: Pick<ResponderDeps, 'sessions' | 'cookies' | 'isResponder' | 'singleSignOn'> ): RequestHandler {
	return async ( request, response, next ) => {
		const person = await signedIn( deps, request );
		if ( person === null ) {
			const returnTo = returnSchema.safeParse( request.originalUrl ).data ?? `${ SITE }/`;
			response.status( 401 ).send( signInHtml( { returnTo, singleSignOn: deps.singleSignOn, typed: typedIn( request ) } ) );
			return;
		}
		if ( !await deps.isResponder( person ) ) {
			response.status( 403 ).send( notResponderHtml( person, typedIn( request ) ) );
			return;
		}
		response.locals.person = person;
		next();
	};
}

/** The responder whom `onlyResponders` let in. */
export function responderOf( response: Response ): Person {
	return response.locals.person as Person;
}

/** Faults in words, in the site's own frame. */
export function trouble( log: ResponderDeps[ 'log' ] ): ErrorRequestHandler {
	return ( error, request, response, next ) => {
		const problem = problemOf( error, response, log );
		if ( response.headersSent ) {
			// Half a download must not look like a whole one: express cuts the connection.
			next( error );
			return;
		}
		const person = response.locals.person as Person | undefined;
		response.status( problem.status ).send( troubleHtml( problem, person ?? null, typedIn( request ) ) );
	};
}

async function signedIn( { sessions, cookies }: Pick<ResponderDeps, 'sessions' | 'cookies'>, request: Request ): Promise<Person | null> {
	try {
		return ( await sessions.require( readCookie( request, cookies.session ) ) ).sender;
	} catch ( error ) {
		if ( error instanceof ServiceError && [ 'notSignedIn', 'sessionExpired' ].includes( error.code ) ) {
			return null;
		}
		throw error;
	}
}

/** The fields that people write, of any of our forms. */
function typedIn( request: Request ): Typed {
	const body = ( request.body ?? {} ) as Record<string, unknown>;
	return [ body.text, body.name, body.reason ].filter( ( value ) => typeof value === 'string' && value.trim() !== '' ) as string[];
}
