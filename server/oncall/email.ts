// Pages as plain mail by SMTP: the way that needs no account anywhere, and that on-call services take in
// too. A mail can be lost or late after it was taken and nothing comes back, so it belongs behind others.
import { createRequire } from 'node:module';
import type { Alert, DeliveryOutcome, Provider } from '../pages/provider.ts';
import type { Secret } from './boundedCall.ts';
import { outcomeOfMailError } from './emailOutcome.ts';

export interface EmailSettings {
	host: string;
	port: number;
	/** `implicit`: TLS from the first byte (465). `starttls`: demanded (587, 25). */
	tls: 'implicit' | 'starttls' | 'none';
	/** Not with `none`, but for loopback. */
	login?: { username: string; password: Secret };
	/** An address, nothing around it. */
	from: string;
	/** Addresses; the one of an on-call service's mail ingest is its credential. */
	to: readonly Secret[];
	/** With `{id}` where the page's id goes; default `CRITICAL page-sre {id}`. */
	subject?: string;
	/** PEM of authorities to trust instead of the usual ones. */
	ca?: string;
	/** For everything from connecting to the server's last word. */
	timeoutMs: number;
}

/** Loaded where mail is configured, and at the start: it weighs as much as all of our own code. */
function mailer(): typeof import( 'nodemailer' ) {
	return createRequire( import.meta.url )( 'nodemailer' ) as typeof import( 'nodemailer' );
}

/**
 * Mail ingests of on-call services read the subject: its first word opens or closes an incident, and the
 * rest is its identity (Splunk On-Call, read 2026-11). So nothing that anybody typed may stand in it.
 */
const subjectTemplate = 'CRITICAL page-sre {id}';

/** Not the operator's own: a word in it that opens incidents would. */
const drillSubject = 'DRILL page-sre {id}';

/** @throws Error when a setting cannot work; its text names the setting, not the value */
export function createEmail( settings: EmailSettings ): Provider {
	const { host, port, tls, login, from, timeoutMs } = settings;
	const recipients = settings.to.map( ( address ) => address.reveal() );
	const subject = settings.subject ?? subjectTemplate;
	check( settings, recipients );

	const transport = mailer().createTransport( {
		host,
		port,
		secure: tls === 'implicit',
		requireTLS: tls === 'starttls',
		ignoreTLS: tls === 'none',
		tls: { minVersion: 'TLSv1.2', ...settings.ca !== undefined && { ca: settings.ca } },
		...login && {
			auth: { user: login.username, pass: login.password.reveal() },
			// A server that offers no login must not get the page without one, unnoticed.
			forceAuth: true
		},
		// A page is text that we made: nothing in it is ever fetched.
		disableFileAccess: true,
		disableUrlAccess: true
	} );

	return {
		name: 'email',

		/** Taken when the server took it for at least one recipient. */
		async deliver( alert: Alert ): Promise<DeliveryOutcome> {
			const id = alert.dedupKey.replace( /^page-sre\//, '' ).replace( /[^A-Za-z0-9/_-]/g, '_' );
			try {
				await transport.sendMail( {
					envelope: { from, to: recipients },
					from,
					// Recipients need not learn each other's addresses.
					to: recipients.length === 1 ? recipients[ 0 ] : 'undisclosed-recipients:;',
					subject: ( alert.drill ? drillSubject : subject ).replaceAll( '{id}', id ),
					text: alert.body,
					// The same for every attempt: a mailbox that looks at it shows the page once.
					messageId: `<page-sre.${ id.replaceAll( '/', '.' ) }@${ from.split( '@' )[ 1 ] }>`,
					date: new Date( alert.acceptedAt ),
					priority: alert.drill ? 'normal' : 'high',
					// RFC 3834: no holiday answers, please.
					headers: { 'Auto-Submitted': 'auto-generated' },
					xMailer: false,
					signal: AbortSignal.timeout( timeoutMs )
				} );
				return { kind: 'delivered', incident: null };
			} catch ( error ) {
				return outcomeOfMailError( error );
			}
		}
	};
}

function check( { host, tls, login, from, subject = subjectTemplate }: EmailSettings, recipients: readonly string[] ): void {
	const faults: [ boolean, string ][] = [
		[ !isAddress( from ), 'from is not an address' ],
		[ recipients.length === 0 || !recipients.every( isAddress ), 'to is not a list of addresses' ],
		[ !/^[\x20-\x7E]{1,100}$/.test( subject ) || !subject.includes( '{id}' ), 'subject is not a line of ASCII with {id} in it' ],
		[ tls === 'none' && login !== undefined && !/^(localhost|127(\.\d{1,3}){3}|::1)$/.test( host ), 'login needs tls' ]
	];
	for ( const [ isFault, words ] of faults ) {
		if ( isFault ) {
			throw new Error( `E-mail: ${ words }` );
		}
	}
}

/** What every server takes; quotes, comments and other alphabets are left to those who like trouble. */
function isAddress( value: string ): boolean {
	return /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test( value );
}
