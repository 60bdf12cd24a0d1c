// What every provider's list of others' incidents comes to: each on one line, the newest first, and no more of
// them than anybody reads. Which of its incidents count is each provider's to know.
import type { ForeignIncident } from '../pages/provider.ts';
import { lineOf, personName, timeOf } from './foreignFields.ts';

/** More than these at once is an outage that everybody knows of. */
const SHOWN = 50;

/** As long as a summary with its place and its sender, twice. */
const TITLE_MAX = 200;

/** As a provider told it; nothing of it has been looked at. */
export interface ToldIncident {
	incident: unknown;
	/** The first that can be read; where none can, the reference. */
	titles: readonly unknown[];
	phase: ForeignIncident[ 'phase' ];
	since: unknown;
	by: unknown;
}

/** Without those that have no reference: nobody could say that they know of them. */
export function foreignIncidents( told: readonly ToldIncident[] ): ForeignIncident[] {
	const incidents = new Map<string, ForeignIncident>();
	for ( const { incident, titles, phase, since, by } of told ) {
		const reference = typeof incident === 'number' ? String( incident ) : incident;
		if ( typeof reference === 'string' && /^[\w.:-]{1,100}$/.test( reference ) ) {
			const title = titles.map( ( one ) => lineOf( one, TITLE_MAX ) ).find( ( one ) => one !== '' ) ?? reference;
			incidents.set( reference, { incident: reference, title, phase, since: timeOf( since ) || null, by: phase === 'acknowledged' ? personName( by ) : null } );
		}
	}
	return Array.from( incidents.values() ).sort( ( a, b ) => ( b.since ?? 0 ) - ( a.since ?? 0 ) ).slice( 0, SHOWN );
}
