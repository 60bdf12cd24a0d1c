// What GoAlert's GraphQL answer says about our service and its alerts. Every field may be missing, and one
// odd alert must never hide the others.
//
// StatusUnacknowledged -> triggered, StatusAcknowledged -> acknowledged, StatusClosed -> resolved.
import type { ForeignIncident, IncidentObservation } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { fieldsIn, fieldsOf, latestBy, personName, textOf, timeOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { foreignIncidents } from './foreignIncidents.ts';

/** Under this name our key travels with the alert; GoAlert shows no dedup key. */
export const dedupMeta = 'page-sre';

const ours = 'page-sre/';

/**
 * The one query that the API key must be made for: GoAlert ties a key to the exact text of one query.
 * `sort: dateID` is newest first; more than 50 log entries are refused.
 */
export const goAlertQuery = `query PageSre($service: ID!) {
  service(id: $service) {
    name
    maintenanceExpiresAt
    onCallUsers { userName stepNumber }
  }
  alerts(input: { filterByServiceID: [$service], first: 100, sort: dateID }) {
    nodes {
      alertID
      status
      summary
      createdAt
      metaValue(key: "${ dedupMeta }")
      recentEvents(input: { limit: 40 }) { nodes { timestamp message messageID state { status } } }
    }
  }
}`;

const phases: ReadonlyMap<unknown, IncidentObservation[ 'phase' ]> = new Map( [
	[ 'StatusUnacknowledged', 'triggered' ],
	[ 'StatusAcknowledged', 'acknowledged' ],
	[ 'StatusClosed', 'resolved' ]
] as const );

/** A service in maintenance takes alerts and escalates none, so it notifies nobody. */
export function maintenanceUntil( service: Fields, now: Millis ): string | undefined {
	return timeOf( service.maintenanceExpiresAt ) > now ? textOf( service.maintenanceExpiresAt ) : undefined;
}

/** Undefined when this is no list of alerts at all. */
export function readAlerts( data: Fields, now: Millis ): IncidentObservation[] | undefined {
	const { nodes } = fieldsOf( data.alerts );
	if ( !Array.isArray( nodes ) ) {
		return undefined;
	}
	const muted = maintenanceUntil( fieldsOf( data.service ), now ) !== undefined;
	// Once closed, the same key opens another alert; the newer one speaks for the page.
	const newest = new Map<string, { alertId: number; observation: IncidentObservation }>();
	for ( const node of fieldsIn( nodes ) ) {
		const { alertID: alertId, metaValue } = node;
		const phase = phases.get( node.status );
		const dedupKey = textOf( metaValue );
		if ( phase !== undefined && typeof alertId === 'number' && dedupKey.startsWith( ours ) &&
			alertId > ( newest.get( dedupKey )?.alertId ?? 0 ) ) {
			newest.set( dedupKey, { alertId, observation: readAlert( node, dedupKey, alertId, phase, muted ) } );
		}
	}
	return Array.from( newest.values(), ( { observation } ) => observation );
}

/**
 * Open alerts of our service that came another way. Undefined when this is no list of alerts at all. A key made for
 * our older query shows neither summary nor time; such an alert is called by its number.
 */
export function readOthersAlerts( data: Fields ): ForeignIncident[] | undefined {
	const { nodes } = fieldsOf( data.alerts );
	return Array.isArray( nodes ) ? foreignIncidents( fieldsIn( nodes ).flatMap( ( node ) => {
		const { alertID: alertId, summary, createdAt, metaValue, recentEvents } = node;
		const phase = phases.get( node.status );
		return textOf( metaValue ).startsWith( ours ) || phase === undefined || phase === 'resolved' ? [] : [ {
			incident: alertId, titles: [ summary, `Alert ${ String( alertId ) }` ], phase, since: createdAt,
			by: phase === 'acknowledged' ? actor( fieldsIn( fieldsOf( recentEvents ).nodes ), phase ) : null
		} ];
	} ) ) : undefined;
}

function readAlert(
	node: Fields, dedupKey: string, alertId: number, phase: IncidentObservation[ 'phase' ], muted: boolean
): IncidentObservation {
	const { nodes } = fieldsOf( node.recentEvents );
	const events = fieldsIn( nodes );
	const notified = phase === 'triggered' && Array.isArray( nodes ) ? countNotified( events ) : null;
	return {
		dedupKey,
		incident: String( alertId ),
		phase,
		notified,
		...( muted && phase === 'triggered' && ( notified ?? 0 ) === 0 && { muted } ),
		by: phase === 'triggered' ? null : actor( events, phase )
	};
}

/**
 * An entry with a messageID is a notification to somebody; its words only tell them apart, so that other
 * words would count too many rather than nobody.
 */
function countNotified( events: readonly Fields[] ): number {
	return new Set( events
		.filter( ( { messageID: messageId, state } ) => textOf( messageId ) !== '' && fieldsOf( state ).status !== 'ERROR' )
		.map( ( { message } ) => withoutChannel( textOf( message ) ) ) ).size;
}

/** "Acknowledged by Amal (SMS)", "Closed via Page SRE integration". */
function actor( events: readonly Fields[], phase: 'acknowledged' | 'resolved' ): string | null {
	const words = phase === 'acknowledged' ? /^Acknowledged (?:by|via) (.+)$/ : /^Closed (?:by|via) (.+)$/;
	const said = latestBy( events.filter( ( { message } ) => words.test( textOf( message ) ) ), 'timestamp' );
	const name = words.exec( textOf( said?.message ) )?.[ 1 ];
	return name === undefined || name.startsWith( '[unknown]' ) ? null : personName( withoutChannel( name ) );
}

function withoutChannel( words: string ): string {
	return words.replace( / \([^()]*\)$/, '' );
}
