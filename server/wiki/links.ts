// Where a person can be answered on the wiki. Names are encoded as MediaWiki does in its own links.

export interface PersonLinks {
	talkUrl: string;
	/** Works if the account can be mailed; the wiki says so when it cannot. */
	emailUrl: string;
}

/** @param wikiUrl base URL without a trailing slash */
export function personLinks( wikiUrl: string, name: string ): PersonLinks {
	const title = encodeURIComponent( name.replaceAll( ' ', '_' ) );
	return {
		talkUrl: `${ wikiUrl }/wiki/User_talk:${ title }`,
		emailUrl: `${ wikiUrl }/wiki/Special:EmailUser/${ title }`
	};
}
