// Puts a skin around a title and the headers of a wiki page around both.
import { answer, cacheControl, escapeHtml, longExpired } from '../answer.ts';
import { contentSecurityPolicy } from './csp.ts';
import type { Answer, TitleView } from '../answer.ts';

export function dress( view: TitleView ): Answer {
	const html = `<!DOCTYPE html><meta charset="utf-8"><title>${ escapeHtml( view.heading ) }</title><h1>${ escapeHtml( view.heading ) }</h1>${ view.html }`;
	return answer( view.status ?? 200, 'text/html; charset=UTF-8', html, {
		'Content-language': 'en',
		'X-Frame-Options': 'DENY',
		'Content-Security-Policy': contentSecurityPolicy,
		Vary: 'Accept-Encoding, Cookie, Authorization',
		Expires: longExpired,
		'Cache-Control': cacheControl[ view.cache ?? 'private' ],
		...( view.cookies ? { 'Set-Cookie': view.cookies } : {} )
	} );
}
