// Looks at everything that a page depends on, all at once, and waits for nothing longer than it is told to.
// It pages nobody and changes nothing but one row that says when it last could be written.
import { userAgentOf } from '../configuredProviders.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';
import { createWikiGet } from '../wiki/wikiGet.ts';
import { notInTime, within, type Examination, type Finding } from './finding.ts';
import { deadMansSwitchExamination, relayExamination } from './neighbours.ts';
import { providerFindings } from './providers.ts';
import { serverExaminations } from './server.ts';
import { signInExamination } from './signIn.ts';
import { storeExamination } from './store.ts';
import { titleExaminations } from './titles.ts';
import { wikiApiExamination } from './wikiApi.ts';

/** Never throws. */
export async function examine( config: Config, timeoutMs: number, clock: Clock ): Promise<Finding[]> {
	const get = createWikiGet( { userAgent: userAgentOf( config ), timeoutMs } );
	const examinations: Examination[] = [
		wikiApiExamination( config, get, clock, timeoutMs ),
		signInExamination( config, get, clock, timeoutMs ),
		...titleExaminations( config, get ),
		storeExamination( config, clock ),
		...serverExaminations( config, clock, timeoutMs ),
		deadMansSwitchExamination( config.heartbeat, timeoutMs ),
		...config.ircRelay ? [ relayExamination( config.ircRelay, timeoutMs ) ] : []
	];
	const [ ofProviders, ...others ] = await Promise.all( [
		providerFindings( config, timeoutMs, clock ),
		...examinations.map( async ( { look, late } ) => await within( timeoutMs, look(), clock ) ?? late( notInTime( timeoutMs ) ) )
	] );
	return [ ...ofProviders, ...others.flat() ];
}
