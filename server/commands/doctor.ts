// `doctor`: what is wrong with a running installation, how that is known, and how to mend it. `config check`
// asks before the start whether somebody would be woken; this looks at everything around it, too.
import { parseArgs } from 'node:util';
import { examine } from '../doctor/examine.ts';
import { worst, worstFirst, type Finding, type Verdict } from '../doctor/finding.ts';
import { EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, secondsFrom } from './command.ts';
import type { Command } from './command.ts';

const answers: Record<Verdict, { verdict: string; code: number; summary: string; sign: string }> = {
	well: { verdict: 'ok', code: EXIT_OK, summary: 'OK: nothing wrong was found.', sign: 'ok      ' },
	warning: { verdict: 'warning', code: EXIT_WARNING, summary: 'WARNING: pages come through, but not all is well.', sign: 'WARNING ' },
	critical: { verdict: 'critical', code: EXIT_CRITICAL, summary: 'CRITICAL: somebody may be missed, or may not get in.', sign: 'CRITICAL' }
};

export const doctor: Command = {
	words: 'doctor',
	summary: 'Looks at a running installation and all that it depends on: what is wrong, and how to mend it.',
	help: `page-sre doctor [--json] [--timeout SECONDS]

Looks at what "config check" asks of the providers, and at sign-in and the registration of the OAuth consumer,
the wiki's API, our clock against the wiki's, the group, the wikis' Content-Security-Policy, the store and its
disk, the roster, the server at its public URL, its heartbeat, the dead-man's switch and the IRC relay. Of each it
says what it found, how that is known, and how to mend it. Run it where the server runs, with its configuration.
Pages nobody, announces nothing, reports nothing.

  --json              Prints {"verdict", "findings": [{"subject", "verdict", "found", "known", "mend"}]}.
  --timeout SECONDS   For each thing; what has not answered by then has not answered. Default: 15.

Exit codes, as monitoring expects them:
  0    nothing wrong was found
  1    warning: pages come through, but not all is well
  2    critical: somebody may be missed, or may not get in
  64   the command was not understood
  78   the configuration is faulty
`,
	async run( args, { config, clock, write } ) {
		const { values } = parseArgs( { args: [ ...args ], options: { json: { type: 'boolean' }, timeout: { type: 'string', default: '15' } } } );
		const findings = worstFirst( await examine( config(), secondsFrom( '--timeout', values.timeout ), clock ) ).map( onLines );
		const { verdict, code, summary } = answers[ worst( findings ) ];
		write( values.json ?
			`${ JSON.stringify( { verdict, findings: findings.map( ( one ) => ( { ...one, verdict: answers[ one.verdict ].verdict } ) ) } ) }\n` :
			[ summary, ...findings.map( inWords ), '' ].join( '\n' ) );
		return code;
	}
};

/** Much of it is text of others. */
function onLines( { subject, verdict, found, known, mend }: Finding ): Finding {
	return { subject: onOneLine( subject ), verdict, found: onOneLine( found ), known: onOneLine( known ), mend: onOneLine( mend ) };
}

function inWords( { subject, verdict, found, known, mend }: Finding ): string {
	return `${ answers[ verdict ].sign }  ${ subject }: ${ found } [${ known }]${ mend === '' ? '' : `\n          Mend: ${ mend }` }`;
}
