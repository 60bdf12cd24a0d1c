// What a failed attempt to hand a mail over means, by SMTP's reply codes (RFC 5321 section 4.2.1) where
// the server said one. Texts of the server are never read: they may repeat addresses and logins.
import type { DeliveryOutcome } from '../pages/provider.ts';
import type { FailureReason } from '../contract/page.ts';

type Failure = Exclude<DeliveryOutcome, { kind: 'delivered' }>;

/** As nodemailer tells it; with several recipients refused, one error for each. */
interface MailError {
	code?: unknown;
	responseCode?: unknown;
	command?: unknown;
	rejectedErrors?: unknown;
}

/** What nodemailer says when no server did. Anything else is a connection that came to nothing. */
const ownCodes: ReadonlyMap<unknown, Failure> = new Map<unknown, Failure>( [
	[ 'EABORT', { kind: 'retry', reason: 'timeout' } ],
	[ 'ETIMEDOUT', { kind: 'retry', reason: 'timeout' } ],
	[ 'EPROTOCOL', { kind: 'retry', reason: 'unreadable' } ],
	// No way to log in that we know; the message is larger than this server ever takes.
	[ 'EAUTH', { kind: 'rejected', reason: 'unauthorized' } ],
	[ 'EMESSAGE', { kind: 'rejected', reason: 'refused' } ]
] );

export function outcomeOfMailError( error: unknown ): Failure {
	const { code, responseCode, command, rejectedErrors } = ( error ?? {} ) as MailError;
	if ( Array.isArray( rejectedErrors ) && rejectedErrors.length > 0 ) {
		// One recipient that may be there later is reason enough to come back.
		const each = rejectedErrors.map( ( one: MailError ) => ofReply( one ) );
		return each.find( ( { kind } ) => kind === 'retry' ) ?? each[ 0 ]!;
	}
	if ( typeof responseCode === 'number' && responseCode >= 400 && responseCode <= 599 ) {
		return ofReply( { responseCode, command } );
	}
	return ownCodes.get( code ) ?? { kind: 'retry', reason: 'network' };
}

/** 503 says that we were out of step, not that this mail is unwanted: a new connection may do. */
function ofReply( { responseCode, command }: MailError ): Failure {
	const reply = Number( responseCode );
	return reply >= 500 && reply !== 503 ?
		{ kind: 'rejected', reason: reasonOf( reply, String( command ), 'refused' ) } :
		{ kind: 'retry', reason: reasonOf( reply, String( command ), 'serverError' ) };
}

function reasonOf( reply: number, command: string, otherwise: FailureReason ): FailureReason {
	// RFC 4954: 530 asks for a login, 535 does not know it, 454 cannot tell now.
	if ( command.startsWith( 'AUTH' ) || reply === 530 || reply === 535 ) {
		return 'unauthorized';
	}
	return command === 'RCPT TO' && reply === 550 ? 'notFound' : otherwise;
}
