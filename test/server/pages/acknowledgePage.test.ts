// What a read-back incident means: which events lead from what we knew to what the provider says.
import { describe, expect, it } from 'vitest';
import { whatIsNew } from '../../../server/pages/acknowledgePage.ts';
import type { WatchedDelivery } from '../../../server/pages/ports.ts';
import type { IncidentObservation } from '../../../server/pages/provider.ts';

type Known = Pick<WatchedDelivery, 'phase' | 'notified'> & { muted?: boolean };
type Seen = Pick<IncidentObservation, 'phase' | 'notified' | 'by' | 'muted'>;
const provider = 'splunk-on-call';

const table: [ string, Known, Seen, object[] ][] = [
	[ 'nothing, and nobody yet', { phase: 'triggered', notified: null }, { phase: 'triggered', notified: 0, by: null }, [] ],
	[ 'nothing, and nobody told', { phase: 'triggered', notified: null }, { phase: 'triggered', notified: null, by: null }, [] ],
	[ 'the first ring', { phase: 'triggered', notified: null }, { phase: 'triggered', notified: 1, by: null }, [ { kind: 'ringing', people: 1 } ] ],
	[ 'the same ring again', { phase: 'triggered', notified: 1 }, { phase: 'triggered', notified: 1, by: null }, [] ],
	[ 'more people', { phase: 'triggered', notified: 1 }, { phase: 'triggered', notified: 3, by: null }, [ { kind: 'ringing', people: 3 } ] ],
	[ 'nobody any more', { phase: 'triggered', notified: 2 }, { phase: 'triggered', notified: 0, by: null }, [] ],
	[ 'an acknowledgement', { phase: 'triggered', notified: 1 }, { phase: 'acknowledged', notified: 0, by: 'alice' }, [ { kind: 'acknowledged', by: 'alice' } ] ],
	[ 'an acknowledgement by nobody knows whom', { phase: 'triggered', notified: 1 }, { phase: 'acknowledged', notified: null, by: null }, [ { kind: 'acknowledged', by: null } ] ],
	[ 'the same acknowledgement', { phase: 'acknowledged', notified: 1 }, { phase: 'acknowledged', notified: 2, by: 'alice' }, [] ],
	[ 'a resolution without acknowledgement', { phase: 'triggered', notified: 1 }, { phase: 'resolved', notified: null, by: 'bob' }, [ { kind: 'resolved', by: 'bob' } ] ],
	[ 'a resolution', { phase: 'acknowledged', notified: 1 }, { phase: 'resolved', notified: null, by: null }, [ { kind: 'resolved', by: null } ] ],
	[ 'a handing back', { phase: 'acknowledged', notified: 1 }, { phase: 'triggered', notified: 2, by: null }, [ { kind: 'reopened' } ] ],
	[ 'a silence', { phase: 'triggered', notified: null }, { phase: 'triggered', notified: 0, by: null, muted: true },
		[ { kind: 'attemptFailed', reason: 'muted', final: false } ] ],
	[ 'the same silence', { phase: 'triggered', notified: 0, muted: true }, { phase: 'triggered', notified: 0, by: null, muted: true }, [] ],
	[ 'an acknowledgement in spite of a silence', { phase: 'triggered', notified: 0 }, { phase: 'acknowledged', notified: 0, by: 'bob', muted: true },
		[ { kind: 'acknowledged', by: 'bob' } ] ],
	[ 'a reopening', { phase: 'resolved', notified: 1 }, { phase: 'triggered', notified: 0, by: null }, [ { kind: 'reopened' } ] ]
];

describe( 'whatIsNew', () => {
	it.each( table )( 'finds %s', ( _what, known, seen, events ) => {
		expect( whatIsNew( { provider, muted: false, ...known }, { dedupKey: 'page-sre/x', incident: '1', ...seen } ) )
			.toEqual( events.map( ( event ) => ( { provider, ...event } ) ) );
	} );
} );
