// `roster`: who can page now and why, from our own record, as GET /v1/roster tells it. The wiki is not asked.
import { parseArgs } from 'node:util';
import { createRosterView } from '../access/rosterView.ts';
import type { RosterView } from '../contract/roster.ts';
import { EXIT_OK, onOneLine, type Command } from './command.ts';
import { withStores } from './openedStores.ts';

export const roster: Command = {
	words: 'roster',
	summary: 'Lists who can page now, and why.',
	help: `page-sre roster [--json]

Lists who can page now: members of the group as the wiki listed them last, and holders of access grants. At the
moment of paging the wiki is asked again, and its no always counts.

  --json   Prints {"group", "readAt", "members": [{"centralId", "name", "because"}]}, as GET /v1/roster does.

Exit codes:
  0    listed
  64   the command was not understood
  66   there is no store
  69   the store failed
  78   the configuration is faulty
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: { json: { type: 'boolean' } } } );
		return withStores( surroundings, async ( { roster: store, grants }, { group, access } ) => {
			const view = await createRosterView( { roster: store, grants, group, graceMs: access.roster.graceMs, clock: surroundings.clock } )();
			surroundings.write( values.json ? `${ JSON.stringify( view ) }\n` : inWords( view ) );
			return EXIT_OK;
		} );
	}
};

function inWords( { group, readAt, members }: RosterView ): string {
	return [
		readAt === null ? `The wiki has not yet listed the group ${ group }.` : `The wiki last listed the group ${ group } at ${ readAt }.`,
		...members.map( ( { centralId, name, because } ) => `${ onOneLine( name ) } (${ centralId }): ${ because.map( reasonInWords ).join( '; ' ) }` ),
		''
	].join( '\n' );
}

function reasonInWords( reason: RosterView[ 'members' ][ number ][ 'because' ][ number ] ): string {
	return reason.standing === 'group' ?
		`in the group ${ reason.group }, verified ${ reason.verifiedAt }` :
		`granted by ${ onOneLine( reason.grantedBy ) || '(forgotten)' } until ${ reason.until }, account verified ${ reason.verifiedAt }`;
}
