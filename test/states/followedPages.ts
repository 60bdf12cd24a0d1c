// The states of a page that is followed: its course, what can still be done about it, and what becomes of that.
import { failureReasons } from '../../server/contract/page.ts';
import type { Answer } from '../../gadget/panel/api.ts';
import { problem } from '../gadget/fixtures.ts';
import { acknowledged, delivered, failed, followed, resolved, ringing } from './fixtures.ts';
import type { Group, State } from './state.ts';

const noAnswer = (): Promise<Answer<never>> => Promise.resolve( { kind: 'noAnswer' } );

const open = followed( { state: 'delivered' }, [ delivered, ringing ] );
const late = followed( { state: 'delivered' }, [ delivered, ringing, { kind: 'unanswered' }, { kind: 'note', text: 'Also on mobile.', by: null }, { kind: 'note', text: 'And in apps.', by: null } ] );

const courses: State[] = [
	{ name: 'accepted', moment: { step: followed( {} ) } },
	{ name: 'accepted, attempts fail', moment: { step: followed( {}, [ failed, ...failureReasons.map( ( reason ) => ( { ...failed, reason, final: reason === 'refused' } ) ) ] ) } },
	{ name: 'delivered', moment: { step: followed( { state: 'delivered' }, [ delivered ] ) } },
	{ name: 'delivered, people are notified', moment: { step: open } },
	{ name: 'delivered, nobody is notified', moment: { step: followed( { state: 'delivered' }, [
		delivered, { ...ringing, people: 0 } as typeof ringing, { kind: 'rerouted', provider: 'Splunk On-Call', done: false }, { kind: 'rerouted', provider: 'Splunk On-Call', done: true }
	] ) } },
	{ name: 'delivered, nobody answers', moment: { step: late } },
	{ name: 'paged again', moment: { step: followed( { state: 'delivered', round: 3 }, [
		delivered, { kind: 'unanswered' }, { kind: 'pagedAgain', round: 2, by: 'server' }, { kind: 'pagedAgain', round: 3, by: 'sender' }, delivered
	] ) } },
	{ name: 'acknowledged', moment: { step: followed( { state: 'acknowledged' }, [ delivered, ringing, acknowledged ] ) } },
	{ name: 'acknowledged, with a reply and notes', moment: { step: followed( { state: 'acknowledged' }, [
		delivered, acknowledged, { kind: 'note', text: 'It began with the train.\nSee the log.', by: null }, { kind: 'note', text: 'Here as well.', by: 'Steward Bar' },
		{ kind: 'reply', text: 'We are rolling back.\nCan you log in now?', by: 'Jane Doe' }
	] ) } },
	{ name: 'reopened', moment: { step: followed( { state: 'delivered' }, [ delivered, acknowledged, resolved, { kind: 'reopened', provider: 'Splunk On-Call' } ] ) } },
	{ name: 'resolved', moment: { step: followed( { state: 'resolved' }, [ delivered, ringing, acknowledged, resolved ] ) } },
	{ name: 'undelivered', moment: { step: followed( { state: 'undelivered' }, [ failed, { kind: 'undelivered' } ] ) } },
	{ name: 'withdrawn', moment: { step: followed( { state: 'withdrawn' }, [ delivered, ringing, { kind: 'withdrawn' } ] ) } },
	{ name: 'an event that is newer than the panel', moment: { step: followed( { state: 'delivered' }, [ { kind: 'newer' } as never ] ) } },
	{ name: 'somebody else\'s page', moment: { step: followed( { state: 'delivered', sender: { centralId: 2, name: 'Steward Bar' } }, [ delivered, ringing ] ) } },
	{ name: 'without a nick', moment: { step: followed( { state: 'delivered', contact: {} }, [ delivered ] ) } },
	{ name: 'disconnected', moment: { step: followed( { state: 'delivered' }, [ delivered, ringing ], false ) } },
	{ name: 'signed out meanwhile', isTwofold: true, moment: { step: open, signIn: { name: 'signedOut', why: { kind: 'expired' } } } },
	{ name: 'our server is gone', moment: { step: followed( { state: 'delivered' }, [ delivered ], false ), hindrance: 'gone' } },
	{ name: 'the course is loading', moment: { step: open, course: 'loading' } },
	{ name: 'the course is missing, undelivered', moment: { step: followed( { state: 'undelivered' }, [ { kind: 'undelivered' } ] ), course: 'missing' } },
	{ name: 'drill, followed', moment: { step: followed( { state: 'acknowledged', drill: true }, [ delivered, ringing, acknowledged ] ) } }
];

const actions: State[] = [
	{ name: 'note, being written', moment: { step: open, written: { note: 'Also on mobile.' } } },
	{ name: 'note, empty', moment: { step: open, written: { note: ' ' }, clicks: [ '.page-sre-actions [ type=submit ]' ] } },
	{ name: 'note, under way', moment: { step: open, written: { note: 'Also on mobile.' }, clicks: [ '.page-sre-actions [ type=submit ]' ] } },
	{ name: 'note, no answer', moment: {
		step: open, written: { note: 'Also on mobile.' }, answers: { addNote: noAnswer, readPage: noAnswer }, clicks: [ '.page-sre-actions [ type=submit ]' ]
	} },
	{ name: 'note, refused', moment: {
		step: open, written: { note: 'Also on mobile.' }, clicks: [ '.page-sre-actions [ type=submit ]' ],
		answers: { addNote: () => Promise.resolve( { kind: 'refused', problem: problem( 'storeUnavailable' ) } ) }
	} },
	{ name: 'withdrawing, are you sure', moment: { step: open, clicks: [ '.page-sre-actions > :last-child button' ] } },
	{ name: 'paging again, too soon', moment: {
		step: late, clicks: [ '.page-sre-actions > :first-child button' ],
		answers: { pageAgain: () => Promise.resolve( { kind: 'refused', problem: problem( 'pagedAgainTooSoon' ) } ) }
	} }
];

const enter = [ '.page-sre > p > button' ];
const own: State[] = [
	{ name: 'own pages, loading', moment: { answers: { read: () => new Promise( () => undefined ) }, clicks: enter } },
	{ name: 'own pages', moment: { clicks: enter } },
	{ name: 'own pages, none', moment: { answers: { read: () => Promise.resolve( { kind: 'answered', value: { pages: [], next: null } } ) }, clicks: enter } },
	{ name: 'own pages, no answer', moment: { answers: { read: noAnswer }, clicks: enter } }
];

export const followedPages: Group = { name: 'Following', states: [ ...courses, ...actions, ...own ] };
