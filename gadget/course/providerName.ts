// What people call the on-call services, by the names that the server stores. Brands are written as
// their owners write them, in every language; a service that is not known here comes as it is.
import type { Name } from '../panel/renderMessage.ts';
import type { Words } from '../panel/words.ts';

const brands = new Map( [
	[ 'splunk-on-call', 'Splunk On-Call' ],
	[ 'pagerduty', 'PagerDuty' ],
	[ 'goalert', 'GoAlert' ],
	[ 'alertmanager', 'Alertmanager' ],
	// A responder on our own site.
	[ 'page-sre', 'Page SRE' ]
] );

export function providerName( provider: string, words: Words ): Name {
	// Drills go to a service by a route of their own.
	const service = provider.replace( 'drill/', '' );
	return { name: service === 'email' ? words.text( 'page-sre-provider-email' ) : brands.get( service ) || service };
}
