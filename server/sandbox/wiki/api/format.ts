// How api.php writes its answer: JSON in format version 1 or 2, or the HTML page it shows to people who
// forgot `format`. Only form; the content comes from actionApi.ts.
import { answer, cacheControl, escapeHtml } from '../answer.ts';
import type { Answer } from '../answer.ts';

export interface ApiBody {
	body: Record<string, unknown>;
	headers: Record<string, string>;
	shareable: boolean;
}

export function writeApiAnswer( { body, headers, shareable }: ApiBody, format: string | undefined, version: string ): Answer {
	const shaped = version === '1' ? asVersion1( body ) : body;
	const common = {
		...headers,
		'X-Frame-Options': 'DENY',
		...( shareable ? { Vary: 'Accept-Encoding, Treat-as-Untrusted, Cookie, Authorization' } : {} ),
		'Cache-Control': cacheControl.private
	};
	return format === 'json' ?
		answer( 200, 'application/json; charset=utf-8', JSON.stringify( shaped ),
			{ ...common, 'Content-Disposition': 'inline; filename=api-result.json' } ) :
		answer( 200, 'text/html; charset=utf-8',
			`<!DOCTYPE html><title>MediaWiki API result</title><pre class="api-pretty-content">${ escapeHtml( JSON.stringify( shaped, null, 4 ) ) }</pre>`, common );
}

/** True is the empty string and false is absent; texts that have siblings are called `*`. */
function asVersion1( value: unknown, key = '' ): unknown {
	if ( Array.isArray( value ) ) {
		return value.map( ( item ) => asVersion1( item ) );
	}
	if ( typeof value !== 'object' || value === null ) {
		return value === true ? '' : value;
	}
	const renamed = ( name: string ): string =>
		( key === 'error' && name === 'docref' ) || name === 'warnings' && key !== '' ? '*' : name;
	return Object.fromEntries( Object.entries( value )
		.filter( ( [ , item ] ) => item !== false )
		.map( ( [ name, item ] ) => [ renamed( name ), asVersion1( item, name ) ] ) );
}
