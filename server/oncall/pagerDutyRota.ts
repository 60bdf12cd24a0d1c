// Who is on call for our PagerDuty service, and whether it would page somebody now. Reading only, and what
// could not be read is `unknown`, never fine.
import { ObservationError } from '../pages/provider.ts';
import type { Provider, SelfCheck } from '../pages/provider.ts';
import { told } from './answers.ts';
import { fieldsIn, fieldsOf, personName, textOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import type { PagerDutyApi } from './pagerDutyApi.ts';
import { isSilenced } from './pagerDutyIncidents.ts';

type Judgement = Pick<SelfCheck, 'verdict' | 'detail'>;

export function pagerDutyRota(
	api: PagerDutyApi, serviceId: string, catchAllPolicy: string | undefined
): Required<Pick<Provider, 'onCallNow' | 'selfCheck'>> {
	const readService = (): Promise<Fields> => api.read( [ 'services', serviceId ] );
	const readOnCalls = ( policy: string ): Promise<Fields> =>
		api.read( [ 'oncalls' ], { 'escalation_policy_ids[]': policy, limit: '100' } );

	async function checkPolicy( policy: string ): Promise<SelfCheck> {
		return { subject: `escalation policy ${ policy }`, ...judgePolicy( await told( readOnCalls( policy ) ) ) };
	}

	return {
		async onCallNow() {
			const policy = policyOf( await readService() );
			if ( policy === '' ) {
				throw new ObservationError( 'unreadable' );
			}
			const names = fieldsIn( ( await readOnCalls( policy ) ).oncalls ).map( nameOf );
			return Array.from( new Set( names.filter( ( name ) => name !== null ) ) );
		},

		async selfCheck() {
			const answer = await told( readService() );
			const checks: SelfCheck[] = [ { subject: `service ${ serviceId }`, ...judgeService( answer ) } ];
			const policies = [ typeof answer === 'string' ? '' : policyOf( answer ), catchAllPolicy ?? '' ];
			for ( const policy of new Set( policies.filter( ( id ) => id !== '' ) ) ) {
				checks.push( await checkPolicy( policy ) );
			}
			return checks;
		}
	};
}

function policyOf( answer: Fields ): string {
	return textOf( fieldsOf( fieldsOf( answer.service ).escalation_policy ).id );
}

function nameOf( { user }: Fields ): string | null {
	return personName( fieldsOf( user ).summary );
}

function unread( reason: string ): Judgement {
	return { verdict: 'unknown', detail: `It could not be read: ${ reason }.` };
}

function judgeService( answer: Fields | string ): Judgement {
	if ( typeof answer === 'string' ) {
		return unread( answer );
	}
	const service = fieldsOf( answer.service );
	const urgency = fieldsOf( service.incident_urgency_rule );
	if ( isSilenced( service ) ) {
		return { verdict: 'pagesNobody', detail: `Its status is ${ textOf( service.status ) }: events are taken and open nothing.` };
	}
	if ( urgency.type === 'constant' && urgency.urgency === 'low' ) {
		return { verdict: 'pagesNobody', detail: 'All its incidents are of low urgency, which wakes nobody.' };
	}
	if ( policyOf( answer ) === '' ) {
		return { verdict: 'unknown', detail: 'The answer shows no escalation policy.' };
	}
	return { verdict: 'pages', detail: `Its status is ${ textOf( service.status ) || 'not told' }.` };
}

/** Only the first level is notified at once. */
function judgePolicy( answer: Fields | string ): Judgement {
	if ( typeof answer === 'string' ) {
		return unread( answer );
	}
	if ( !Array.isArray( answer.oncalls ) ) {
		return { verdict: 'unknown', detail: 'The answer shows no list of those on call.' };
	}
	const first = fieldsIn( answer.oncalls ).filter( ( { escalation_level: level } ) => level === 1 );
	return first.length === 0 ?
		{ verdict: 'pagesNobody', detail: 'Nobody is on call at its first level.' } :
		{ verdict: 'pages', detail: `On call: ${ first.map( ( entry ) => nameOf( entry ) ?? 'somebody' ).join( ', ' ) }.` };
}
