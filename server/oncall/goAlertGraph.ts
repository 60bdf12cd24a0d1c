// GoAlert's GraphQL API: reading our alerts back, who is on call, and whether the service would page
// somebody now, all out of one query. A key of that API can do nothing else, so neither can we.
import { ObservationError } from '../pages/provider.ts';
import type { Provider, SelfCheck } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { objectFrom, told } from './answers.ts';
import { boundedCall } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { fieldsIn, fieldsOf, isFields, personName } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import { maintenanceUntil, readAlerts, readOthersAlerts } from './goAlertAlerts.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface GoAlertGraphSettings {
	/** Where GoAlert is, like https://goalert.example.org/ */
	url: string;
	/** A GraphQL API key with the role "user", made for the query in goAlertAlerts.ts. */
	graphqlKey?: Secret;
	/** The service that the integration key belongs to; a UUID. */
	serviceId?: string;
	/** Names us and how to reach us. */
	userAgent: string;
	/** For each whole exchange. */
	timeoutMs: number;
}

// A hundred alerts with forty log entries each.
const answerBytes = 2 * 1024 * 1024;

/** @throws Error when the URL in the settings is not http(s) */
export function goAlertGraph(
	settings: GoAlertGraphSettings, now: () => Millis
): Pick<Provider, 'observe' | 'openIncidents' | 'onCallNow' | 'selfCheck'> {
	const { graphqlKey, serviceId } = settings;
	const url = serviceUrl( 'GoAlert', 'url', settings.url, 'api', 'graphql' );
	if ( graphqlKey === undefined || serviceId === undefined ) {
		return {};
	}

	/** @throws ObservationError */
	async function ask(): Promise<Fields> {
		const { data, errors } = objectFrom( await boundedCall( {
			method: 'POST',
			url,
			headers: {
				'user-agent': settings.userAgent,
				accept: 'application/json',
				'content-type': 'application/json',
				authorization: `Bearer ${ graphqlKey!.reveal() }`
			},
			// Without the query: the key knows its own, to the letter, and refuses every other.
			body: JSON.stringify( { variables: { service: serviceId } } ),
			timeoutMs: settings.timeoutMs,
			maxBytes: answerBytes
		}, now ) );
		if ( !isFields( data ) ) {
			// GraphQL says no with 200.
			throw new ObservationError( fieldsIn( errors ).length > 0 ? 'refused' : 'unreadable' );
		}
		return data;
	}

	return {
		async observe() {
			const observations = readAlerts( await ask(), now() );
			if ( observations === undefined ) {
				throw new ObservationError( 'unreadable' );
			}
			return observations;
		},

		async openIncidents() {
			const incidents = readOthersAlerts( await ask() );
			if ( incidents === undefined ) {
				throw new ObservationError( 'unreadable' );
			}
			return incidents;
		},

		async onCallNow() {
			const { service } = await ask();
			if ( !isFields( service ) || !Array.isArray( service.onCallUsers ) ) {
				throw new ObservationError( 'unreadable' );
			}
			return Array.from( new Set( namesOf( fieldsIn( service.onCallUsers ) ) ) );
		},

		async selfCheck() {
			return [ { subject: `service ${ serviceId }`, ...judge( await told( ask() ), now() ) } ];
		}
	};
}

function namesOf( users: readonly Fields[] ): string[] {
	return users.map( ( { userName } ) => personName( userName ) ).filter( ( name ) => name !== null );
}

/** Only the first step, number 0, is notified at once. */
function judge( answer: Fields | string, now: Millis ): Pick<SelfCheck, 'verdict' | 'detail'> {
	if ( typeof answer === 'string' ) {
		return { verdict: 'unknown', detail: `It could not be read: ${ answer }.` };
	}
	const service = fieldsOf( answer.service );
	if ( !Array.isArray( service.onCallUsers ) ) {
		return { verdict: 'unknown', detail: 'The answer shows no list of those on call.' };
	}
	const until = maintenanceUntil( service, now );
	if ( until !== undefined ) {
		return { verdict: 'pagesNobody', detail: `It is in maintenance until ${ until }: alerts are taken and nobody is notified.` };
	}
	const first = fieldsIn( service.onCallUsers ).filter( ( { stepNumber } ) => stepNumber === 0 );
	return first.length === 0 ?
		{ verdict: 'pagesNobody', detail: 'Nobody is on call at the first step of its escalation policy.' } :
		{ verdict: 'pages', detail: `On call: ${ namesOf( first ).join( ', ' ) || 'somebody' }.` };
}
