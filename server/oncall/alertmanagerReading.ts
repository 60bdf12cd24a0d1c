// What Alertmanager says about our alerts and about silences, from its API v2 (openapi.yaml, read
// 2026-11). It knows nothing of acknowledgements and of people, so neither is ever told from here.
import { ObservationError } from '../pages/provider.ts';
import type { ForeignIncident, IncidentObservation } from '../pages/provider.ts';
import { isSuccess, reasonOf } from './boundedCall.ts';
import type { CallResult } from './boundedCall.ts';
import { fieldsIn, fieldsOf, isFields, textOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { foreignIncidents } from './foreignIncidents.ts';
import type { Labels } from './alertmanagerAlert.ts';

/** A list, or why there is none: with several instances one that is silent is no failure yet. */
export function listFrom( result: CallResult ): Fields[] | ObservationError {
	if ( result.kind === 'noAnswer' ) {
		return new ObservationError( result.reason );
	}
	if ( !isSuccess( result.status ) ) {
		return new ObservationError( reasonOf( result.status ), result.notBefore );
	}
	try {
		const list: unknown = JSON.parse( result.body );
		if ( Array.isArray( list ) ) {
			return fieldsIn( list );
		}
	} catch {
		// Not even JSON.
	}
	return new ObservationError( 'unreadable', result.notBefore );
}

/** Alerts of ours, as listed by one instance. */
export function readAlerts( list: readonly Fields[] ): IncidentObservation[] {
	return list.flatMap( ( { labels, fingerprint, status } ) => {
		const dedupKey = fieldsOf( labels ).page_id;
		return typeof dedupKey !== 'string' || !dedupKey.startsWith( 'page-sre/' ) ? [] : [ {
			dedupKey,
			incident: typeof fingerprint === 'string' && fingerprint !== '' ? fingerprint : dedupKey,
			phase: 'triggered',
			notified: null,
			// Silenced, inhibited or in a muted interval: all three are called suppressed.
			...fieldsOf( status ).state === 'suppressed' && { muted: true },
			by: null
		} ];
	} );
}

/** What is routed as our pages are, whoever raised it, and not kept silent. */
export function othersQuery( { alertname: _ours, ...routing }: Labels ): string {
	const query = new URLSearchParams( { active: 'true', silenced: 'false', inhibited: 'false' } );
	Object.entries( routing ).forEach( ( [ name, value ] ) => query.append( 'filter', `${ name }=${ JSON.stringify( value ) }` ) );
	return query.toString();
}

/** Alerts of others, as listed by all instances: the same alert has the same fingerprint everywhere. */
export function readOthersAlerts( list: readonly Fields[] ): ForeignIncident[] {
	return foreignIncidents( list.flatMap( ( { labels, annotations, fingerprint, startsAt } ) => {
		const { page_id: pageId, alertname } = fieldsOf( labels );
		const { summary, description } = fieldsOf( annotations );
		return textOf( pageId ).startsWith( 'page-sre/' ) ? [] : [
			{ incident: fingerprint, titles: [ summary, description, alertname ], phase: 'triggered' as const, since: startsAt, by: null }
		];
	} ) );
}

/** Each instance notifies by itself, so a page is only silent when all that have it are. */
export function merged( observations: readonly IncidentObservation[] ): IncidentObservation[] {
	const byKey = new Map<string, IncidentObservation>();
	for ( const observation of observations ) {
		const known = byKey.get( observation.dedupKey );
		if ( known === undefined || known.muted === true ) {
			byKey.set( observation.dedupKey, observation );
		}
	}
	return [ ...byKey.values() ];
}

/** Ids of active silences that mute these labels; `unknown` when one might, but cannot be read. */
export function silencing( silences: readonly Fields[], labels: Labels ): { ids: string[]; unknown: boolean } {
	const active = silences
		.filter( ( { status } ) => fieldsOf( status ).state === 'active' )
		.map( ( { id, matchers } ) => ( { id: idOf( id ), mutes: allMatch( matchers, labels ) } ) );
	return {
		ids: active.filter( ( { mutes } ) => mutes === true ).map( ( { id } ) => id ),
		unknown: active.some( ( { mutes } ) => mutes === undefined )
	};
}

/** Silences are written by people elsewhere; only what cannot be prose is repeated. */
function idOf( id: unknown ): string {
	return typeof id === 'string' && /^[\w-]{1,64}$/.test( id ) ? id : '?';
}

/** A silence needs every matcher; undefined when it hangs on one that cannot be read. */
function allMatch( matchers: unknown, labels: Labels ): boolean | undefined {
	if ( !Array.isArray( matchers ) || matchers.length === 0 ) {
		return undefined;
	}
	const verdicts = matchers.map( ( matcher ) => isFields( matcher ) ? matches( matcher, labels ) : undefined );
	return verdicts.includes( false ) ? false : verdicts.includes( undefined ) ? undefined : true;
}

/** A label that is not there counts as empty. Regular expressions are anchored, as Prometheus does. */
function matches( { name, value, isRegex, isEqual }: Fields, labels: Labels ): boolean | undefined {
	if ( typeof name !== 'string' || typeof value !== 'string' ) {
		return undefined;
	}
	const label = ( Object.hasOwn( labels, name ) ? labels[ name ] : undefined ) ?? '';
	try {
		const equal = isRegex === true ? new RegExp( `^(?:${ value })$`, 's' ).test( label ) : label === value;
		return equal === ( isEqual !== false );
	} catch {
		// Go's dialect has a few things that ours has not.
		return undefined;
	}
}
