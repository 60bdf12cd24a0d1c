// What the doctor says of one thing: what was found, how that is known, and how to mend it. Shared by all
// who look at something; none of them says how the findings are printed.
import type { Clock } from '../pages/ports.ts';

/** `critical`: somebody may be missed, or may not get in. `warning`: somebody is paged, but not all is well. */
export type Verdict = 'well' | 'warning' | 'critical';

export interface Finding {
	/** `clock`, `sign-in`, `splunk-on-call: policy pol-sre`. */
	subject: string;
	verdict: Verdict;
	/** One or two sentences. */
	found: string;
	/** Which question this is the answer to: `asked the API of https://meta.wikimedia.org`. */
	known: string;
	/** What to do; empty when nothing is. */
	mend: string;
}

/** One thing to look at, and what it means when it does not answer in time. */
export interface Examination {
	look(): Promise<Finding[]>;
	late( reason: string ): Finding[];
}

const severity: readonly Verdict[] = [ 'critical', 'warning', 'well' ];

/** The worst first; otherwise in the order in which they were looked at. */
export function worstFirst( findings: readonly Finding[] ): Finding[] {
	return findings.toSorted( ( one, other ) => severity.indexOf( one.verdict ) - severity.indexOf( other.verdict ) );
}

export function worst( findings: readonly Finding[] ): Verdict {
	return severity.find( ( verdict ) => findings.some( ( finding ) => finding.verdict === verdict ) ) ?? 'well';
}

/** Undefined when there was no answer in time. */
export async function within<Said>( timeoutMs: number, asked: Promise<Said>, clock: Clock ): Promise<Said | undefined> {
	const patience = new AbortController();
	const said = await Promise.race( [ asked, clock.wait( timeoutMs, patience.signal ).then( () => undefined ) ] );
	patience.abort();
	return said;
}

export function notInTime( timeoutMs: number ): string {
	return `No answer within ${ timeoutMs / 1000 } seconds.`;
}
