// What people call the on-call services. Brands are written as their owners write them; what is not known
// here comes as it is.
const brands = new Map( [
	[ 'splunk-on-call', 'Splunk On-Call' ], [ 'pagerduty', 'PagerDuty' ], [ 'goalert', 'GoAlert' ], [ 'alertmanager', 'Alertmanager' ],
	[ 'webhook', 'the webhook' ], [ 'email', 'e-mail' ]
] );

/** @param provider as the store has it; `drill/…` is where drills go */
export function providerWords( provider: string ): string {
	const [ , drill, name = provider ] = /^(drill\/)?(.*)$/s.exec( provider ) ?? [];
	return `${ brands.get( name ) ?? name }${ drill === undefined ? '' : ' (route of drills)' }`;
}
