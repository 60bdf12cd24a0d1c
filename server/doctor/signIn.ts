// Can people sign in: does the wiki take our consumer's key and secret, and does it send people back to us.
import { tryConsumer } from '../auth/consumerTrial.ts';
import { userAgentOf } from '../configuredProviders.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';
import { readRegistration, registrationUrl, type Registration } from '../wiki/consumerRegistration.ts';
import type { WikiGet } from '../wiki/wikiGet.ts';
import type { Examination, Finding } from './finding.ts';

/** Texts of Extension:OAuth, in English on every wiki: they are no messages. */
const refusals: readonly ( readonly [ RegExp, string, string ] )[] = [
	[ /Expired timestamp/, 'The wiki calls our time wrong by more than five minutes.', 'Have this host\'s clock set by NTP (timedatectl).' ],
	[ /Invalid consumer/, 'The wiki knows no consumer with this key.', 'Compare PAGE_SRE_OAUTH_KEY with the registration at PAGE_SRE_WIKI_URL.' ],
	[ /Invalid signature/, 'The secret is not that of this key.', 'Compare PAGE_SRE_OAUTH_SECRET; the wiki showed it once, when the consumer was registered. A new one is made at Special:OAuthConsumerRegistration/list.' ]
];

/** How a consumer is registered that works for everybody. `configuration-based`: in the wiki's own settings. */
const usableStages = [ 'approved', 'configuration-based' ];

export function signInExamination( config: Config, get: WikiGet, clock: Clock, timeoutMs: number ): Examination {
	const { wikiUrl, oauth: { consumerKey, consumerSecret }, publicUrl } = config;
	const subject = 'sign-in';
	const page = registrationUrl( wikiUrl, consumerKey );
	const callback = `${ publicUrl }/oauth/callback`;

	function unanswered( reason: string ): Finding[] {
		return [ {
			subject, verdict: 'critical', found: `The wiki does not answer the first step of a sign-in: ${ reason } Nobody can sign in; sessions of up to an hour go on.`,
			known: `asked ${ wikiUrl } for a request token`, mend: `See from this host that ${ wikiUrl }/wiki/Special:OAuth can be reached. If it can, wait.`
		} ];
	}

	return {
		late: unanswered,
		async look() {
			const settings = { wikiUrl, consumerKey, consumerSecret: consumerSecret.reveal(), userAgent: userAgentOf( config ), timeoutMs };
			const trial = await tryConsumer( settings, clock );
			switch ( trial.kind ) {
				case 'noAnswer':
					return unanswered( `${ trial.says }.` );
				case 'refused': {
					const [ , found, mend ] = refusals.find( ( [ pattern ] ) => pattern.test( trial.says ) ) ??
						[ null, `The wiki refuses our consumer: ${ trial.says }`, `Look at ${ page }` ];
					return [ { subject, verdict: 'critical', found: `${ found } Nobody can sign in.`, known: `asked ${ wikiUrl } for a request token`, mend } ];
				}
				case 'taken':
					return [ registrationFinding( await readRegistration( get, wikiUrl, consumerKey ), callback, page ) ];
			}
		}
	};
}

/** @param callback where we want people to come back */
function registrationFinding( registration: Registration, callback: string, url: string ): Finding {
	const finding = { subject: 'sign-in', known: `was given a request token, and read ${ url }` };
	if ( registration.kind !== 'read' ) {
		const why = registration.kind === 'notFound' ? 'The wiki lists no such consumer.' : registration.reason;
		return { ...finding, verdict: 'warning', found: `The wiki takes key and secret, but how the consumer is registered could not be read: ${ why }`, mend: `Look at ${ url }: it must be approved, with the callback ${ callback }.` };
	}
	const { stage, callbackUrl } = registration;
	if ( !usableStages.includes( stage ) ) {
		return { ...finding, verdict: 'critical', found: `The wiki has our consumer as ${ stage }. Nobody can sign in${ stage === 'proposed' ? ' but whoever registered it' : '' }.`, mend: 'Ask the OAuth administrators of the wiki, or register a new one.' };
	}
	// A prefix makes no difference: we name no callback of our own.
	if ( callbackUrl !== callback ) {
		return { ...finding, verdict: 'critical', found: `The wiki sends people to ${ callbackUrl }, not to ${ callback }. Nobody comes back from signing in.`, mend: 'Register a consumer with our callback: it cannot be changed. Or correct PAGE_SRE_PUBLIC_URL.' };
	}
	return { ...finding, verdict: 'well', found: `The wiki takes key and secret, has the consumer as ${ stage }, and sends people to ${ callbackUrl }.`, mend: '' };
}
