// What a handler of the sandbox wiki says back, as values: raw bytes, or a title for the shell to
// dress. Nothing here writes to a socket; that is door.ts, so that faults can sit in between.

export interface Answer {
	status: number;
	headers: Record<string, string | string[]>;
	body: string | Buffer;
}

/** A wiki page before a skin is put around it. */
export interface TitleView {
	/** As in `wgPageName`, with spaces: `Special:OAuth/authorize`. */
	title: string;
	/** Plain text of the first heading. */
	heading: string;
	/** Trusted HTML of the content area. */
	html: string;
	status?: number;
	/** `minimal`: what MediaWiki shows in a sign-in popup. */
	layout?: 'full' | 'minimal';
	/** `never`: error pages of Special:OAuth may not be stored at all. */
	cache?: 'private' | 'never';
	/** False where MediaWiki runs no gadgets: Special:Preferences, Special:UserLogin, Special:OAuth. */
	gadgets?: boolean;
	/** 0 and left out: nothing is stored under this title. */
	revision?: number;
	article?: number;
}

export type Outcome = Answer | TitleView;

export function isAnswer( outcome: Outcome ): outcome is Answer {
	return 'body' in outcome;
}

export const cacheControl = {
	private: 'private, must-revalidate, max-age=0',
	never: 'no-cache, no-store, max-age=0, must-revalidate'
};

/** Any MediaWiki date in the past; a constant of its headers. */
export const longExpired = 'Thu, 01 Jan 1970 00:00:00 GMT';

export function answer(
	status: number,
	contentType: string,
	body: string | Buffer,
	headers: Answer[ 'headers' ] = {}
): Answer {
	return { status, headers: { 'Content-Type': contentType, 'X-Content-Type-Options': 'nosniff', ...headers }, body };
}

/** A redirect as MediaWiki makes it; `location` is absolute. */
export function redirect( location: string, cookies: string[] = [] ): Answer {
	return answer( 302, 'text/html; charset=UTF-8', '', {
		Vary: 'Accept-Encoding, Cookie, Authorization',
		Expires: longExpired,
		'Cache-Control': cacheControl.private,
		Location: location,
		...( cookies.length > 0 ? { 'Set-Cookie': cookies } : {} )
	} );
}

/** PHP's htmlspecialchars with ENT_QUOTES, which is what the recorded bodies show. */
export function escapeHtml( text: string ): string {
	return text
		.replace( /&/g, '&amp;' )
		.replace( /</g, '&lt;' )
		.replace( />/g, '&gt;' )
		.replace( /"/g, '&quot;' )
		.replace( /'/g, '&#039;' );
}
