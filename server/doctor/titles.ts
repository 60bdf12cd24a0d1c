// May the panel on a wiki's titles call us: what the wiki's Content-Security-Policy makes of our public URL.
import type { Config } from '../config.ts';
import { isMixedContent, refusingDirective } from '../wiki/contentPolicy.ts';
import type { WikiGet } from '../wiki/wikiGet.ts';
import type { Examination, Finding } from './finding.ts';

/** One for each wiki that is named; of families (`https://*.wikipedia.org`) nobody knows the wikis, and one farm has one policy. */
export function titleExaminations( config: Config, get: WikiGet ): Examination[] {
	const named = config.wikiOrigins.filter( ( origin ) => !origin.includes( '*' ) );
	return ( named.length > 0 ? named : [ config.wikiUrl ] ).map( ( origin ) => titleExamination( origin, config.publicUrl, get ) );
}

function titleExamination( origin: string, publicUrl: string, get: WikiGet ): Examination {
	const title = `${ origin }/wiki/Special:BlankPage`;
	const finding = { subject: `titles of ${ origin }`, known: `read the headers of ${ title }` };

	function unread( reason: string ): Finding[] {
		return [ { ...finding, verdict: 'warning', found: `Whether the panel may call us there could not be read: ${ reason }`, mend: 'See that the wiki can be reached from this host, and PAGE_SRE_WIKI_ORIGINS.' } ];
	}

	return {
		late: unread,
		async look() {
			const answer = await get( title );
			if ( answer.kind === 'noAnswer' || answer.status === 429 || answer.status >= 500 ) {
				return unread( answer.kind === 'noAnswer' ? answer.reason : `HTTP ${ answer.status }.` );
			}
			const [ page, target ] = [ new URL( title ), new URL( '/v1/session', publicUrl ) ];
			if ( isMixedContent( page, target ) ) {
				return [ { ...finding, verdict: 'critical', found: `Browsers let no title of ${ origin } call ${ publicUrl }: it is not encrypted.`, mend: 'Put TLS in front of Page SRE and name it in PAGE_SRE_PUBLIC_URL.' } ];
			}
			const policy = answer.header( 'content-security-policy' );
			const directive = policy === undefined ? undefined : refusingDirective( policy, page, target );
			if ( directive !== undefined ) {
				return [ {
					...finding, verdict: 'critical', found: `${ directive } of its Content-Security-Policy does not allow ${ publicUrl }. The panel cannot call us; it offers our own site in a new tab.`,
					mend: 'Serve Page SRE under a host that the policy allows (*.toolforge.org, *.wmcloud.org, *.wikimedia.org), or ask those who keep the policy.'
				} ];
			}
			return [ { ...finding, verdict: 'well', found: `The panel may call ${ publicUrl }${ policy === undefined ? '; there is no Content-Security-Policy' : '' }.`, mend: '' } ];
		}
	};
}
