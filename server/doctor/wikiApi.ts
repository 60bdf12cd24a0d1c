// Does the wiki answer as we need it: its API, its clock against ours, and the group whose members page.
import { CLOCK_TOLERANCE_S } from '../auth/identityToken.ts';
import { userAgentOf } from '../configuredProviders.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../pages/ports.ts';
import { createAccountCalls } from '../wiki/accountCalls.ts';
import { createActionApi } from '../wiki/actionApi.ts';
import { createGroupReader } from '../wiki/groupReader.ts';
import type { WikiAnswer, WikiGet } from '../wiki/wikiGet.ts';
import type { Examination, Finding } from './finding.ts';

/** Two hosts kept by NTP differ by less; a second goes on the way and on rounding. */
const USUAL_SKEW_S = 5;

/** CentralAuth counts from 1: any account does to learn whether the list exists. */
const SOMEBODY = 1;

export function wikiApiExamination( config: Config, get: WikiGet, clock: Clock, timeoutMs: number ): Examination {
	const { wikiUrl } = config;
	const known = `asked the API of ${ wikiUrl }`;

	function unwell( found: string ): Finding[] {
		return [ { subject: 'wiki API', verdict: 'critical', found: `It gives no usable answer: ${ found } Nobody's membership can be asked.`, known, mend: mendOf( found, wikiUrl ) } ];
	}

	return {
		late: unwell,
		async look() {
			const before = clock.now();
			const answer = await get( `${ wikiUrl }/w/api.php?action=query&format=json&formatversion=2&meta=siteinfo` );
			const now = ( before + clock.now() ) / 2;
			const time = wikiTime( answer );
			return typeof time === 'string' ?
				unwell( time ) :
				[
					await membershipFinding( config, clock, timeoutMs ),
					clockFinding( ( time.at - now ) / 1000, known ),
					await groupFinding( config, clock, timeoutMs )
				];
		}
	};
}

/** The wiki's time in ms, or what is wrong with the answer. */
function wikiTime( answer: WikiAnswer ): { at: number } | string {
	if ( answer.kind === 'noAnswer' ) {
		return answer.reason;
	}
	if ( answer.status !== 200 ) {
		return `HTTP ${ answer.status }.`;
	}
	let body: { error?: { code?: string }; query?: { general?: { time?: unknown } } };
	try {
		body = JSON.parse( answer.text ) as typeof body;
	} catch {
		return 'Something that is no JSON.';
	}
	const at = Date.parse( String( body.query?.general?.time ) );
	// Whole seconds, cut off.
	return Number.isNaN( at ) ? `The error "${ body.error?.code ?? 'unknown' }".` : { at: at + 500 };
}

function mendOf( found: string, wikiUrl: string ): string {
	if ( found.includes( 'HTTP 429' ) || found.includes( 'HTTP 403' ) ) {
		return 'The wiki refuses this host for now: see that PAGE_SRE_CONTACT says how to reach you, and that nothing else on this address asks too much.';
	}
	if ( /HTTP 5|The error/.test( found ) ) {
		return 'The fault is at the wiki, and may be what you are paged for. Members are let in by the roster meanwhile.';
	}
	return `See from this host that ${ wikiUrl }/w/api.php can be reached: PAGE_SRE_WIKI_URL, DNS, firewall. Members are let in by the roster meanwhile.`;
}

/** @param skewS positive: the wiki is ahead */
function clockFinding( skewS: number, known: string ): Finding {
	const differs = Math.abs( skewS );
	const found = differs <= 1.5 ?
		'It agrees with the wiki\'s.' :
		`It is ${ Math.round( differs ) } seconds ${ skewS > 0 ? 'behind' : 'ahead of' } the wiki's.`;
	const finding = { subject: 'clock of this host', known: `${ known } for its time` };
	const mend = 'Have this host\'s clock set by NTP (timedatectl). Leases, deadlines and the roster go by it, too.';
	if ( differs > CLOCK_TOLERANCE_S ) {
		return { ...finding, verdict: 'critical', found: `${ found } Beyond ${ CLOCK_TOLERANCE_S } seconds nobody can sign in.`, mend };
	}
	return differs > USUAL_SKEW_S ? { ...finding, verdict: 'warning', found, mend } : { ...finding, verdict: 'well', found, mend: '' };
}

async function membershipFinding( config: Config, clock: Clock, timeoutMs: number ): Promise<Finding> {
	const api = createActionApi( { wikiUrl: config.wikiUrl, userAgent: userAgentOf( config ), timeoutMs, clock } );
	const said = await createAccountCalls( api, { withRights: false, clock } ).globalUsers( [ SOMEBODY ] );
	return {
		subject: 'wiki API', verdict: 'well', mend: '', known: `asked the API of ${ config.wikiUrl }`,
		found: said.kind === 'unsupported' ?
			'It answers. It has no list=globalusers (MediaWiki before May 2026), so membership is asked by meta=globaluserinfo.' :
			'It answers.'
	};
}

async function groupFinding( config: Config, clock: Clock, timeoutMs: number ): Promise<Finding> {
	const { group, access: { requiredRight } } = config;
	const api = createActionApi( { wikiUrl: config.wikiUrl, userAgent: userAgentOf( config ), timeoutMs, clock } );
	const finding = { subject: `group ${ group }`, known: `read the group from ${ config.wikiUrl }` };
	const reading = await createGroupReader( api, { group, requiredRight, clock } ).readGroup();
	if ( reading.kind === 'noAnswer' ) {
		return { ...finding, verdict: 'warning', found: `It could not be read: ${ reading.reason }.`, mend: 'See whether that passes; the roster ages meanwhile.' };
	}
	const usable = reading.members.filter( ( member ) => member.usable ).length;
	return usable > 0 ?
		{ ...finding, verdict: 'well', found: `${ usable } of its ${ reading.members.length } members may page.`, mend: '' } :
		{ ...finding, verdict: 'critical', found: `None of its ${ reading.members.length } members may page.`, mend: 'PAGE_SRE_GROUP must be the API name of a global group, PAGE_SRE_REQUIRED_RIGHT a right that it gives.' };
}
