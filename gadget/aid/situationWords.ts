// What is going on now, in the reader's words: in one line what is wrong, and part by part, each with its age. Which
// key speaks for which word of the wire.
import type { OpenPage } from '../../server/contract/page.ts';
import type { OpenIncident, Situation, StatusReport } from '../../server/contract/situation.ts';
import type { MessageKey } from '../panel/messages.ts';
import { stateMessages } from '../panel/shared.ts';
import type { Words } from '../panel/words.ts';

const indicatorMessages: Record<StatusReport[ 'indicator' ], MessageKey> = {
	none: 'page-sre-aid-status-none',
	minor: 'page-sre-aid-status-minor',
	major: 'page-sre-aid-status-major',
	critical: 'page-sre-aid-status-critical',
	maintenance: 'page-sre-aid-status-maintenance',
	unknown: 'page-sre-aid-status-unknown'
};

type Condition = StatusReport[ 'components' ][ number ][ 'condition' ];

const conditionMessages: Record<Exclude<Condition, 'operational'>, MessageKey> = {
	degraded_performance: 'page-sre-aid-status-degraded',
	partial_outage: 'page-sre-aid-status-partial',
	major_outage: 'page-sre-aid-status-broken',
	under_maintenance: 'page-sre-aid-status-maintenance',
	unknown: 'page-sre-aid-status-unknown'
};

const phaseMessages: Record<OpenIncident[ 'phase' ], MessageKey> = {
	triggered: 'page-sre-aid-incident-triggered',
	acknowledged: 'page-sre-aid-incident-acknowledged'
};

/** What is asked for again and again, and may fail alone. */
type Watched = { asOf: string | null; failing: boolean; value: unknown } | null;

/** One thing that is told: in a sentence, how old that is, and what it is in detail. */
export interface Told {
	text: string;
	age: string;
	lines: string[];
	href?: string | null | undefined;
}

// Each apart from the others, whatever direction it runs in.
const joined = ( facts: readonly ( string | null )[] ): string =>
	facts.filter( Boolean ).map( ( fact ) => `\u2068${ String( fact ) }\u2069` ).join( ' · ' );

export interface SituationWords {
	incident( incident: OpenIncident ): string;
	/** What is wrong, by kind; nothing when nothing is known to be. */
	troubles( situation: Situation ): string[];
	/** @param isOld the newest attempt got nothing at all */
	details( situation: Situation, isOld: boolean ): Told[];
}

/** @param now milliseconds since the epoch */
export function situationWords( words: Words, now: () => number ): SituationWords {
	const ago = ( iso: string | null ): string | null => iso && words.ago( ( now() - Date.parse( iso ) ) / 1000 );
	const incident = ( { title, phase, by, since }: OpenIncident ): string =>
		joined( [ title, words.text( phaseMessages[ phase ] ), by, ago( since ) ] );
	const openPage = ( page: OpenPage ): string => joined( [
		page.private ? null : page.summary, page.private ? null : page.scope, words.text( stateMessages[ page.state ] ), ago( page.acceptedAt )
	] );
	const reported = ( { incidents, components }: StatusReport ): string[] => incidents
		.map( ( { title, since } ) => joined( [ title, ago( since ) ] ) )
		.concat( components.reduce<string[]>( ( found, { name, condition } ) => condition === 'operational' ?
			found : found.concat( joined( [ name, words.text( conditionMessages[ condition ] ) ] ) ), [] ) );
	return {
		incident,
		troubles: ( { pages, providers, status } ) => {
			const incidents = providers.reduce( ( sum, provider ) => sum + ( provider.incidents && provider.incidents.value || [] ).length, 0 );
			const report = status && status.value;
			const said = report && ( report.indicator === 'none' ? reported( report )[ 0 ] : words.text( indicatorMessages[ report.indicator ] ) );
			return [
				pages.length > 0 ? words.text( 'page-sre-aid-now-pages', pages.length ) : '',
				incidents > 0 ? words.text( 'page-sre-aid-now-incidents', incidents ) : '',
				said ? words.text( 'page-sre-aid-now-status', { name: said } ) : ''
			].filter( Boolean );
		},
		details: ( { pages, providers, status }, isOld ) => {
			const told: Told[] = [];
			const tell = ( key: MessageKey, watched: Watched, said: string | number, lines?: string[] | null, href?: string | null ): void => {
				if ( watched ) {
					told.push( {
						text: words.text( key, watched.value ? said : words.text( 'page-sre-aid-now-failed' ) ),
						age: watched.asOf ?
							words.text( watched.failing || isOld ? 'page-sre-aid-now-stale' : 'page-sre-aid-now-as-of', ago( watched.asOf ) || '' ) : '',
						lines: lines || [],
						href
					} );
				}
			};
			if ( pages.length > 0 ) {
				told.push( { text: words.text( 'page-sre-aid-now-pages', pages.length ), age: '', lines: pages.map( openPage ) } );
			}
			providers.forEach( ( { onCall, incidents } ) => {
				tell( 'page-sre-aid-now-on-call', onCall, ( onCall && onCall.value || [] ).join( ', ' ) || words.text( 'page-sre-aid-now-nobody' ) );
				const others = incidents && incidents.value || [];
				tell( 'page-sre-aid-now-others', incidents, others.length || words.text( 'page-sre-aid-now-none' ), others.map( incident ) );
			} );
			const report = status && status.value;
			const said = report ? words.text( indicatorMessages[ report.indicator ] ) : '';
			tell( 'page-sre-aid-now-status', status, said, report && reported( report ), report && report.url );
			return told;
		}
	};
}

/** Whether somebody who would tell did not, or not lately. */
export function isPartlyUnknown( { providers, status }: Situation ): boolean {
	const failing = ( part: Watched ): boolean => part !== null && ( part.failing || part.value === null );
	return failing( status ) || providers.some( ( { incidents } ) => failing( incidents ) );
}
