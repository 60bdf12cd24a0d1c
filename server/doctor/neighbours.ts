// The two that stand beside the way of a page: the relay that announces on IRC, and the dead-man's switch. Both
// are only connected to and never told anything: a line would be read by people, and a report would say that
// the server lives, which is not ours to say.
import { connect } from 'node:net';
import type { Config } from '../config.ts';
import type { Examination, Finding } from './finding.ts';

export function relayExamination( { host, port }: { host: string; port: number }, timeoutMs: number ): Examination {
	const finding = { subject: 'IRC relay', known: `connected to ${ host }:${ port }, and said nothing` };
	const unreachable = ( reason: string ): Finding[] => [ {
		...finding, verdict: 'warning', found: `Pages are not announced: ${ reason } Nothing else is affected.`, mend: 'See that the relay runs and lets this host in; PAGE_SRE_IRC_RELAY.'
	} ];
	return {
		late: unreachable,
		async look() {
			const reason = await whyNot( host, port, timeoutMs );
			return reason === undefined ? [ { ...finding, verdict: 'well', found: 'It takes connections.', mend: '' } ] : unreachable( reason );
		}
	};
}

export function deadMansSwitchExamination( { url }: Config[ 'heartbeat' ], timeoutMs: number ): Examination {
	const subject = 'dead-man\'s switch';
	const unreachable = ( reason: string ): Finding[] => [ {
		subject, verdict: 'warning', found: `It cannot be told that the server lives: ${ reason } It will raise the alarm.`, known: 'connected to the host of PAGE_SRE_HEARTBEAT_URL, and reported nothing',
		mend: 'See from this host that it can be reached, and that PAGE_SRE_HEARTBEAT_URL is still its address.'
	} ];
	return {
		late: unreachable,
		async look() {
			if ( !url ) {
				return [ { subject, verdict: 'warning', found: 'There is none: a server that has died raises no alarm.', known: 'read the configuration', mend: 'Give PAGE_SRE_HEARTBEAT_URL the check-in address of one that stands elsewhere.' } ];
			}
			const { hostname, port, protocol } = new URL( url.reveal() );
			const reason = await whyNot( hostname.replace( /[[\]]/g, '' ), Number( port ) || ( protocol === 'https:' ? 443 : 80 ), timeoutMs );
			return reason === undefined ?
				[ { subject, verdict: 'well', found: 'It is armed: the server reports to it after each heartbeat. Whether it would wake somebody, only trying shows.', known: 'connected to the host of PAGE_SRE_HEARTBEAT_URL, and reported nothing', mend: '' } ] :
				unreachable( reason );
		}
	};
}

/** Undefined when a connection could be opened; it is closed at once. */
function whyNot( host: string, port: number, timeoutMs: number ): Promise<string | undefined> {
	return new Promise( ( resolve ) => {
		const socket = connect( { host, port, signal: AbortSignal.timeout( timeoutMs ) } );
		socket.once( 'connect', () => {
			resolve( undefined );
			socket.destroy();
		} ).once( 'error', ( error: NodeJS.ErrnoException ) => {
			resolve( error.code === 'ECONNREFUSED' ? 'nobody listens there.' : `no connection (${ error.code ?? error.name }).` );
		} );
	} );
}
