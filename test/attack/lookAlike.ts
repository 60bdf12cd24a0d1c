// Origins that a person, or a careless comparison, takes for one of ours, and that are not: for whatever header,
// parameter or form they come in by.
import fc from 'fast-check';

/** Letters that look like Latin ones: Cyrillic, Greek, full width. */
const twins: Record<string, string> = { a: 'а', c: 'с', e: 'е', i: 'і', k: 'κ', l: 'ⅼ', o: 'ο', p: 'р', s: 'ѕ', t: 'ｔ', w: 'ԝ', x: 'х', y: 'у' };

function twinOf( host: string, at: number ): string {
	const letters = [ ...host ];
	const places = letters.flatMap( ( letter, index ) => letter in twins ? [ index ] : [] );
	const place = places[ at % Math.max( places.length, 1 ) ];
	if ( place !== undefined ) {
		letters[ place ] = twins[ letters[ place ]! ]!;
	}
	return letters.join( '' );
}

/** As a browser would write such a host. */
const inAscii = ( origin: string ): string => URL.parse( origin )?.origin ?? 'null';

/** Each a change of a real origin, `https://meta.example.org` or `http://localhost:1234`. */
const changes: Record<string, ( real: URL, at: number ) => string> = {
	'a host that goes on': ( { protocol, host } ) => `${ protocol }//${ host }.evil.example`,
	'a host that goes on without a dot': ( { protocol, hostname } ) => `${ protocol }//${ hostname }evil.example`,
	'a host that ends alike': ( { protocol, host } ) => `${ protocol }//evil${ host }`,
	'a host that ends alike after a dash': ( { protocol, host } ) => `${ protocol }//evil-${ host }`,
	'a host below': ( { protocol, host } ) => `${ protocol }//a.b.c.${ host }`,
	'the other scheme': ( { protocol, host } ) => `${ protocol === 'https:' ? 'http:' : 'https:' }//${ host }`,
	'a scheme of nobody': ( { host }, at ) => `${ [ 'ftp:', 'file:', 'data:', 'chrome-extension:', 'moz-extension:', 'javascript:', 'blob:' ][ at % 7 ]! }//${ host }`,
	'another port': ( { protocol, hostname, port }, at ) => `${ protocol }//${ hostname }:${ Number( port || 443 ) + 1 + at % 1000 }`,
	'no port': ( { protocol, hostname, port } ) => port === '' ? `${ protocol }//${ hostname }:443` : `${ protocol }//${ hostname }`,
	'the port twice': ( { origin, port } ) => `${ origin }:${ port || '443' }`,
	'a dot at the end': ( { protocol, hostname, port } ) => `${ protocol }//${ hostname }.${ port && `:${ port }` }`,
	'a letter of another alphabet': ( { protocol, host }, at ) => `${ protocol }//${ twinOf( host, at ) }`,
	'the same as a browser writes it': ( { protocol, host }, at ) => inAscii( `${ protocol }//${ twinOf( host, at ) }` ),
	capitals: ( { origin } ) => origin.toUpperCase(),
	'a capital host': ( { protocol, host } ) => `${ protocol }//${ host.toUpperCase() }`,
	'somebody before an @': ( { origin } ) => `${ origin }@evil.example`,
	'it before an @': ( { protocol, host } ) => `${ protocol }//${ host }@evil.example`,
	'it after an @': ( { protocol, host } ) => `${ protocol }//evil@${ host }`,
	'a slash at the end': ( { origin } ) => `${ origin }/`,
	'a path': ( { origin } ) => `${ origin }/wiki`,
	'it as the path of another': ( { host } ) => `https://evil.example/${ host }`,
	'it as the fragment of another': ( { origin } ) => `https://evil.example#${ origin }`,
	'it as the query of another': ( { origin } ) => `https://evil.example?${ origin }`,
	'a backslash': ( { protocol, host } ) => `${ protocol }\\\\${ host }`,
	'three slashes': ( { protocol, host } ) => `${ protocol }///${ host }`,
	'no scheme': ( { host } ) => `//${ host }`,
	'a space before': ( { origin } ) => `\u00A0${ origin }`,
	'another one too': ( { origin } ) => `${ origin }, https://evil.example`,
	'another one first': ( { origin } ) => `https://evil.example ${ origin }`,
	'a tab in it': ( { protocol, host } ) => `${ protocol }//${ host.slice( 0, 3 ) }\t${ host.slice( 3 ) }`,
	'the machine by its number': ( { protocol, port } ) => `${ protocol }//127.0.0.1${ port && `:${ port }` }`,
	'the machine by its other number': ( { protocol, port } ) => `${ protocol }//[::1]${ port && `:${ port }` }`,
	'a star for the host': ( { protocol, port } ) => `${ protocol }//*${ port && `:${ port }` }`,
	nobody: () => 'null',
	everybody: () => '*',
	nothing: () => ''
};

export interface LookAlike {
	how: string;
	origin: string;
}

/** Never one of `real` itself. */
export function lookAlikes( real: readonly string[] ): fc.Arbitrary<LookAlike> {
	return fc.tuple( fc.constantFrom( ...real ), fc.constantFrom( ...Object.keys( changes ) ), fc.nat( 10_000 ) )
		.map( ( [ origin, how, at ] ) => ( { how, origin: changes[ how ]!( new URL( origin ), at ) } ) )
		.filter( ( { origin } ) => !real.includes( origin ) );
}

/** Each of them once. */
export function everyLookAlike( real: string ): LookAlike[] {
	return Object.entries( changes ).map( ( [ how, change ] ) => ( { how, origin: change( new URL( real ), 0 ) } ) )
		.filter( ( { origin } ) => origin !== real );
}

/** In a header, where a letter is a byte: as it would come from a program that is no browser. */
export function asHeader( origin: string ): string {
	return Buffer.from( origin ).toString( 'latin1' );
}
