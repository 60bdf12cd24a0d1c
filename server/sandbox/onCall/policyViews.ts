// How Splunk On-Call's public API shows policies, who is on call in them, and which routing keys lead to
// them. Shapes only (public OpenAPI description 0.0.3, read 2026-11): who is paged is decided in incidents.ts.
import type { Policy } from './people.ts';

export const team = { name: 'SRE', slug: 'team-sre' };

/** GET oncall/current. Policies that call nobody have no rota to show. */
export function onCallView( policies: readonly Policy[], rotaEmpty: boolean ): unknown {
	const withPeople = policies.filter( ( { byRota, steps } ) => byRota || steps.some( ( { usernames } ) => usernames.length > 0 ) );
	return { teamsOnCall: [ { team, oncallNow: withPeople.map( ( policy ) => ( {
		escalationPolicy: { name: policy.name, slug: policy.slug },
		users: ( policy.byRota && rotaEmpty ? [] : policy.steps[ 0 ]?.usernames ?? [] ).map( ( username ) => ( { onCalluser: { username } } ) )
	} ) ) } ] };
}

/** GET policies/{slug} */
export function policyView( policy: Policy ): unknown {
	return {
		name: policy.name,
		slug: policy.slug,
		steps: policy.steps.map( ( { afterMs, usernames, mailboxes = [] } ) => ( {
			timeout: afterMs / 60_000,
			entries: policy.byRota ?
				[ { executionType: 'rotation_group', rotationGroup: { slug: 'rtg-sre' } } ] :
				[
					...usernames.map( ( username ) => ( { executionType: 'user', user: { username } } ) ),
					...mailboxes.map( ( address ) => ( { executionType: 'email', email: { address } } ) )
				]
		} ) )
	};
}

/** GET org/routing-keys */
export function routingKeysView( routes: ReadonlyMap<string, string>, policies: readonly Policy[] ): unknown {
	return { routingKeys: Array.from( routes, ( [ routingKey, slug ] ) => ( {
		routingKey,
		targets: policies.filter( ( policy ) => policy.slug === slug ).map( ( policy ) => ( { policyName: policy.name, policySlug: policy.slug } ) )
	} ) ) };
}
