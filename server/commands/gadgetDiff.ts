// `gadget diff`: whether a wiki has the gadget that was built here, and where not. Reads only, without an account.
import { parseArgs } from 'node:util';
import { EXIT_OK, EXIT_WARNING, type Command } from './command.ts';
import { showComparison } from './gadgetComparison.ts';

export const gadgetDiff: Command = {
	words: 'gadget diff',
	summary: 'Compares the built gadget with what a wiki serves.',
	help: `page-sre gadget diff --wiki URL [--folder PATH]

Compares every title that \`npm run build\` made with the wiki's. Of MediaWiki:Gadgets-definition only the lines of
gadgets called PageSRE and PageSRE-… are ours; all others are left alone.

  --wiki URL      As https://meta.wikimedia.org.
  --folder PATH   What was built. Default: that of this installation.

PAGE_SRE_CONTACT says how to reach you, which Wikimedia asks of programs.

Exit codes:
  0    the wiki has just this build
  1    something differs or is missing
  64   the command was not understood
  66   nothing was built
  69   the wiki did not answer
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: { wiki: { type: 'string' }, folder: { type: 'string' } } } );
		const shown = await showComparison( surroundings, values, 'compared' );
		if ( typeof shown === 'number' ) {
			return shown;
		}
		return shown.comparisons.every( ( { isSame } ) => isSame ) ? EXIT_OK : EXIT_WARNING;
	}
};
