// The one line that a public channel reads. Whatever somebody typed must not become a command, a second
// message, a colour, a reversed line or anybody's address; and `#page`, which rings people, stands in it
// exactly once, and never in a drill's.
import { cutText } from '../cutText.ts';
import type { Announcement } from './announcer.ts';

/** An IRC message has 512 bytes with all its frame; relays read 425 at once and make two of what is longer. */
const maxBytes = 400;

/** Scope and name together leave the symptom the greater half. */
const maxScopeBytes = 60;
const maxNameBytes = 80;

/** `#page Login fails for everyone - enwiki - Steward Foo (01J...)`, or `DRILL Login ...`: one line, at most 400 bytes of UTF-8. */
export function announcementText( { page, isPrivate }: Announcement ): string {
	const { summary, scope } = page.content;
	const [ symptom, ...rest ] = isPrivate ?
		[ 'What they wrote is private', '', whoInPrivate( page.membership ) ] :
		[ harmless( summary ), cut( harmless( scope ), maxScopeBytes ), cut( harmless( page.sender.name ), maxNameBytes ) ];
	const tail = `${ rest.filter( Boolean ).map( ( part ) => ` - ${ part }` ).join( '' ) } (${ harmless( page.id ) })`;
	const head = page.kind === 'page' ? '#page ' : 'DRILL ';
	return head + cut( symptom || 'A page without a word', maxBytes - Buffer.byteLength( head + tail ) ) + tail;
}

function whoInPrivate( membership: Announcement[ 'page' ][ 'membership' ] ): string {
	switch ( membership.standing ) {
		case 'group':
			return `a member of ${ cut( harmless( membership.group ), maxNameBytes ) }`;
		case 'grant':
			return 'somebody trusted';
		case 'singleSignOn':
			return 'somebody named by single sign-on';
		case 'commandLine':
			return 'an operator';
	}
}

function harmless( typed: string ): string {
	const visible = typed
		// The codes of mIRC's colours take their digits along. JavaScript calls U+FEFF a space, nobody else does.
		.replace( /\uFEFF|\u0003(\d{1,2}(,\d{1,2})?)?|\u0004([0-9a-f]{6}(,[0-9a-f]{6})?)?/gi, '' )
		.replace( /[\s\u0085]+/g, ' ' )
		// Controls; bidi and zero-width; lone surrogates; what is not drawn at all. Emoji fall into their parts.
		.replace( /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, '' )
		.normalize( 'NFC' );
	return visible
		.replace( /#+page/gi, 'page' )
		.replace( /\S+@\S+/g, '[address]' )
		.replace( / +/g, ' ' )
		// Bots listen to lines that begin so; no part of ours does, wherever it comes to stand.
		.replace( /^[ !.]+/, '' )
		.trimEnd();
}

/** Neither a space nor an @ before the ellipsis: cut off there, it would read like an address. */
function cut( text: string, limit: number ): string {
	const short = cutText( text, limit );
	return short === text ? text : short.replace( /[\s@]+…$/, '…' );
}
