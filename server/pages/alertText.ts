// What wakes somebody. The first line starts with the symptom, then where, then who says so; the
// body answers, in order, what an engineer on a phone asks; a drill says so before anything else. Text of
// the sender passes through `oneLine` or `lines` before it may leave.
import { dedupKeyOf, type Page } from './page.ts';
import { asciiPunctuation, cut, lengthOf, lines, oneLine, utc } from './plainText.ts';
import type { Alert } from './provider.ts';
import { fromLines, whoSays } from './senderWords.ts';
import { wikiFacts } from './wikiFacts.ts';

/** An SMS holds 160 characters, and providers add an incident number and reply codes. */
const FIRST_LINE_MAX = 100;

/** Name and place may take half of the line together; the symptom is worth the rest. */
const WHO_MAX = 30;
const WHERE_MAX = 20;

export interface AlertSettings {
	/** Our own base URL without a trailing slash. */
	publicUrl: string;
	/** Base URL of the wiki where senders are members, without a trailing slash. */
	wikiUrl: string;
	/** e.g. `#wikimedia-sre on Libera.Chat` */
	ircChannel: string;
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string | null };
}

/** @param round which alert of this page; later ones say so after what wakes */
export function composeAlert( page: Page, round: number, settings: AlertSettings ): Alert {
	return {
		dedupKey: dedupKeyOf( page.id, round ),
		firstLine: firstLine( page ),
		body: body( page, round, settings ),
		recordUrl: recordUrl( page, settings ),
		host: new URL( page.content.context.url ?? settings.wikiUrl ).hostname,
		acceptedAt: page.acceptedAt,
		...page.kind === 'drill' && { drill: true }
	};
}

/** On the responders' own site. */
function recordUrl( page: Page, settings: AlertSettings ): string {
	return `${ settings.publicUrl }/sre/pages/${ page.id }`;
}

/** `Login fails for everyone - enwiki - Steward Foo`, at most 100 characters. */
function firstLine( page: Page ): string {
	const head = page.kind === 'drill' ? 'DRILL ' : '';
	const who = cut( asciiPunctuation( whoSays( page ) ), WHO_MAX );
	const where = cut( asciiPunctuation( oneLine( page.content.scope ) ), WHERE_MAX );
	const tail = ` - ${ where } - ${ who }`;
	return head + cut( asciiPunctuation( oneLine( page.content.summary ) ), FIRST_LINE_MAX - lengthOf( head + tail ) ) + tail;
}

const DRILL = 'DRILL: this is practice, nobody needs to act.';

function body( page: Page, round: number, settings: AlertSettings ): string {
	const { content } = page;
	const { contact, context } = content;
	const reach = reachOf( page, settings );
	return [
		...page.kind === 'drill' ? [ DRILL ] : [],
		// What a phone shows under the first line.
		contact.ircNick ? `Answer: ${ contact.ircNick } in ${ settings.ircChannel }` : `Answer: ${ reach.quickest } (no IRC nick given)`,
		'',
		oneLine( content.summary ),
		`Where: ${ oneLine( content.scope ) }`,
		`Since: ${ oneLine( content.since ) || 'not said' }`,
		...content.private ? [ 'Private: the sender asks to keep this out of public channels.' ] : [],
		'',
		lines( content.details ) || 'No details were given.',
		'',
		...fromLines( page ),
		...contact.other ? [ `Also: ${ oneLine( contact.other ) }` ] : [],
		...reach.lines,
		'',
		...whereOnTheWiki( context ),
		`Accepted: ${ utc( page.acceptedAt ) }${ round > 1 ? `; alert ${ round } of this page, nobody has acknowledged yet` : '' }`,
		`Record: ${ recordUrl( page, settings ) }`
	].join( '\n' );
}

/** Besides IRC. Whom a single sign-on has named has no wiki account, so no talk page: a link to one would be dead. */
function reachOf( page: Page, settings: AlertSettings ): { quickest: string; lines: string[] } {
	const { centralId, name, email } = page.sender;
	if ( centralId > 0 ) {
		const { talkUrl, emailUrl } = settings.personLinks( name );
		return { quickest: talkUrl, lines: [ `Talk page: ${ talkUrl }`, ...emailUrl === null ? [] : [ `E-mail: ${ emailUrl }` ] ] };
	}
	return email === null ?
		// What is replied there appears in their panel.
		{ quickest: recordUrl( page, settings ), lines: [] } :
		{ quickest: oneLine( email ), lines: [ `E-mail: ${ oneLine( email ) }` ] };
}

function whereOnTheWiki( context: Page[ 'content' ][ 'context' ] ): string[] {
	const known = wikiFacts( context ).map( ( { label, value } ) => `${ label }: ${ value }` );
	return known.length > 0 ? [ 'Where they were on the wiki:', ...known ] : [];
}
