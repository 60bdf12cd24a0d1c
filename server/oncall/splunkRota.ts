// Who is on call at Splunk On-Call, and whether its policies would page somebody now. Reading only, and
// what could not be read is `unknown`, never fine.
//
// GET oncall/current: {teamsOnCall:[{team:{name,slug}, oncallNow:[{escalationPolicy:{name,slug},
// users:[{onCalluser:{username}}]}]}]}. GET policies/{slug}: {steps:[{timeout, entries:[{executionType}]}]}
// (public API description 0.0.3 and Klaxon's configuration check, read 2026-11).
import type { Provider, SelfCheck } from '../pages/provider.ts';
import { told } from './answers.ts';
import { fieldsIn, fieldsOf, personName, textOf } from './foreignFields.ts';
import type { Fields } from './foreignFields.ts';
import type { SplunkApi } from './splunkApi.ts';
import { isMuted } from './splunkMaintenance.ts';

export interface SplunkRotaSettings {
	/** Slugs or names; only these teams count. Default: every team. */
	teams?: readonly string[];
	/** Checked too, although it belongs to no rota. */
	catchAllPolicy?: string;
	routingKey: string;
}

interface PolicyNow {
	slug: string;
	onCall: string[];
}

// The API allows about two calls a second, and a person waits for the answer.
const policiesAtOnce = 20;

export function splunkRota(
	settings: SplunkRotaSettings, api: SplunkApi
): Required<Pick<Provider, 'onCallNow' | 'selfCheck'>> {
	const { teams, catchAllPolicy, routingKey } = settings;

	function policiesNow( answer: Fields ): PolicyNow[] {
		return fieldsIn( answer.teamsOnCall )
			.filter( ( { team } ) => {
				const { name, slug } = fieldsOf( team );
				return teams === undefined || teams.some( ( wanted ) => wanted === name || wanted === slug );
			} )
			.flatMap( ( { oncallNow } ) => fieldsIn( oncallNow ) )
			.map( ( { escalationPolicy, users } ) => ( {
				slug: textOf( fieldsOf( escalationPolicy ).slug ),
				onCall: fieldsIn( users )
					.map( ( { onCalluser } ) => personName( fieldsOf( onCalluser ).username ) )
					.filter( ( name ) => name !== null )
			} ) );
	}

	async function checkMaintenance(): Promise<SelfCheck> {
		const subject = 'maintenance mode';
		const answer = await told( api.read( 'maintenancemode' ) );
		if ( typeof answer === 'string' ) {
			return { subject, verdict: 'unknown', detail: `It could not be read: ${ answer }.` };
		}
		return isMuted( answer, routingKey.toLowerCase() ) ?
			{ subject, verdict: 'pagesNobody', detail: 'It is on: alerts are taken and nobody is woken. End it at Splunk On-Call.' } :
			{ subject, verdict: 'pages', detail: 'It is off.' };
	}

	async function checkPolicy( { slug, onCall }: PolicyNow ): Promise<SelfCheck> {
		if ( slug === '' ) {
			return { subject: 'policy', verdict: 'unknown', detail: 'The rota shows one without its slug.' };
		}
		const answer = await told( api.read( 'policies', slug ) );
		return { subject: `policy ${ slug }`, ...judge( answer, onCall ) };
	}

	return {
		async onCallNow() {
			const now = policiesNow( await api.read( 'oncall', 'current' ) );
			return Array.from( new Set( now.flatMap( ( { onCall } ) => onCall ) ) );
		},

		async selfCheck() {
			const checks = [ await checkMaintenance() ];
			const answer = await told( api.read( 'oncall', 'current' ) );
			const now = new Map<string, PolicyNow>();
			if ( typeof answer === 'string' ) {
				checks.push( { subject: 'on call', verdict: 'unknown', detail: `It could not be read: ${ answer }.` } );
			} else {
				for ( const policy of policiesNow( answer ) ) {
					const onCall = [ ...now.get( policy.slug )?.onCall ?? [], ...policy.onCall ];
					now.set( policy.slug, { slug: policy.slug, onCall } );
				}
				if ( now.size === 0 ) {
					checks.push( { subject: 'on call', verdict: 'pagesNobody', detail: 'No team that counts has an escalation policy.' } );
				}
				if ( catchAllPolicy !== undefined && !now.has( catchAllPolicy ) ) {
					now.set( catchAllPolicy, { slug: catchAllPolicy, onCall: [] } );
				}
			}
			// One after the other: several at once would count as too many.
			for ( const [ index, policy ] of Array.from( now.values() ).entries() ) {
				checks.push( index < policiesAtOnce ? await checkPolicy( policy ) : {
					subject: `policy ${ policy.slug }`, verdict: 'unknown', detail: 'Not asked: too many. Name the teams that count.'
				} );
			}
			return checks;
		}
	};
}

/** The first step decides: it must begin at once and reach a person. */
function judge( answer: Fields | string, onCall: readonly string[] ): Pick<SelfCheck, 'verdict' | 'detail'> {
	if ( typeof answer === 'string' ) {
		return { verdict: 'unknown', detail: `It could not be read: ${ answer }.` };
	}
	if ( !Array.isArray( answer.steps ) ) {
		return { verdict: 'unknown', detail: 'The answer shows no steps.' };
	}
	const [ first ] = fieldsIn( answer.steps );
	if ( first?.timeout !== 0 ) {
		return { verdict: 'pagesNobody', detail: first === undefined ?
			'It has no step.' :
			`Its first step waits ${ String( first.timeout ) } minutes; it must begin at once.` };
	}
	const kinds = fieldsIn( first.entries ).map( ( { executionType } ) => String( executionType ) );
	if ( kinds.includes( 'user' ) ) {
		return { verdict: 'pages', detail: 'Its first step names a person.' };
	}
	if ( !kinds.some( ( kind ) => kind.startsWith( 'rotation_group' ) ) ) {
		return { verdict: 'pagesNobody', detail: 'Its first step pages neither a rotation nor a person.' };
	}
	return onCall.length === 0 ?
		{ verdict: 'pagesNobody', detail: 'Nobody is on call in the rotation of its first step.' } :
		{ verdict: 'pages', detail: `On call: ${ onCall.join( ', ' ) }.` };
}
