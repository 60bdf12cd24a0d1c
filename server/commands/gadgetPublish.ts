// `gadget publish`: writes the built gadget to a wiki, by a bot password, title by title, and says exactly what it did.
// Where the wiki wants a person (a second factor, signing in again), it says what to do by hand instead.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { Secret } from '../secret.ts';
import type { TitleEditor } from '../wiki/titleEditor.ts';
import { builtFolder, DEFINITION } from './builtGadget.ts';
import { EXIT_CONFIG, EXIT_CRITICAL, EXIT_NO_PERMISSION, EXIT_NOT_NOW, EXIT_OK, EXIT_UNAVAILABLE, EXIT_WARNING, type Command, type Surroundings } from './command.ts';
import { compare, comparisonInWords, refusalInWords, showComparison, type Comparison } from './gadgetComparison.ts';

const { version } = createRequire( import.meta.url )( '../../package.json' ) as { version: string };

export const gadgetPublish: Command = {
	words: 'gadget publish',
	summary: 'Writes the built gadget to a wiki; shows the differences first.',
	help: `page-sre gadget publish --wiki URL [--yes] [--bot] [--folder PATH]

Shows what \`gadget diff\` shows, and with --yes writes it: what others depend on first, MediaWiki:Gadgets-definition
last, and of that only our lines. Nothing that somebody changed meanwhile is written over; where it stops half way,
it says what was written and what was not, and what is on the wiki works.

  --wiki URL      As https://meta.wikimedia.org.
  --yes           Writes. Without it, nothing is.
  --bot           Marks the edits as a bot's.
  --folder PATH   What was built. Default: that of this installation.

PAGE_SRE_CONTACT says how to reach you. PAGE_SRE_PUBLISH_NAME and PAGE_SRE_PUBLISH_PASSWORD are a bot password's of
an interface administrator (Special:BotPasswords: "Edit the MediaWiki namespace and sitewide/user JSON" and "Edit
sitewide and user CSS/JS"); PAGE_SRE_PUBLISH_PASSWORD_FILE names a file instead. Keep them away from the server.

Exit codes:
  0    the wiki has just this build
  1    something differs, and --yes was not said
  2    critical: it stopped half way
  64   the command was not understood
  66   nothing was built
  69   the wiki did not answer; nothing was written
  75   somebody has changed a title meanwhile; nothing was written
  77   the wiki refused; nothing was written, and what to do by hand is said
  78   the bot password is missing
`,
	async run( args, surroundings ) {
		const { values } = parseArgs( { args: [ ...args ], options: {
			wiki: { type: 'string' }, folder: { type: 'string' }, yes: { type: 'boolean', default: false }, bot: { type: 'boolean', default: false }
		} } );
		const shown = await showComparison( surroundings, values, 'written' );
		if ( typeof shown === 'number' ) {
			return shown;
		}
		const { wikiUrl, editor, built, comparisons } = shown;
		const due = comparisons.filter( ( { isSame } ) => !isSame );
		if ( due.length === 0 ) {
			return EXIT_OK;
		}
		if ( !values.yes ) {
			surroundings.write( `\nNothing was written. With --yes, these ${ due.length } titles are.\n` );
			return EXIT_WARNING;
		}
		return publish( { editor, wikiUrl, built, due, bot: values.bot, folder: values.folder ?? builtFolder }, surroundings );
	}
};

interface Publication {
	editor: TitleEditor;
	wikiUrl: string;
	built: ReadonlyMap<string, string>;
	due: readonly Comparison[];
	bot: boolean;
	folder: string;
}

async function publish( publication: Publication, surroundings: Surroundings ): Promise<number> {
	const { editor, built, due, bot } = publication;
	const { write, complain } = surroundings;
	const account = accountFrom( surroundings.environment );
	if ( account === undefined ) {
		complain( 'Nothing was written: PAGE_SRE_PUBLISH_NAME and PAGE_SRE_PUBLISH_PASSWORD, or PAGE_SRE_PUBLISH_PASSWORD_FILE, must be given.\n' );
		return EXIT_CONFIG;
	}
	const loggedIn = await editor.logIn( account.name, account.password );
	if ( loggedIn.kind !== 'done' ) {
		complain( `Nothing was written: ${ refusalInWords( loggedIn ) }.\n` );
		return loggedIn.kind === 'noAnswer' ? EXIT_UNAVAILABLE : byHand( publication, due, complain, EXIT_NO_PERMISSION );
	}
	// All of them once more, before the first is touched.
	const now = await compare( editor, built );
	const moved = now.kind === 'done' ? due.filter( ( { title, stored } ) => now.value.find( ( one ) => one.title === title )?.stored?.revision !== stored?.revision ) : [];
	if ( now.kind !== 'done' || moved.length > 0 ) {
		complain( `Nothing was written: ${ now.kind !== 'done' ? refusalInWords( now ) : `somebody has just changed ${ moved.map( ( { title } ) => title ).join( ', ' ) }` }.\n` );
		return now.kind !== 'done' ? EXIT_UNAVAILABLE : EXIT_NOT_NOW;
	}
	for ( const [ index, { title, wanted, stored } ] of due.entries() ) {
		const done = await editor.edit( { title, text: wanted, base: stored, bot, summary: `Page SRE ${ version }, ${ index + 1 } of ${ due.length }` } );
		if ( done.kind !== 'done' ) {
			const rest = due.slice( index );
			complain( `\nStopped at ${ title }: ${ refusalInWords( done ) }.\n` );
			complain( index === 0 && done.kind === 'refused' && done.code !== 'merged' ? 'Nothing was written.\n' : [
				...due.slice( 0, index ).map( ( one ) => `written      ${ one.title }\n` ),
				done.kind === 'noAnswer' || done.code === 'merged' ? `not certain  ${ title }: see gadget diff\n` : `not written  ${ title }\n`,
				...rest.slice( 1 ).map( ( one ) => `not written  ${ one.title }\n` )
			].join( '' ) );
			if ( done.kind === 'noAnswer' ) {
				return EXIT_CRITICAL;
			}
			if ( done.code === 'editconflict' || done.code === 'articleexists' || done.code === 'missingtitle' || done.code === 'merged' ) {
				return index === 0 && done.code !== 'merged' ? EXIT_NOT_NOW : EXIT_CRITICAL;
			}
			return byHand( publication, rest, complain, index === 0 ? EXIT_NO_PERMISSION : EXIT_CRITICAL );
		}
		write( `written    ${ title }\n` );
	}
	return check( editor, built, surroundings );
}

/** Wikis may change a text while saving it: only what is read back counts. */
async function check( editor: TitleEditor, built: ReadonlyMap<string, string>, { write, complain }: Surroundings ): Promise<number> {
	const answer = await compare( editor, built );
	if ( answer.kind !== 'done' ) {
		complain( `Everything was written, and not read back: ${ refusalInWords( answer ) }. See gadget diff.\n` );
		return EXIT_CRITICAL;
	}
	const wrong = answer.value.filter( ( { isSame } ) => !isSame );
	if ( wrong.length > 0 ) {
		complain( `Everything was written, and this is not what the wiki has now:\n${ comparisonInWords( wrong ) }` );
		return EXIT_CRITICAL;
	}
	write( `The wiki has Page SRE ${ version }.\n` );
	return EXIT_OK;
}

function accountFrom( environment: Surroundings[ 'environment' ] ): { name: string; password: Secret } | undefined {
	const { PAGE_SRE_PUBLISH_NAME: name, PAGE_SRE_PUBLISH_PASSWORD: given, PAGE_SRE_PUBLISH_PASSWORD_FILE: file } = environment;
	const password = file === undefined ? given : readFileSync( file, 'utf8' ).trim();
	return name && password ? { name, password: new Secret( password ) } : undefined;
}

function byHand( { wikiUrl, folder }: Publication, rest: readonly Comparison[], complain: ( text: string ) => void, code: number ): number {
	complain( [
		'',
		'By hand, as an interface administrator with a second factor, signed in within the last hour; in this order:',
		...rest.map( ( { title }, index ) => `  ${ index + 1 }. ${ wikiUrl }/w/index.php?title=${ encodeURIComponent( title ).replaceAll( '%3A', ':' ) }&action=edit\n     ${ title === DEFINITION ?
			`Replace the lines that begin with "* PageSRE" by those of` : 'Replace everything by the text of' } ${ folder }/${ title.replace( 'MediaWiki:', '' ) }` ),
		`  Summary: Page SRE ${ version }`,
		`Then: page-sre gadget diff --wiki ${ wikiUrl }`,
		''
	].join( '\n' ) );
	return code;
}
