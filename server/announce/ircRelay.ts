// Announces by way of a relay in the manner of tcpircbot: whoever connects and writes a line has it said on
// IRC. It decodes each piece it receives by itself, so a line goes out in one piece, one connection a line.
import { connect } from 'node:net';
import type { Logger } from '../logger.ts';
import { announcementText } from './announcementText.ts';
import type { Announcer } from './announcer.ts';

export interface IrcRelaySettings {
	host: string;
	port: number;
	/** For everything from connecting to their hanging up. Default 5 s. */
	timeoutMs?: number;
}

export interface IrcRelayDeps {
	log: Pick<Logger, 'info' | 'warn'>;
}

const usualTimeoutMs = 5_000;

export function createIrcRelay( settings: IrcRelaySettings, { log }: IrcRelayDeps ): Announcer {
	const { host, port, timeoutMs = usualTimeoutMs } = settings;
	return {
		async announce( announcement ) {
			const facts = { pageId: announcement.page.id };
			try {
				await say( host, port, `${ announcementText( announcement ) }\n`, AbortSignal.timeout( timeoutMs ) );
				log.info( facts, 'announced on IRC' );
			} catch ( error ) {
				// Its text may name hosts; the code says enough.
				const { code, name } = error as NodeJS.ErrnoException;
				log.warn( { ...facts, reason: code ?? name }, 'perhaps not announced on IRC; the page itself is not affected' );
			}
		}
	};
}

/** Resolves once the line has left this machine and the relay has hung up: only then it has read it. */
function say( host: string, port: number, line: string, signal: AbortSignal ): Promise<void> {
	return new Promise( ( resolve, reject ) => {
		const socket = connect( { host, port, noDelay: true, signal } );
		let written = false;
		socket
			.once( 'connect', () => {
				// Data and end together: a relay that waits for either has both.
				socket.end( line, () => {
					written = true;
				} );
			} )
			.once( 'error', reject )
			.once( 'close', () => {
				if ( written ) {
					resolve();
				} else {
					reject( new Error( 'Closed before the line was written' ) );
				}
			} )
			// It says nothing worth reading, but its hanging up is only seen by who reads.
			.resume();
	} );
}
