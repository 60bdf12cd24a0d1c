// Whether a page came through: judged by what its sender is told and by the incidents at the on-call
// services, never by our store. Every breach is a sentence; none is good.
import type { PageEvent, PageState, PageView } from '../../server/contract/page.ts';
import { mayFollow } from '../../server/pages/page.ts';

export interface ProviderIncident {
	provider: string;
	dedupKey: string;
	phase: 'triggered' | 'acknowledged' | 'resolved';
}

export const incidentsOf = ( page: Pick<PageView, 'id'>, incidents: readonly ProviderIncident[] ): ProviderIncident[] =>
	incidents.filter( ( { dedupKey } ) => dedupKey.split( '/' )[ 1 ] === page.id );

/** What must hold at every moment: numbers, legal courses, and never two incidents of one alert. */
export function breaches( page: PageView, incidents: readonly ProviderIncident[] ): string[] {
	const mine = incidentsOf( page, incidents );
	const alerts = mine.map( ( { provider, dedupKey } ) => `${ provider } ${ dedupKey }` );
	return [
		...page.events.some( ( { seq }, index ) => seq !== index + 1 ) ? [ 'its events are not numbered one after the other' ] : [],
		...alerts.filter( ( alert, index ) => alerts.indexOf( alert ) !== index ).map( ( alert ) => `two incidents of ${ alert }` ),
		...illegalCourse( page )
	].map( ( breach ) => `page ${ page.id }: ${ breach }` );
}

/** What must hold besides once every fault is mended and time has passed. */
export function breachesAfterRecovery( page: PageView, incidents: readonly ProviderIncident[] ): string[] {
	const mine = incidentsOf( page, incidents );
	const rings = mine.filter( ( { phase } ) => phase === 'triggered' ).map( ( { provider, dedupKey } ) => `${ provider } ${ dedupKey }` );
	const found: string[] = [];
	switch ( page.state ) {
		case 'accepted':
		case 'undelivered':
			found.push( `is still ${ page.state }` );
			break;
		case 'delivered':
			found.push( ...rings.length === 0 ? [ 'is called delivered and rings nowhere' ] : [] );
			break;
		case 'acknowledged':
		case 'resolved':
		case 'withdrawn':
			found.push( ...rings.map( ( alert ) => `is ${ page.state } and still rings: ${ alert }` ) );
	}
	if ( page.state !== 'withdrawn' && mine.length === 0 ) {
		found.push( 'is lost: no incident anywhere' );
	}
	return found.map( ( breach ) => `page ${ page.id }: ${ breach }` );
}

/** Follows the events; where they lead must be the page's state, by steps that are allowed. */
function illegalCourse( page: PageView ): string[] {
	const [ first, ...rest ] = page.events;
	if ( first?.kind !== 'accepted' ) {
		return [ 'does not begin with its acceptance' ];
	}
	let state: PageState = 'accepted';
	for ( const event of rest ) {
		const to = stateAfter( event, state );
		if ( to === state || mayFollow( state, to ) ) {
			state = to;
		} else if ( state !== 'withdrawn' ) {
			// What providers say about a withdrawn page is told, and changes nothing.
			return [ `went from ${ state } to ${ to } by event ${ event.seq }` ];
		}
	}
	return state === page.state ? [] : [ `is ${ page.state }, but its events lead to ${ state }: ${ page.events.map( ( { kind } ) => kind ).join( ' ' ) }` ];
}

function stateAfter( event: PageEvent, state: PageState ): PageState {
	switch ( event.kind ) {
		case 'delivered':
			// A second provider's taking it changes nothing for a page that somebody has already.
			return state === 'accepted' || state === 'undelivered' ? 'delivered' : state;
		case 'reopened':
			return 'delivered';
		case 'acknowledged':
		case 'resolved':
		case 'undelivered':
		case 'withdrawn':
			return event.kind;
		default:
			return state;
	}
}
