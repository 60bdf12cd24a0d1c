// `config check`: would anybody be woken now? Reads the configuration, asks every provider about itself, and
// says it in words and in an exit code that monitoring understands. It pages nobody and changes nothing.
import { parseArgs } from 'node:util';
import { EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, secondsFrom } from './command.ts';
import type { Command } from './command.ts';
import { checkProviders, judgeProviders, type ProviderCheck } from '../doctor/providerChecks.ts';

const words: Record<ProviderCheck[ 'verdict' ], string> = {
	pages: 'pages somebody',
	pagesNobody: 'PAGES NOBODY',
	unknown: 'could not be asked',
	cannotSay: 'cannot be asked',
	wakesNobody: 'wakes nobody, as a drill should',
	wakesPeople: 'WAKES PEOPLE, so drills are refused'
};

const summaries = {
	well: 'OK: every provider that can be asked pages somebody.',
	warning: 'WARNING: somebody would be paged, but not everything is known to be well.',
	critical: 'CRITICAL: somebody may be missed.'
};

/** As monitoring, and `--json`, name them. */
const answers = {
	well: { verdict: 'ok', code: EXIT_OK },
	warning: { verdict: 'warning', code: EXIT_WARNING },
	critical: { verdict: 'critical', code: EXIT_CRITICAL }
};

export const configCheck: Command = {
	words: 'config check',
	summary: 'Reads the configuration, and asks each provider whether it would page somebody now.',
	help: `page-sre config check [--json] [--timeout SECONDS]

Names every fault of the configuration. Without any, asks each configured provider whether it would page
somebody now: the rota, the policies, a maintenance mode. Pages nobody and changes nothing.

  --json              Prints {"verdict", "checks": [{"provider", "subject", "verdict", "detail"}]}.
  --timeout SECONDS   For each provider; what has not answered by then could not be asked. Default: 30.

Exit codes, as monitoring expects them:
  0    every provider that can be asked pages somebody
  1    warning: somebody is paged, but something could not be asked, or drills would wake people
  2    critical: something pages nobody, or nothing is known to page anybody
  64   the command was not understood
  78   the configuration is faulty
`,
	async run( args, { config, clock, write } ) {
		const { values } = parseArgs( { args: [ ...args ], options: { json: { type: 'boolean' }, timeout: { type: 'string', default: '30' } } } );
		const checks = await checkProviders( config(), secondsFrom( '--timeout', values.timeout ), clock );
		const lines = checks.map( ( { provider, subject, verdict, detail } ) =>
			( { provider, subject: onOneLine( subject ), verdict, detail: onOneLine( detail ) } ) );
		const judged = judgeProviders( checks );
		const { verdict, code } = answers[ judged ];
		write( values.json ?
			`${ JSON.stringify( { verdict, checks: lines } ) }\n` :
			[ summaries[ judged ], ...lines.map( inWords ), '' ].join( '\n' ) );
		return code;
	}
};

function inWords( { provider, subject, verdict, detail }: ProviderCheck ): string {
	return `${ provider }: ${ subject }: ${ words[ verdict ] }. ${ detail }`;
}
