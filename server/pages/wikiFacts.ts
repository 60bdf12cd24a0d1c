// Where a sender stood on the wiki, as facts with a label each: the same for the alert and for the responders' site,
// in the order in which somebody looks: the place, what it is about, which servers, then the browser.
import type { WikiContext } from '../contract/sendPage.ts';
import { oneLine } from './plainText.ts';

export interface WikiFact {
	label: string;
	value: string;
	/** It can be followed. */
	isLink: boolean;
}

export function wikiFacts( context: WikiContext ): WikiFact[] {
	const { revision, diff } = context;
	const diffUrl = diffUrlOf( context );
	const told: [ string, string | number | undefined, 'link'? ][] = [
		[ 'Wiki', context.wiki ],
		[ 'Title', context.title ],
		[ 'URL', context.url, 'link' ],
		[ 'Special title', context.special ],
		[ 'About', context.target ],
		[ 'Revision', revision ],
		[ 'Compared with', diff ],
		[ 'Comparison', diffUrl, 'link' ],
		[ 'Served by', context.servedBy ],
		[ 'Request id', context.requestId ],
		[ 'Skin', context.skin ],
		[ 'Browser', context.browser ],
		[ 'Their time zone', context.timeZone ]
	];
	return told.filter( ( [ , value ] ) => value !== undefined )
		.map( ( [ label, value, link ] ) => ( { label, value: oneLine( String( value ) ), isLink: link !== undefined } ) );
}

/** On the very wiki where they were, and only where its titles have the usual addresses. */
function diffUrlOf( { url, diff, revision }: WikiContext ): string | undefined {
	const here = URL.parse( url ?? '' );
	const isUsual = here !== null && /^\/(wiki\/|w\/index\.php)/.test( here.pathname );
	return isUsual && diff !== undefined && revision !== undefined ? `${ here.origin }/wiki/Special:Diff/${ diff }/${ revision }` : undefined;
}
