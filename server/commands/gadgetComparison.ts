// The built gadget beside what a wiki has of it: title by title, and how that is told. Reads only.
import { createTitleEditor, type StoredTitle, type TitleEditor, type TitleResult } from '../wiki/titleEditor.ts';
import { builtTitles, DEFINITION, withOurLines } from './builtGadget.ts';
import { EXIT_NO_INPUT, EXIT_UNAVAILABLE, onOneLine, UsageError, type Surroundings } from './command.ts';
import { unifiedDiff } from './unifiedDiff.ts';

export interface Comparison {
	title: string;
	/** What it has to be on the wiki. */
	wanted: string;
	/** Null: there is no such title yet. */
	stored: StoredTitle | null;
	isSame: boolean;
}

/** A wiki's origin, as typed. @throws UsageError */
function wikiFrom( typed: string | undefined ): string {
	const url = typed === undefined ? null : URL.parse( typed );
	if ( url === null || !( url.protocol === 'https:' || url.protocol === 'http:' && url.hostname === 'localhost' ) || url.username !== '' ) {
		throw new UsageError( '--wiki must be the address of a wiki, as https://meta.wikimedia.org' );
	}
	return url.origin;
}

/** Wikimedia wants to know how to reach whoever runs a program. @throws UsageError */
function userAgentFrom( { PAGE_SRE_CONTACT: contact }: Surroundings[ 'environment' ] ): string {
	if ( !contact || !/^[\x20-\x7E]+$/.test( contact ) ) {
		throw new UsageError( 'PAGE_SRE_CONTACT must say how to reach you: an e-mail address or a URL' );
	}
	return `PageSRE-gadget/0.1 (${ contact }) node/${ process.versions.node }`;
}

/** In the order of writing; or the exit code, where nothing was built. */
async function builtOrComplain( { complain }: Surroundings, folder: string | undefined ): Promise<Map<string, string> | number> {
	try {
		return await builtTitles( folder );
	} catch ( error ) {
		complain( `Nothing was built (${ onOneLine( String( ( error as NodeJS.ErrnoException ).code ) ) }): run \`npm run build\` first.\n` );
		return EXIT_NO_INPUT;
	}
}

export interface Compared {
	wikiUrl: string;
	editor: TitleEditor;
	/** Title -> text, in the order of writing. */
	built: ReadonlyMap<string, string>;
	comparisons: readonly Comparison[];
}

/**
 * Shows how the wiki differs from what was built; or says why it cannot, and returns the exit code.
 *
 * @param undone what a wiki that does not answer has kept from being done: `compared`
 * @throws UsageError
 */
export async function showComparison(
	surroundings: Surroundings, typed: { wiki?: string | undefined; folder?: string | undefined }, undone: string
): Promise<Compared | number> {
	const wikiUrl = wikiFrom( typed.wiki );
	const editor = createTitleEditor( { wikiUrl, userAgent: userAgentFrom( surroundings.environment ), clock: surroundings.clock } );
	const built = await builtOrComplain( surroundings, typed.folder );
	if ( typeof built === 'number' ) {
		return built;
	}
	const answer = await compare( editor, built );
	if ( answer.kind !== 'done' ) {
		surroundings.complain( `Nothing was ${ undone }: ${ refusalInWords( answer ) }.\n` );
		return EXIT_UNAVAILABLE;
	}
	surroundings.write( comparisonInWords( answer.value ) );
	return { wikiUrl, editor, built, comparisons: answer.value };
}

export async function compare( editor: TitleEditor, built: ReadonlyMap<string, string> ): Promise<TitleResult<Comparison[]>> {
	const answer = await editor.read( [ ...built.keys() ] );
	return answer.kind !== 'done' ? answer : {
		kind: 'done',
		value: [ ...built ].map( ( [ title, text ] ) => {
			const stored = answer.value.get( title ) ?? null;
			const wanted = kept( title === DEFINITION ? withOurLines( stored?.text ?? '', text ) : text );
			return { title, wanted, stored, isSame: stored !== null && kept( stored.text ) === wanted };
		} )
	};
}

/** As a wiki keeps text: no white space at the end, lines end in LF. */
function kept( text: string ): string {
	return text.replace( /\r\n?/g, '\n' ).trimEnd();
}

export function comparisonInWords( comparisons: readonly Comparison[] ): string {
	return comparisons.map( ( { title, wanted, stored, isSame } ) => {
		if ( isSame ) {
			return `same       ${ title }\n`;
		}
		const whose = stored === null ? 'not there' : `revision ${ stored.revision } of ${ onOneLine( stored.timestamp ) } by ${ onOneLine( stored.user ) }`;
		return [ `${ stored === null ? 'missing' : 'differs' }    ${ title }`, `--- ${ whose }`, '+++ this build', ...unifiedDiff( kept( stored?.text ?? '' ), wanted ), '' ].join( '\n' );
	} ).join( '' );
}

/** What the wiki said, where it said no. */
export function refusalInWords( refused: { kind: 'refused'; code: string; info: string } | { kind: 'noAnswer' } ): string {
	return refused.kind === 'noAnswer' ? 'the wiki did not answer' : `the wiki says ${ onOneLine( refused.code ) }: ${ onOneLine( refused.info ).slice( 0, 500 ) }`;
}
