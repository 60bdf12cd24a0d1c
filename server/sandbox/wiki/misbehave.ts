// What a fault does to a request: another answer, a late one, half of one, or none. Also the refusal
// that production's edge has for clients without a name.
import { answer, cacheControl, escapeHtml } from './answer.ts';
import { errorBody } from './api/actionApi.ts';
import type { Answer } from './answer.ts';
import type { Fault, Faults } from './faults.ts';
import type { Site } from './site.ts';
import type { WikiRequest } from './request.ts';

export type Delivery =
	| { kind: 'whole'; answer: Answer }
	| { kind: 'half'; answer: Answer }
	| { kind: 'reset' };

/** @param make the right answer; not made at all when the fault replaces it */
export async function misbehave(
	site: Site, faults: Faults, fault: Fault | undefined, make: () => Promise<Answer>
): Promise<Delivery> {
	switch ( fault?.kind ) {
		case 'refuseConnections':
			return { kind: 'reset' };
		case 'hang':
			await faults.hang();
			return { kind: 'whole', answer: await make() };
		case 'truncate':
			return { kind: 'half', answer: await make() };
		case 'tooManyRequests':
			return { kind: 'whole', answer: edgePage( 429, 'Too many requests', { 'Retry-After': String( fault.retryAfterSeconds ) } ) };
		case 'serverErrorHtml':
			return { kind: 'whole', answer: edgePage( fault.status, 'Our servers are currently under maintenance or experiencing a technical problem' ) };
		case 'maxlag':
			return { kind: 'whole', answer: lagged( site ) };
		default:
			return { kind: 'whole', answer: await make() };
	}
}

/** Missing names only: library defaults are throttled in production, but passport's own must work here. */
export function namelessClientRefusal( request: WikiRequest ): Answer | undefined {
	return ( request.headers[ 'user-agent' ] ?? '' ).trim() === '' ?
		answer( 403, 'text/plain; charset=utf-8', 'Please set a user-agent and respect our robot policy https://w.wiki/4wJS. See also T400119.\n' ) :
		undefined;
}

function edgePage( status: number, text: string, headers: Answer[ 'headers' ] = {} ): Answer {
	return answer( status, 'text/html; charset=utf-8', `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Wikimedia Error</title>
<h1>Error</h1>
<p>${ escapeHtml( text ) }. Please try again in a few minutes.</p>
<p>Error: ${ status }, ${ escapeHtml( text ) } at the edge of the sandbox</p>
</html>
`, headers );
}

/** Still HTTP 200; waiting is told by Retry-After (Manual:Maxlag parameter). */
function lagged( site: Site ): Answer {
	const lag = { host: 'db1001', lag: 8.2, type: 'db' };
	return answer( 200, 'application/json; charset=utf-8',
		JSON.stringify( errorBody( site, 'maxlag', `Waiting for ${ lag.host }: ${ lag.lag } seconds lagged.`, lag ) ),
		{ 'Retry-After': '5', 'X-Database-Lag': '8', 'MediaWiki-API-Error': 'maxlag', 'Cache-Control': cacheControl.private } );
}
