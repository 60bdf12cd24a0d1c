// Titles and their namespaces, as far as the sandbox has any.

export interface TitleParts {
	namespace: number;
	/** Canonical name of the namespace; empty for content. */
	namespaceName: string;
	/** Without the namespace. */
	text: string;
	/** For special pages, the name in MediaWiki's own spelling, without a subpage. */
	special: string | undefined;
	/** Whose page it is, on user pages and the special pages about a user. */
	about: string | undefined;
}

export const namespaceIds: Record<string, number> = {
	media: -2, special: -1, '': 0, talk: 1, user: 2, user_talk: 3, project: 4, project_talk: 5, file: 6, file_talk: 7,
	mediawiki: 8, mediawiki_talk: 9, template: 10, template_talk: 11, help: 12, help_talk: 13, category: 14, category_talk: 15
};

const aboutUser = [ 'emailuser', 'contributions', 'centralauth', 'userrights', 'block' ];
const canonicalSpecial: Record<string, string> = {
	userlogin: 'Userlogin', emailuser: 'Emailuser', oauth: 'OAuth', mwoauth: 'OAuth', recentchanges: 'Recentchanges'
};

export function splitTitle( title: string ): TitleParts {
	const [ , prefix = '', rest = title ] = /^([^:]+):(.*)$/.exec( title ) ?? [];
	const key = prefix.toLowerCase().replaceAll( ' ', '_' );
	const namespace = namespaceIds[ key ];
	if ( prefix === '' || namespace === undefined ) {
		return { namespace: 0, namespaceName: '', text: title, special: undefined, about: undefined };
	}
	const [ base = '', ...subpage ] = rest.split( '/' );
	const isUser = namespace === 2 || namespace === 3;
	const isAboutUser = namespace === -1 && aboutUser.includes( base.toLowerCase() );
	return {
		namespace,
		namespaceName: prefix.replaceAll( ' ', '_' ),
		text: rest,
		special: namespace === -1 ? canonicalSpecial[ base.toLowerCase() ] ?? base : undefined,
		about: isUser ? base : isAboutUser && subpage.length > 0 ? subpage.join( '/' ) : undefined
	};
}

/** As in an address: underscores, and only what must be encoded. */
export function titlePath( title: string ): string {
	return `/wiki/${ encodeURIComponent( title.replaceAll( ' ', '_' ) ).replace( /%(3A|2F|2C|40)/g, ( code ) => decodeURIComponent( code ) ) }`;
}
