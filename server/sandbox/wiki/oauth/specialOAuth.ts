// Special:OAuth, also called Special:MWOAuth: which subpage does what, and in which format it refuses.
import { authorize } from './authorize.ts';
import { identify } from './identify.ts';
import { initiate } from './initiate.ts';
import { OAuthRefusal, refusalAnswer } from './refusal.ts';
import { parameter } from '../request.ts';
import { redirect } from '../answer.ts';
import { refusals } from './refusals.ts';
import { refusalView, verifiedView } from './views.ts';
import { token } from './token.ts';
import type { Format } from './refusal.ts';
import type { Outcome } from '../answer.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

const titlePattern = /^special:(?:mw)?oauth(?:\/(.*))?$/i;

export function isSpecialOAuth( title: string | undefined ): boolean {
	return titlePattern.test( title ?? '' );
}

export function specialOAuth( site: Site, request: WikiRequest ): Outcome {
	const subpage = titlePattern.exec( request.title ?? '' )?.[ 1 ] ?? '';
	switch ( subpage ) {
		case 'initiate':
		case 'token':
			return endpoint( formatOf( request ) ?? 'raw', ( format ) =>
				( subpage === 'initiate' ? initiate : token )( site, request, format ) );
		case 'identify':
			// Whatever is asked for, identify refuses in JSON.
			return endpoint( 'json', () => identify( site, request ) );
		case 'authorize':
		case 'authenticate':
			return authorize( site, request, subpage );
		case 'verified':
			return verifiedView( parameter( request, 'oauth_verifier' ) ?? '' );
		case 'grants':
			return redirect( `${ site.server }/wiki/Special:ListGrants` );
		default: {
			const format = formatOf( request ) ?? 'html';
			return endpoint( format, () => {
				throw refusals.unknownSubpage();
			} );
		}
	}
}

function formatOf( request: WikiRequest ): Format | undefined {
	const format = parameter( request, 'format' );
	return format === 'raw' || format === 'json' || format === 'html' ? format : undefined;
}

function endpoint( format: Format, run: ( format: Format ) => Outcome ): Outcome {
	try {
		return run( format );
	} catch ( error ) {
		if ( !( error instanceof OAuthRefusal ) ) {
			throw error;
		}
		return format === 'html' ? refusalView( error, false ) : refusalAnswer( error, format );
	}
}
