// Where on our own site a browser goes on after signing in. Only addresses that we could have written
// ourselves: whoever hands out a link must not be able to lead people elsewhere by our name.
import { pageIdPattern } from '../contract/sendPage.ts';
import { pattern } from '../contract/text.ts';

const pageId = pageIdPattern.source.slice( 1, -1 );

/**
 * A responders' address, with its filter if it has one; or a sender's page. It begins with one slash and a
 * letter, so it has no host; and a part of it never begins with a dot, so it has no way up.
 */
const ownPath = new RegExp( `^(/sre(/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}){0,6}/?([?][A-Za-z0-9_.~%=&+:-]{0,1000})?|/pages/${ pageId })$` );

/** The panel's own name for its first view. */
const STANDALONE = 'standalone';

export const returnSchema = pattern( new RegExp( `${ ownPath.source }|^${ STANDALONE }$` ) )
	.transform( ( wanted ) => wanted === STANDALONE ? '/' : wanted );
