// Where the parameters of an OAuth request live: query, posted form, Authorization header; later
// ones win. Reads only, judges nothing.
import type { OAuthParameters } from './signature.ts';
import type { WikiRequest } from '../request.ts';

export function oauthParameters( request: WikiRequest ): OAuthParameters {
	const found = new Map<string, string[]>();
	const source = ( pairs: Iterable<readonly [ string, string ]> ): void => {
		const own = new Map<string, string[]>();
		for ( const [ key, value ] of pairs ) {
			own.set( key, [ ...( own.get( key ) ?? [] ), value ] );
		}
		own.forEach( ( values, key ) => found.set( key, values ) );
	};
	// A title in the path counts as a parameter, which nobody signs: pretty URLs break signatures.
	source( request.titleInPath && request.title !== undefined ? [ [ 'title', request.title ] ] : [] );
	source( request.query );
	source( request.form );
	source( authorizationHeader( request.headers.authorization ?? '' ) );
	return found;
}

/** The first value, or undefined. */
export function single( parameters: OAuthParameters, name: string ): string | undefined {
	return parameters.get( name )?.[ 0 ];
}

export function hasOAuthHeader( request: WikiRequest ): boolean {
	return /^OAuth\s/i.test( request.headers.authorization ?? '' );
}

/** Only `oauth_*` keys count; `realm` is ignored. */
function authorizationHeader( header: string ): [ string, string ][] {
	if ( !/^OAuth\s/i.test( header ) ) {
		return [];
	}
	return [ ...header.matchAll( /(oauth_[a-z_-]*)=(?:"([^"]*)"|([^,]*))/g ) ]
		.map( ( [ , key = '', quoted, bare ] ) => [ key, decode( quoted ?? bare ?? '' ) ] );
}

function decode( text: string ): string {
	try {
		return decodeURIComponent( text );
	} catch {
		return text;
	}
}
