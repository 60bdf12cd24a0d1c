// One HTTP request as the sandbox wiki understands it: query, form, cookies and the wiki title it
// means. Reads a bounded body; decides nothing.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface WikiRequest {
	method: string;
	/** Path as requested, without the query. */
	path: string;
	/** Path and query as requested. */
	target: string;
	query: URLSearchParams;
	/** Empty unless the body is a posted form. */
	form: URLSearchParams;
	headers: IncomingHttpHeaders;
	cookies: ReadonlyMap<string, string>;
	/** The wiki title that is asked for, with spaces; undefined outside /wiki/ and index.php. */
	title: string | undefined;
	/** Whether the title is in the path. MediaWiki then counts it as a parameter all the same. */
	titleInPath: boolean;
	/** Milliseconds by the wiki's clock, which a fault may have skewed. */
	time: number;
	/** Repeated in the answer's X-Request-Id and in the wiki page's wgRequestId. */
	id: string;
}

// Far above any form here but an edit of a script; a sandbox must not be filled up by accident either.
const bodyLimit = 64 * 1024;
const editLimit = 1024 * 1024;

/**
 * @throws RangeError when the body is larger than 64 KiB, or 1 MiB of a form for the API
 */
export async function readRequest( incoming: IncomingMessage, time: number, id: string ): Promise<WikiRequest> {
	const target = incoming.url ?? '/';
	const url = new URL( target, 'http://localhost' );
	const isForm = incoming.method === 'POST' &&
		( incoming.headers[ 'content-type' ] ?? '' ).startsWith( 'application/x-www-form-urlencoded' );
	const body = await readBody( incoming, isForm && url.pathname === '/w/api.php' ? editLimit : bodyLimit );
	const form = new URLSearchParams( isForm ? body : '' );
	const fromPath = /^\/wiki\/(.+)$/.exec( url.pathname )?.[ 1 ];
	const fromScript = url.pathname === '/w/index.php' ?
		url.searchParams.get( 'title' ) ?? form.get( 'title' ) ?? 'Main Page' :
		undefined;
	return {
		method: incoming.method ?? 'GET',
		path: url.pathname,
		target,
		query: url.searchParams,
		form,
		headers: incoming.headers,
		cookies: readCookies( incoming.headers.cookie ?? '' ),
		title: fromPath === undefined ? normalTitle( fromScript ) : normalTitle( decode( fromPath ) ),
		titleInPath: fromPath !== undefined,
		time,
		id
	};
}

/** What MediaWiki calls a request parameter: the form wins over the query. */
export function parameter( request: WikiRequest, name: string ): string | undefined {
	return request.form.get( name ) ?? request.query.get( name ) ?? undefined;
}

/** Underscores to spaces, first letter up, also after the namespace's colon. */
function normalTitle( title: string | undefined ): string | undefined {
	const spaced = title?.replace( /[_ ]+/g, ' ' ).trim();
	return spaced?.replace( /^\p{Ll}|(?<=^[A-Za-z ]+:)\p{Ll}/gu, ( letter ) => letter.toUpperCase() );
}

async function readBody( incoming: IncomingMessage, limit: number ): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await ( const chunk of incoming as AsyncIterable<Buffer> ) {
		size += chunk.length;
		// Read to the end but not kept: only then can the client hear why.
		if ( size <= limit ) {
			chunks.push( chunk );
		}
	}
	if ( size > limit ) {
		throw new RangeError( 'The request body is too large.' );
	}
	return Buffer.concat( chunks ).toString( 'utf8' );
}

function readCookies( header: string ): Map<string, string> {
	const pairs = header.split( ';' ).map( ( part ) => part.trim().split( '=' ) );
	return new Map( pairs.map( ( [ name = '', ...value ] ) => [ name, decode( value.join( '=' ) ) ] ) );
}

function decode( text: string ): string {
	try {
		return decodeURIComponent( text );
	} catch {
		return text;
	}
}
