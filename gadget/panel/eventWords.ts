// Says one event of a page in words.
import type { PageEvent } from '../../server/contract/page.ts';
import { reasonMessages } from './messages.ts';
import type { MessageKey } from './messages.ts';
import type { Parameter } from './renderMessage.ts';
import type { Words } from './words.ts';

export function eventWords( event: PageEvent, words: Words ): { message: MessageKey; parameters: Parameter[] } {
	switch ( event.kind ) {
		case 'accepted':
			return { message: 'page-sre-event-accepted', parameters: [] };
		case 'attemptFailed':
			return {
				message: event.final ? 'page-sre-event-failed-finally' : 'page-sre-event-failed',
				parameters: [ { name: event.provider }, words.text( reasonMessages[ event.reason ] ) ]
			};
		case 'delivered':
			return { message: 'page-sre-event-delivered', parameters: [ { name: event.provider } ] };
		case 'ringing':
			return event.people > 0 ?
				{ message: 'page-sre-event-ringing', parameters: [ event.people ] } :
				{ message: 'page-sre-event-ringing-nobody', parameters: [] };
		case 'acknowledged':
			return event.by === null ?
				{ message: 'page-sre-state-acknowledged', parameters: [] } :
				{ message: 'page-sre-event-acknowledged', parameters: [ { name: event.by } ] };
		case 'resolved':
			return event.by === null ?
				{ message: 'page-sre-state-resolved', parameters: [] } :
				{ message: 'page-sre-event-resolved', parameters: [ { name: event.by } ] };
		case 'reopened':
			return { message: 'page-sre-event-reopened', parameters: [] };
		case 'undelivered':
			return { message: 'page-sre-event-undelivered', parameters: [] };
	}
}
