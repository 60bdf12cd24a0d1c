// "Come back later", as HTTP says it. Whoever calls a wiki or a provider obeys it; nothing here waits.
import type { Millis } from './pages/page.ts';

/**
 * Obeyed up to here. An error page of some proxy that says "tomorrow" must neither silence a page nor keep us from
 * asking who may page; five minutes is when an on-call rota escalates, and one question finds out.
 */
const LONGEST_MS = 300_000;

/**
 * RFC 9110 section 10.2.3: seconds, or an HTTP date.
 *
 * @return undefined for anything else, and for the past
 */
export function retryAfter( header: unknown, now: Millis ): Millis | undefined {
	const value = typeof header === 'string' ? header.trim() : '';
	const at = /^\d{1,9}$/.test( value ) ? now + Number( value ) * 1000 : value.endsWith( ' GMT' ) ? Date.parse( value ) : NaN;
	return at > now ? Math.min( at, now + LONGEST_MS ) : undefined;
}
