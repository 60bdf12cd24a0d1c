// Says one event of a page in words; also that there was one which a newer server tells and this panel does not know.
import type { FailureReason, PageEvent, PageView } from '../../server/contract/page.ts';
import type { MessageKey } from '../panel/messages.ts';
import type { Parameter } from '../panel/renderMessage.ts';
import type { Words } from '../panel/words.ts';
import { providerName } from './providerName.ts';

export interface EventWords {
	message: MessageKey;
	parameters: Parameter[];
}

export const reasonMessages: Record<FailureReason, MessageKey> = {
	timeout: 'page-sre-reason-timeout',
	network: 'page-sre-reason-network',
	rateLimited: 'page-sre-reason-busy',
	serverError: 'page-sre-reason-server',
	unauthorized: 'page-sre-reason-setup',
	notFound: 'page-sre-reason-setup',
	refused: 'page-sre-reason-setup',
	unreadable: 'page-sre-reason-server',
	muted: 'page-sre-reason-muted'
};

const say = ( message: MessageKey, ...parameters: Parameter[] ): EventWords => ( { message, parameters } );

/** @param reader account name of whoever reads this */
export function eventWords( event: PageEvent, { sender }: PageView, reader: string, words: Words ): EventWords {
	const by = ( message: MessageKey, nobody: MessageKey, name: string | null ): EventWords =>
		name === null ? say( nobody ) : say( message, { name } );
	switch ( event.kind ) {
		case 'accepted':
			return say( 'page-sre-event-accepted' );
		case 'attemptFailed': {
			if ( event.reason === 'muted' ) {
				return say( 'page-sre-event-muted', providerName( event.provider, words ) );
			}
			// A reason that is newer than this panel is shown by its name.
			const reason = reasonMessages[ event.reason ] as MessageKey | undefined;
			return say(
				event.final ? 'page-sre-event-failed-finally' : 'page-sre-event-failed',
				providerName( event.provider, words ), reason ? words.text( reason ) : event.reason
			);
		}
		case 'delivered':
			return say( 'page-sre-event-delivered', providerName( event.provider, words ) );
		case 'ringing':
			return event.people > 0 ? say( 'page-sre-event-ringing', event.people ) : say( 'page-sre-event-ringing-nobody' );
		case 'acknowledged':
			return by( 'page-sre-event-acknowledged', 'page-sre-state-acknowledged', event.by );
		case 'resolved':
			return by( 'page-sre-event-resolved', 'page-sre-state-resolved', event.by );
		case 'reopened':
			return say( 'page-sre-event-reopened' );
		case 'undelivered':
			return say( 'page-sre-event-undelivered' );
		case 'unanswered':
			return say( 'page-sre-event-unanswered' );
		case 'rerouted':
			return say( event.done ? 'page-sre-event-rerouted' : 'page-sre-event-not-rerouted', providerName( event.provider, words ) );
		case 'pagedAgain':
			return say( event.by === 'sender' ? 'page-sre-event-paged-again' : 'page-sre-event-paged-again-by-us' );
		case 'note': {
			const author = event.by === null ? sender.name : event.by;
			return author === reader ? say( 'page-sre-event-note', { name: event.text } ) :
				say( 'page-sre-event-note-by', { name: author }, { name: event.text } );
		}
		case 'reply':
			return say( 'page-sre-event-reply', { name: event.by }, { name: event.text } );
		case 'withdrawn':
			return say( 'page-sre-event-withdrawn' );
		default:
			return say( 'page-sre-event-newer' );
	}
}
