// Would a browser let a title of a wiki call us? Reads a Content-Security-Policy as Content Security Policy
// Level 3 (W3C, sections 6.7.2 and 6.8) has a browser do for fetch() and event streams: connect-src, or
// default-src where there is none.

/**
 * The first directive that refuses `target`, as it stands in the policy; undefined when all allow it.
 *
 * @param header all values of the header, joined by commas: each policy must allow it
 * @param page where the title is
 */
export function refusingDirective( header: string, page: URL, target: URL ): string | undefined {
	for ( const policy of header.split( ',' ) ) {
		const directives = directivesOf( policy );
		const name = [ 'connect-src', 'default-src' ].find( ( one ) => directives.has( one ) );
		const sources = name === undefined ? undefined : directives.get( name );
		if ( name !== undefined && sources && !sources.some( ( source ) => allows( source, page, target ) ) ) {
			return name;
		}
	}
	return undefined;
}

/** Whether a browser refuses `target` before it looks at any policy: plain HTTP from a title that came by HTTPS. */
export function isMixedContent( page: URL, target: URL ): boolean {
	return page.protocol === 'https:' && target.protocol === 'http:' && !/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test( target.hostname );
}

/** Of one name twice, the first counts. */
function directivesOf( policy: string ): Map<string, string[]> {
	const directives = new Map<string, string[]>();
	for ( const directive of policy.split( ';' ) ) {
		const [ name = '', ...sources ] = directive.trim().split( /\s+/ );
		if ( name !== '' && !directives.has( name.toLowerCase() ) ) {
			directives.set( name.toLowerCase(), sources );
		}
	}
	return directives;
}

const hostSource = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(?::(\d+|\*))?(\/.*)?$/i;

function allows( source: string, page: URL, target: URL ): boolean {
	const text = source.toLowerCase();
	if ( text === '\'self\'' ) {
		return target.hostname === page.hostname && samePort( page.port, page.protocol, target ) && schemeFits( page.protocol, target.protocol );
	}
	if ( text === '*' ) {
		return /^https?:$/.test( target.protocol ) || target.protocol === page.protocol;
	}
	if ( /^[a-z][a-z0-9+.-]*:$/.test( text ) ) {
		return schemeFits( text, target.protocol );
	}
	const [ , scheme, host = '', port = '', path = '' ] = hostSource.exec( source ) ?? [];
	return host !== '' &&
		schemeFits( scheme === undefined ? page.protocol : `${ scheme.toLowerCase() }:`, target.protocol ) &&
		hostFits( host.toLowerCase(), target.hostname ) &&
		( port === '*' || samePort( port, scheme === undefined ? target.protocol : `${ scheme.toLowerCase() }:`, target ) ) &&
		( path === '' || ( path.endsWith( '/' ) ? target.pathname.startsWith( path ) : target.pathname === path ) );
}

/** What is allowed in the clear is allowed encrypted, never the other way. */
function schemeFits( allowed: string, scheme: string ): boolean {
	return allowed === scheme || ( allowed === 'http:' && scheme === 'https:' );
}

function hostFits( pattern: string, host: string ): boolean {
	return pattern === '*' || ( pattern.startsWith( '*.' ) ? host.endsWith( pattern.slice( 1 ) ) : pattern === host );
}

function samePort( port: string, scheme: string, target: URL ): boolean {
	const defaults: Record<string, string> = { 'http:': '80', 'https:': '443' };
	const wanted = port || defaults[ scheme ];
	const given = target.port || defaults[ target.protocol ];
	return wanted === given || ( wanted === '80' && given === '443' );
}
