// Does the running server answer: where the world finds it, what it says of itself, and whether its heartbeat
// goes round. Asked from outside, as anybody would; nothing is assumed about processes on this host.
import { userAgentOf } from '../configuredProviders.ts';
import type { Config } from '../config.ts';
import { boundedCall, jsonObject } from '../oncall/boundedCall.ts';
import type { Clock } from '../pages/ports.ts';
import type { Examination, Finding } from './finding.ts';

/** Heartbeats that may be missing before somebody must look. */
const MISSED_BEATS = 5;

export function serverExaminations( config: Config, clock: Clock, timeoutMs: number ): Examination[] {
	const { publicUrl } = config;
	const atHome = homeUrl( config.listen );
	const ask = async ( url: string, more: Record<string, string> = {} ): Promise<{ status: number; body: string } | undefined> => {
		const headers = { 'user-agent': userAgentOf( config ), ...more };
		const result = await boundedCall( { method: 'GET', url, headers, timeoutMs, maxBytes: 1024 * 1024 }, () => clock.now() );
		return result.kind === 'answer' ? result : undefined;
	};

	function unreachable( reason: string ): Finding[] {
		return [ {
			subject: 'public URL', verdict: 'critical', found: `We are not to be found at ${ publicUrl }: ${ reason }`, known: `asked ${ publicUrl }/healthz`,
			mend: 'Does the server run (journalctl, kubectl get pods)? Does the proxy lead to PAGE_SRE_LISTEN? Is its certificate good?'
		} ];
	}

	const door: Examination = {
		late: unreachable,
		async look() {
			const answer = await ask( `${ publicUrl }/healthz` );
			if ( answer === undefined ) {
				return unreachable( 'no connection, or a certificate that is not trusted.' );
			}
			return jsonObject( answer.body )?.status === 'ok' ?
				[ { subject: 'public URL', verdict: 'well', found: `The server answers at ${ publicUrl }.`, known: `asked ${ publicUrl }/healthz`, mend: '' } ] :
				unreachable( `something answers with HTTP ${ answer.status }, and it is not Page SRE.` );
		}
	};

	const state: Examination = {
		late: ( reason ) => [ silent( 'readiness', reason, atHome ) ],
		async look() {
			for ( const at of [ publicUrl, atHome ] ) {
				const answer = await ask( `${ at }/readyz` );
				const said = answer && [ 200, 503 ].includes( answer.status ) ? answer : undefined;
				if ( said ) {
					return [ readinessFinding( said.status, `asked ${ at }/readyz` ) ];
				}
			}
			return [ silent( 'readiness', 'No answer.', atHome ) ];
		}
	};

	const heartbeat: Examination = {
		late: ( reason ) => [ silent( 'heartbeat', reason, atHome ) ],
		async look() {
			const { everyMs } = config.heartbeat;
			if ( everyMs === 0 ) {
				return [ { subject: 'heartbeat', verdict: 'warning', found: 'It is switched off: nothing proves the way of a page from the store to delivery.', known: 'read the configuration', mend: 'Take PAGE_SRE_HEARTBEAT_SECONDS=0 away.' } ];
			}
			const [ key ] = config.metricsKeys;
			const answer = await ask( `${ atHome }/metrics`, key ? { Authorization: `Bearer ${ key.reveal() }` } : {} );
			const last = /^page_sre_heartbeat_last_success_timestamp_seconds(?:\{[^}]*\})? (\S+)$/m.exec( answer?.body ?? '' )?.[ 1 ];
			return [ last === undefined ? silent( 'heartbeat', 'No answer.', atHome ) : beatFinding( Number( last ), everyMs, clock.now(), `asked ${ atHome }/metrics` ) ];
		}
	};
	return [ door, state, heartbeat ];
}

function homeUrl( { host, port }: Config[ 'listen' ] ): string {
	// Where it listens on all addresses, this is one of them.
	const address = [ '0.0.0.0', '::' ].includes( host ) ? '127.0.0.1' : host;
	return `http://${ address.includes( ':' ) ? `[${ address }]` : address }:${ port }`;
}

function silent( subject: string, reason: string, atHome: string ): Finding {
	return {
		subject, verdict: 'warning', found: `The server could not be asked: ${ reason }`, known: `asked ${ atHome }`,
		mend: 'Run the doctor on a host where the server runs. If it does, see that it listens at PAGE_SRE_LISTEN.'
	};
}

function readinessFinding( status: number, known: string ): Finding {
	return status === 200 ?
		{ subject: 'readiness', verdict: 'well', found: 'The server can store a page, and knows of a provider that is not known to page nobody.', known, mend: '' } :
		{ subject: 'readiness', verdict: 'critical', found: 'The server says that it could not take a page now.', known, mend: 'See what is said here of the store and of the providers, and the server\'s ERROR lines.' };
}

function beatFinding( lastSeconds: number, everyMs: number, now: number, known: string ): Finding {
	if ( lastSeconds === 0 ) {
		return { subject: 'heartbeat', verdict: 'warning', found: 'None has gone round yet.', known, mend: 'If the server has run for more than a minute, see its ERROR lines.' };
	}
	const ageMs = now - lastSeconds * 1000;
	const found = `One went round ${ Math.max( 0, Math.round( ageMs / 1000 ) ) } seconds ago.`;
	return ageMs <= MISSED_BEATS * everyMs ?
		{ subject: 'heartbeat', verdict: 'well', found, known, mend: '' } :
		{ subject: 'heartbeat', verdict: 'critical', found: `${ found } Since then pages may be stuck.`, known, mend: 'See the server\'s ERROR lines; restart it if it only stands still. What was accepted is kept and goes on.' };
}
