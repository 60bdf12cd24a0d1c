// What wakes somebody. The first line starts with the symptom, then where, then who says so; the
// body answers, in order, what an engineer on a phone asks. Text of the sender passes through
// `oneLine` or `lines` before it may leave.
import type { Alert } from './provider.ts';
import { dedupKeyOf, type Page } from './page.ts';

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
	personLinks: ( name: string ) => { talkUrl: string; emailUrl: string };
}

/** @param round which alert of this page; later ones say so after what wakes */
export function composeAlert( page: Page, round: number, settings: AlertSettings ): Alert {
	return {
		dedupKey: dedupKeyOf( page.id, round ),
		firstLine: firstLine( page ),
		body: body( page, round, settings ),
		recordUrl: `${ settings.publicUrl }/pages/${ page.id }`,
		host: new URL( page.content.context.url ?? settings.wikiUrl ).hostname,
		acceptedAt: page.acceptedAt
	};
}

/** `Login fails for everyone - enwiki - Steward Foo`, at most 100 characters. */
function firstLine( page: Page ): string {
	const who = cut( asciiPunctuation( whoSays( page ) ), WHO_MAX );
	const where = cut( asciiPunctuation( oneLine( page.content.scope ) ), WHERE_MAX );
	const tail = ` - ${ where } - ${ who }`;
	return cut( asciiPunctuation( oneLine( page.content.summary ) ), FIRST_LINE_MAX - length( tail ) ) + tail;
}

/** The group says why this person is believed, unless the name says it already. */
function whoSays( page: Page ): string {
	const name = oneLine( page.sender.name );
	const role = page.membership.group.charAt( 0 ).toUpperCase() + page.membership.group.slice( 1 );
	return name.toLowerCase().includes( role.toLowerCase() ) ? name : `${ role } ${ name }`;
}

function body( page: Page, round: number, settings: AlertSettings ): string {
	const { content, sender, membership } = page;
	const { contact, context } = content;
	const links = settings.personLinks( sender.name );
	return [
		// What a phone shows under the first line. Without IRC, the talk page is the quickest.
		contact.ircNick ? `Answer: ${ contact.ircNick } in ${ settings.ircChannel }` : `Answer: ${ links.talkUrl } (no IRC nick given)`,
		'',
		oneLine( content.summary ),
		`Where: ${ oneLine( content.scope ) }`,
		`Since: ${ oneLine( content.since ) || 'not said' }`,
		...content.private ? [ 'Private: the sender asks to keep this out of public channels.' ] : [],
		'',
		lines( content.details ) || 'No details were given.',
		'',
		`From: ${ oneLine( sender.name ) }, member of ${ membership.group } (asked at the wiki ${ utc( membership.verifiedAt ) })`,
		...contact.other ? [ `Also: ${ oneLine( contact.other ) }` ] : [],
		`Talk page: ${ links.talkUrl }`,
		`E-mail: ${ links.emailUrl }`,
		'',
		...whereOnTheWiki( context ),
		`Accepted: ${ utc( page.acceptedAt ) }${ round > 1 ? `; alert ${ round } of this page, nobody has acknowledged yet` : '' }`,
		`Record: ${ settings.publicUrl }/pages/${ page.id }`
	].join( '\n' );
}

function whereOnTheWiki( context: Page[ 'content' ][ 'context' ] ): string[] {
	const facts: [ string, string | number | undefined ][] = [
		[ 'Wiki', context.wiki ],
		[ 'Title', context.title && oneLine( context.title ) ],
		[ 'URL', context.url ],
		[ 'Revision', context.revision ],
		[ 'Request id', context.requestId ],
		[ 'Skin', context.skin ]
	];
	const known = facts.filter( ( [ , value ] ) => value !== undefined ).map( ( [ label, value ] ) => `${ label }: ${ value }` );
	return known.length > 0 ? [ 'Where they were on the wiki:', ...known ] : [];
}

function utc( millis: number ): string {
	return new Date( millis ).toISOString().slice( 0, 16 ).replace( 'T', ' ' ) + ' UTC';
}

// Controls, and what reorders or hides text: bidi embeddings, overrides and isolates, zero-width
// characters, tags. The zero-width joiners stay: Persian and Indic scripts need them.
const hidden = /[\p{Cc}\u061C\u200B\u200E\u200F\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;

function oneLine( text: string ): string {
	return text.replace( hidden, ' ' ).replace( /\s+/g, ' ' ).trim();
}

function lines( text: string ): string {
	return text.split( '\n' ).map( ( line ) => line.replace( hidden, ' ' ).trimEnd() ).join( '\n' ).trim();
}

/** One typographic quote would halve what fits an SMS (GSM-7 -> UCS-2). */
function asciiPunctuation( text: string ): string {
	return text.replace( /[\u2018\u2019\u201A\u201B]/g, '\'' ).replace( /[\u201C-\u201F\u00AB\u00BB]/g, '"' )
		.replace( /[\u2010-\u2015]/g, '-' ).replace( /\u2026/g, '...' ).replace( /\u00A0/g, ' ' );
}

const graphemes = new Intl.Segmenter( 'en', { granularity: 'grapheme' } );

function length( text: string ): number {
	return Array.from( text ).length;
}

/** At most `max` code points, never through the middle of what a person sees as one character. */
function cut( text: string, max: number ): string {
	if ( length( text ) <= max ) {
		return text;
	}
	let kept = '';
	for ( const { segment } of graphemes.segment( text ) ) {
		if ( length( kept + segment ) > max - 3 ) {
			break;
		}
		kept += segment;
	}
	return kept.trimEnd() + '...';
}
