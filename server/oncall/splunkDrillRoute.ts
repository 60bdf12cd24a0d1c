// Whether the routing key of drills at Splunk On-Call could wake anybody. A key that does not exist falls to
// the default policy, which pages; so the key is looked up, and every step of its policies. Reading only.
//
// GET org/routing-keys: {routingKeys:[{routingKey, targets:[{policyName, policySlug}]}]} (public API
// description 0.0.3, read 2026-11, which asks for no more than one call a minute).
import type { Provider, SelfCheck } from '../pages/provider.ts';
import { told } from './answers.ts';
import { fieldsIn, fieldsOf, textOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import type { SplunkApi } from './splunkApi.ts';

export interface SplunkDrillSettings {
	routingKey: string;
	/** Only for the route of drills: the routing key of pages. */
	insteadOf?: string;
}

type Finding = Pick<SelfCheck, 'verdict' | 'detail'>;

/**
 * Of all that a step may do (user, rotation_group and its neighbours, team, policy_routing and more), these
 * call nobody's telephone. What is not known is taken to wake somebody.
 */
const silentSteps: ReadonlySet<string> = new Set( [ 'email', 'webhook' ] );

export function splunkDrillRoute( { routingKey, insteadOf }: SplunkDrillSettings, api: SplunkApi ): Pick<Provider, 'drillRoute'> {
	if ( insteadOf === undefined ) {
		return {};
	}

	async function find(): Promise<Finding> {
		const answer = await told( api.read( 'org', 'routing-keys' ) );
		if ( typeof answer === 'string' ) {
			return { verdict: 'unknown', detail: `Routing keys could not be read: ${ answer }.` };
		}
		if ( !Array.isArray( answer.routingKeys ) ) {
			return { verdict: 'unknown', detail: 'The answer shows no routing keys.' };
		}
		const drills = policiesOf( answer, routingKey );
		if ( drills === undefined ) {
			return { verdict: 'pages', detail: 'There is no such routing key, so the default policy would take it.' };
		}
		if ( drills.length === 0 || drills.includes( '' ) ) {
			return { verdict: 'unknown', detail: 'It is not told to which policies the routing key leads.' };
		}
		const shared = drills.find( ( slug ) => policiesOf( answer, insteadOf! )?.includes( slug ) );
		if ( shared !== undefined ) {
			return { verdict: 'pages', detail: `It leads to policy ${ shared }, as pages do.` };
		}
		const findings: Finding[] = [];
		// One after the other: several at once would count as too many.
		for ( const slug of drills ) {
			findings.push( judge( slug, await told( api.read( 'policies', slug ) ) ) );
		}
		const order = [ 'pages', 'unknown', 'pagesNobody' ] as const;
		return order.map( ( wanted ) => findings.find( ( { verdict } ) => verdict === wanted ) ).find( ( finding ) => finding !== undefined )!;
	}

	return {
		drillRoute: async () => ( { subject: `routing key ${ routingKey.toLowerCase() }`, ...await find() } )
	};
}

/** Slugs, '' where one is not told; undefined when there is no such key. In any case, as the service has it. */
function policiesOf( answer: Fields, routingKey: string ): string[] | undefined {
	const found = fieldsIn( answer.routingKeys ).filter( ( one ) => textOf( one.routingKey ).toLowerCase() === routingKey.toLowerCase() );
	return found.length === 0 ? undefined : found.flatMap( ( { targets } ) => fieldsIn( targets ) ).map( ( { policySlug } ) => textOf( policySlug ) );
}

/** Every step counts, not only the first: who is woken a quarter of an hour later is woken. */
function judge( slug: string, answer: Fields | string ): Finding {
	if ( typeof answer === 'string' || !Array.isArray( answer.steps ) ) {
		return { verdict: 'unknown', detail: `Policy ${ slug } could not be read: ${ typeof answer === 'string' ? answer : 'it shows no steps' }.` };
	}
	const kinds = answer.steps.flatMap( ( step ) => {
		const { entries } = fieldsOf( step );
		return Array.isArray( entries ) ? entries.map( ( entry ) => textOf( fieldsOf( entry ).executionType ) ) : [ '' ];
	} );
	const waking = kinds.find( ( kind ) => kind !== '' && !silentSteps.has( kind ) );
	if ( waking !== undefined ) {
		return { verdict: 'pages', detail: `It leads to policy ${ slug }, which has a step of the kind ${ waking }; only e-mail and webhooks call nobody.` };
	}
	return kinds.includes( '' ) ?
		{ verdict: 'unknown', detail: `Policy ${ slug } does not tell what its steps do.` } :
		{ verdict: 'pagesNobody', detail: `It leads to policy ${ slug }, which calls nobody.` };
}
