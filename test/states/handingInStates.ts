// The states while a page is handed in, and those in which nobody knows what became of it, or others were faster.
import type { OpenPage } from '../../server/contract/page.ts';
import { anOpenPage } from '../gadget/fixtures.ts';
import { anIncident } from './fixtures.ts';
import type { Group } from './state.ts';
import { written } from './writingStates.ts';

const open: OpenPage[] = [ anOpenPage(), anOpenPage( { id: '01JSECRET', private: true, summary: null, scope: null, by: null, state: 'acknowledged' } ) ];

export const handingIn: Group = {
	name: 'Handing in',
	states: [
		{ name: 'busy, submitting', moment: { step: { name: 'submitting' }, written } },
		{ name: 'busy, looking what became of it', moment: { step: { name: 'resuming' }, written } },
		{ name: 'interrupted, signed out meanwhile', moment: { step: { name: 'interrupted' }, signIn: { name: 'signedOut', why: { kind: 'expired' } }, written } },
		{ name: 'no answer, to the page', moment: { step: { name: 'unanswered', asked: 'submit' }, written } },
		{ name: 'no answer, to what became of it', moment: { step: { name: 'unanswered', asked: 'resume' }, written } },
		{ name: 'no answer, and our server is gone', moment: { step: { name: 'unanswered', asked: 'submit' }, hindrance: 'gone', written } },
		{ name: 'others paged', moment: { step: { name: 'unseen', openPages: open, openIncidents: [] }, written } },
		{ name: 'others paged, a note is being written', moment: {
			step: { name: 'unseen', openPages: open, openIncidents: [] }, written, clicks: [ '.page-sre-open button' ]
		} },
		{ name: 'others paged, and incidents', moment: { step: { name: 'unseen', openPages: open, openIncidents: [ anIncident ] }, written } },
		{ name: 'incidents of others', moment: { step: { name: 'unseen', openPages: [], openIncidents: [ anIncident, { ...anIncident, incident: '2', phase: 'triggered', by: null } ] }, written } },
		...( [ 'loading', 'missing' ] as const ).map( ( lack ) => ( { name: `others paged, the parts are ${ lack }`, moment: {
			step: { name: 'unseen' as const, openPages: open, openIncidents: [ anIncident ] }, written, course: lack, aid: lack
		} } ) )
	]
};
