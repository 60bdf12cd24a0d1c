// What the farm's public status page says, if it is one of Atlassian Statuspage's: GET api/v2/summary.json. Reading
// only, bounded in time and size, and every text of it cleaned to one line.
//
// {page:{url}, status:{indicator, description}, components:[{name, status, position, group, group_id}],
// incidents:[{name, status, impact, created_at, started_at, shortlink}]} (Statuspage's API page, read 2026-11).
import type { StatusReport } from '../contract/situation.ts';
import { ObservationError } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { objectFrom } from './answers.ts';
import { boundedCall } from './boundedCall.ts';
import { fieldsIn, isFields, lineOf, textOf, timeOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface StatusPageSettings {
	/** Of the page itself: https://www.wikimediastatus.net/; undefined: there is none. */
	url: string | undefined;
	/** Names us and how to reach us. */
	userAgent: string;
	/** For the whole exchange. */
	timeoutMs: number;
}

/** A page with a hundred components and every update of ten incidents is a quarter of it. */
const answerBytes = 512 * 1024;
const TEXT_MAX = 200;
const INCIDENTS = 10;
const COMPONENTS = 50;

type Indicator = StatusReport[ 'indicator' ];
type Condition = StatusReport[ 'components' ][ 0 ][ 'condition' ];

const indicators: ReadonlySet<unknown> = new Set( [ 'none', 'minor', 'major', 'critical', 'maintenance' ] satisfies Indicator[] );
const conditions: ReadonlySet<unknown> = new Set(
	[ 'operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance' ] satisfies Condition[]
);

/** Returns a function that reads it once and throws ObservationError. @throws Error when the URL is not http(s) */
export function createStatusPage(
	{ url, userAgent, timeoutMs }: StatusPageSettings, now: () => Millis
): ( () => Promise<StatusReport> ) | undefined {
	if ( url === undefined ) {
		return undefined;
	}
	const summaryUrl = serviceUrl( 'Status page', 'url', url, 'api', 'v2', 'summary.json' );
	return async () => readSummary( objectFrom( await boundedCall( {
		method: 'GET', url: summaryUrl, headers: { 'user-agent': userAgent, accept: 'application/json' }, timeoutMs, maxBytes: answerBytes
	}, now ) ), url );
}

/** @throws ObservationError when this is no summary */
function readSummary( answer: Fields, url: string ): StatusReport {
	if ( !isFields( answer.status ) ) {
		throw new ObservationError( 'unreadable' );
	}
	return {
		url,
		indicator: indicatorOf( answer.status.indicator ),
		incidents: fieldsIn( answer.incidents )
			.filter( ( { status } ) => status !== 'resolved' && status !== 'postmortem' )
			.map( ( { name, impact, started_at: started, created_at: created, shortlink } ) => ( {
				title: lineOf( name, TEXT_MAX ), impact: indicatorOf( impact ),
				since: timeOf( started ) || timeOf( created ), url: linkOf( shortlink )
			} ) )
			.filter( ( { title } ) => title !== '' )
			.sort( ( a, b ) => b.since - a.since )
			.slice( 0, INCIDENTS )
			.map( ( { since, ...rest } ) => ( { ...rest, since: since === 0 ? null : new Date( since ).toISOString() } ) ),
		components: fieldsIn( answer.components )
			// What lies in a group is told by its group.
			.filter( ( { group_id: groupId } ) => textOf( groupId ) === '' )
			.sort( ( a, b ) => placeOf( a ) - placeOf( b ) )
			.map( ( { name, status } ) => ( { name: lineOf( name, TEXT_MAX ), condition: conditionOf( status ) } ) )
			.filter( ( { name } ) => name !== '' )
			.slice( 0, COMPONENTS )
	};
}

function indicatorOf( value: unknown ): Indicator {
	return indicators.has( value ) ? value as Indicator : 'unknown';
}

function conditionOf( value: unknown ): Condition {
	return conditions.has( value ) ? value as Condition : 'unknown';
}

function placeOf( { position }: Fields ): number {
	return typeof position === 'number' && Number.isFinite( position ) ? position : Number.MAX_SAFE_INTEGER;
}

/** It becomes a link in a panel. */
function linkOf( value: unknown ): string | null {
	const url = URL.parse( textOf( value ) );
	return url !== null && url.protocol === 'https:' && url.href.length <= 2000 ? url.href : null;
}
