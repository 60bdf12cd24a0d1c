// What is known of where the sender stands, by its name on the wire, and what people call it. The review of the panel
// makes the same keys out of the same names, so that it shows whatever goes out, even without this part.
import type { WikiContext } from '../../server/contract/sendPage.ts';
import type { MessageKey } from '../panel/messages.ts';

export const contextLabels: Record<keyof WikiContext, MessageKey> = {
	wiki: 'page-sre-context-wiki',
	title: 'page-sre-context-title',
	url: 'page-sre-context-url',
	revision: 'page-sre-context-revision',
	diff: 'page-sre-context-diff',
	special: 'page-sre-context-special',
	target: 'page-sre-context-target',
	requestId: 'page-sre-context-requestid',
	servedBy: 'page-sre-context-servedby',
	skin: 'page-sre-context-skin',
	browser: 'page-sre-context-browser',
	timeZone: 'page-sre-context-timezone'
};
