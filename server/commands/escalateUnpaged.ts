// `escalate-unpaged`: run by a timer, sends incidents that ring nobody to everybody, whoever raised them. A
// safety net under the on-call service itself; our own pages the server looks after all the time.
import { parseArgs } from 'node:util';
import { ObservationError } from '../pages/provider.ts';
import type { UnpagedIncident, UnpagedOutcome } from '../pages/unpaged.ts';
import { EXIT_CONFIG, EXIT_CRITICAL, EXIT_OK, EXIT_WARNING, onOneLine, secondsFrom } from './command.ts';
import type { Command } from './command.ts';
import { configuredProviders } from '../configuredProviders.ts';

const unclear = {
	notified: 'it is not told whether anybody is being notified',
	team: 'it is not told whose it is',
	number: 'its number is not told'
};

export const escalateUnpaged: Command = {
	words: 'escalate-unpaged',
	summary: 'Sends incidents that ring nobody to the catch-all policy, whoever raised them.',
	help: `page-sre escalate-unpaged [--team NAME]... [--grace SECONDS] [--dry-run]

Reads all incidents of the on-call service, not only those of Page SRE, and reroutes each to the configured
catch-all policy that nobody has acknowledged and of which nobody is being notified. Each once. What is
silent because of a maintenance mode is left alone, and so is what cannot be judged; both are said.
Needs Splunk On-Call with PAGE_SRE_SPLUNK_ON_CALL_API_USER, _WRITE_KEY and _CATCH_ALL_POLICY.

  --team NAME        Name or slug of a team whose incidents count; may be repeated. Page SRE's own always
                     count. Default: PAGE_SRE_SPLUNK_ON_CALL_TEAMS, and without it every team.
  --grace SECONDS    Leaves younger incidents alone: paging takes a moment to begin. Default: 30.
  --dry-run          Says what it would do, and does nothing.

Exit codes:
  0    none rings nobody, or only those that were rerouted, are silent on purpose, or a dry run found
  1    something could not be judged and was left alone: look at it
  2    incidents could not be read, or one could not be rerouted
  64   the command was not understood
  78   the configuration is faulty, or no provider in it can do this
`,
	async run( args, { config, clock, write, complain } ) {
		const { values } = parseArgs( { args: [ ...args ], options: {
			team: { type: 'string', multiple: true }, grace: { type: 'string', default: '30' }, 'dry-run': { type: 'boolean', default: false }
		} } );
		const search = { graceMs: secondsFrom( '--grace', values.grace ), dryRun: values[ 'dry-run' ], ...values.team && { teams: values.team } };
		const able = [ ...configuredProviders( config(), clock ).values() ].filter( ( provider ) => provider.escalateUnpaged );
		if ( able.length === 0 ) {
			complain( 'No configured provider can do this: it needs Splunk On-Call with PAGE_SRE_SPLUNK_ON_CALL_API_USER, ' +
				'PAGE_SRE_SPLUNK_ON_CALL_WRITE_KEY and PAGE_SRE_SPLUNK_ON_CALL_CATCH_ALL_POLICY.\n' );
			return EXIT_CONFIG;
		}
		let worst = EXIT_OK;
		for ( const provider of able ) {
			const incidents = await provider.escalateUnpaged!( search ).catch( reasonOf );
			if ( typeof incidents === 'string' ) {
				complain( `${ provider.name }: incidents could not be read: ${ incidents }.\n` );
				worst = EXIT_CRITICAL;
				continue;
			}
			write( incidents.length === 0 ?
				`${ provider.name }: no incident rings nobody.\n` :
				incidents.map( ( incident ) => `${ provider.name }: ${ inWords( incident ) }\n` ).join( '' ) );
			worst = Math.max( worst, ...incidents.map( ( { outcome } ) => codeOf( outcome ) ) );
		}
		return worst;
	}
};

function reasonOf( error: unknown ): string {
	if ( !( error instanceof ObservationError ) ) {
		throw error;
	}
	return error.reason;
}

function codeOf( { kind }: UnpagedOutcome ): number {
	return kind === 'failed' ? EXIT_CRITICAL : kind === 'unclear' ? EXIT_WARNING : EXIT_OK;
}

function inWords( { incident, name, outcome }: UnpagedIncident ): string {
	const which = `incident ${ incident || 'without a number' } (${ onOneLine( name ) || 'without a name' })`;
	switch ( outcome.kind ) {
		case 'found':
			return `${ which } rings nobody and would be rerouted.`;
		case 'rerouted':
			return `${ which } rang nobody and was rerouted.`;
		case 'muted':
			return `${ which } rings nobody on purpose: maintenance mode is on.`;
		case 'unclear':
			return `${ which } was left alone: ${ unclear[ outcome.missing ] }.`;
		case 'failed':
			return `${ which } RINGS NOBODY and could not be rerouted: ${ outcome.reason }.`;
	}
}
