// `config check`: would anybody be woken now? Reads the configuration, asks every provider about itself, and
// says it in words and in an exit code that monitoring understands. It pages nobody and changes nothing.
import { parseArgs } from 'node:util';
import type { Clock } from '../pages/ports.ts';
import type { Provider, SelfCheck } from '../pages/provider.ts';
import { EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, secondsFrom } from './command.ts';
import type { Command } from './command.ts';
import { configuredDrillProviders, configuredProviders } from '../configuredProviders.ts';

/** `cannotSay`: there is no way to ask this provider, today or ever. The last two are of drill routes. */
interface CheckLine extends Omit<SelfCheck, 'verdict'> {
	provider: string;
	verdict: SelfCheck[ 'verdict' ] | 'cannotSay' | 'wakesNobody' | 'wakesPeople';
}

const words: Record<CheckLine[ 'verdict' ], string> = {
	pages: 'pages somebody',
	pagesNobody: 'PAGES NOBODY',
	unknown: 'could not be asked',
	cannotSay: 'cannot be asked',
	wakesNobody: 'wakes nobody, as a drill should',
	wakesPeople: 'WAKES PEOPLE, so drills are refused'
};

const summaries = {
	[ EXIT_OK ]: 'OK: every provider that can be asked pages somebody.',
	[ EXIT_WARNING ]: 'WARNING: somebody would be paged, but not everything is known to be well.',
	[ EXIT_CRITICAL ]: 'CRITICAL: somebody may be missed.'
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
		const timeoutMs = secondsFrom( '--timeout', values.timeout );
		const providers = [ ...configuredProviders( config(), clock ).values() ];
		const drillRoutes = [ ...configuredDrillProviders( config(), clock ).values() ];
		const lines = ( await Promise.all( [
			...providers.map( ( provider ) => ask( provider, timeoutMs, clock ) ),
			...drillRoutes.map( ( provider ) => askDrillRoute( provider, timeoutMs, clock ) )
		] ) ).flat();
		const code = judge( lines );
		write( values.json ?
			`${ JSON.stringify( { verdict: verdicts[ code ], checks: lines } ) }\n` :
			[ summaries[ code ], ...lines.map( inWords ), '' ].join( '\n' ) );
		return code;
	}
};

const verdicts = { [ EXIT_OK ]: 'ok', [ EXIT_WARNING ]: 'warning', [ EXIT_CRITICAL ]: 'critical' };

async function ask( provider: Provider, timeoutMs: number, clock: Clock ): Promise<CheckLine[]> {
	const line = ( { subject, verdict, detail }: Omit<CheckLine, 'provider'> ): CheckLine =>
		( { provider: provider.name, subject: onOneLine( subject ), verdict, detail: onOneLine( detail ) } );
	if ( !provider.selfCheck ) {
		return [ line( { subject: 'paging', verdict: 'cannotSay', detail: 'As configured, there is no way to ask it whether it would page somebody.' } ) ];
	}
	const checks = await within( timeoutMs, provider.selfCheck(), clock );
	return ( checks ?? [ { subject: 'paging', verdict: 'unknown' as const, detail: `No answer within ${ timeoutMs / 1000 } seconds.` } ] ).map( line );
}

/** Where nobody can be asked, what the settings say is all there is: no line. */
async function askDrillRoute( { name: provider, drillRoute }: Provider, timeoutMs: number, clock: Clock ): Promise<CheckLine[]> {
	if ( !drillRoute ) {
		return [];
	}
	const said = await within( timeoutMs, drillRoute(), clock );
	if ( !said || said.verdict === 'unknown' ) {
		return [ { provider, subject: 'drill route', verdict: 'unknown', detail: said ? onOneLine( said.detail ) : `No answer within ${ timeoutMs / 1000 } seconds.` } ];
	}
	return [ { provider, subject: onOneLine( said.subject ), verdict: said.verdict === 'pagesNobody' ? 'wakesNobody' : 'wakesPeople', detail: onOneLine( said.detail ) } ];
}

/** Undefined when there was no answer in time. */
async function within<Said>( timeoutMs: number, asked: Promise<Said>, clock: Clock ): Promise<Said | undefined> {
	const patience = new AbortController();
	const said = await Promise.race( [ asked, clock.wait( timeoutMs, patience.signal ).then( () => undefined ) ] );
	patience.abort();
	return said;
}

function judge( lines: readonly CheckLine[] ): keyof typeof summaries {
	const some = ( wanted: CheckLine[ 'verdict' ] ): boolean => lines.some( ( { verdict } ) => verdict === wanted );
	if ( some( 'pagesNobody' ) || !some( 'pages' ) ) {
		return EXIT_CRITICAL;
	}
	return some( 'unknown' ) || some( 'wakesPeople' ) ? EXIT_WARNING : EXIT_OK;
}

function inWords( { provider, subject, verdict, detail }: CheckLine ): string {
	return `${ provider }: ${ subject }: ${ words[ verdict ] }. ${ detail }`;
}
