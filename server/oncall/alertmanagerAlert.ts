// A page as Prometheus Alertmanager's alert. Its labels are its identity, so they hold nothing but what is
// configured and the page's own key: a label that changed would be another alert, and wake people twice.
import type { Alert } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { cutText } from '../cutText.ts';

export type Labels = Readonly<Record<string, string>>;

// Alertmanager hands annotations on to other services; the strictest of them (Splunk On-Call) takes this.
const limits = { summary: 1024, description: 20480 };

/**
 * How long an alert outlives us. Without an end of its own it would be resolved after Alertmanager's
 * resolve_timeout (5 minutes by default), and its receivers would call off a page that nobody has seen
 * because our process was down. Longer than any outage of ours that pages must survive (an hour).
 */
const heldMs = 4 * 3_600_000;

/** Alertmanager calls an end "past" by its own clock, which may be behind ours. */
const clockSkewMs = 60_000;

/**
 * @param configured e.g. `{ team: 'sre', severity: 'page' }`
 * @throws Error for names that are none of Prometheus's, and for those that only we may set
 */
export function checkedLabels( configured: Labels ): Labels {
	for ( const [ name, value ] of Object.entries( configured ) ) {
		if ( !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test( name ) || name === 'page_id' || name === 'scope' || value === '' ) {
			throw new Error( `Alertmanager: labels may not set "${ name }" like this` );
		}
	}
	return configured;
}

/**
 * `scope` repeats the page's key because many installations group alerts by it, Wikimedia's among them:
 * two pages in one group would be one incident, and the second would wake nobody.
 */
export function labelsOf( configured: Labels, dedupKey: string ): Labels {
	return { alertname: 'PageSRE', ...configured, page_id: dedupKey, scope: dedupKey };
}

/** JSON for POST /api/v2/alerts. */
export function firing( configured: Labels, alert: Alert, now: Millis ): string {
	return JSON.stringify( [ {
		labels: labelsOf( configured, alert.dedupKey ),
		annotations: {
			summary: cutText( alert.firstLine, limits.summary ),
			description: cutText( alert.body, limits.description )
		},
		startsAt: iso( alert.acceptedAt ),
		endsAt: iso( now + heldMs ),
		generatorURL: alert.recordUrl
	} ] );
}

/** The same alert, ended. Alertmanager takes its beginning from the one it knows. */
export function resolved( configured: Labels, dedupKey: string, why: string, now: Millis ): string {
	return JSON.stringify( [ {
		labels: labelsOf( configured, dedupKey ),
		annotations: { summary: 'Resolved by page-sre', description: cutText( why, limits.description ) },
		endsAt: iso( now - clockSkewMs )
	} ] );
}

function iso( at: Millis ): string {
	return new Date( at ).toISOString();
}
