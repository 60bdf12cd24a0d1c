// Metrics of a server with two providers, and how to read what is exposed.
import { createMetrics, type Metrics } from '../../../server/watching/metrics.ts';

const someSettings = { answer: 300_000, deadline: 120_000, heartbeat: 60_000, poll: 10_000, roster: 900_000, rosterGrace: 86_400_000 };

export function someMetrics(): Metrics {
	return createMetrics( { providers: [ 'splunk-on-call', 'email', 'drill/email', 'heartbeat' ], settings: someSettings } );
}

/** Lines of the exposition, by name and labels. */
export function seriesOf( text: string ): Map<string, number> {
	return new Map( [ ...text.matchAll( /^([a-z]\w*(?:\{[^}]*\})?) (\S+)$/gm ) ].map( ( [ , series = '', value ] ) => [ series, Number( value ) ] ) );
}
