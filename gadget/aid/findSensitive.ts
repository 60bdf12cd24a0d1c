// Finds in what is written the things that had better not go out: addresses of people, passwords, keys. Advice, so it
// would rather miss one than cry wolf: version numbers, times, revisions, request ids and UUIDs are none of them.
export type SensitiveKind = 'address' | 'email' | 'secret';

export interface Sensitive {
	kind: SensitiveKind;
	/** Just the words at fault. */
	text: string;
}

/** By what can be seen around it, whether it is one. */
type IsMeant = ( found: string, before: string ) => boolean;

// What is not followed by more of the same; a full stop may end a sentence.
const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4 = new RegExp( `(^|[^\\w.-])(${ octet }(?:\\.${ octet }){3})(?![\\w-]|\\.\\d)`, 'g' );
const ipv6 = /(^|[^\w:.-])([\dA-Fa-f:]{4,45})(?![\w:])/g;
const email = /(^|[^\w.+-])([\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})(?![\w@-])/g;

// Networks that belong to nobody in particular, and numbers of four parts that end as only versions do.
const nobodys = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^\d+\.0\.0\.0$/;
const isVersion = /(^|[^A-Za-z])v(er|ersion)?\.? ?$/i;
// Everybody may write to those, and error pages name them.
const published = /@wikimedia\.org$/i;

function isIpv6( found: string ): boolean {
	const halves = found.split( '::' );
	const groups = found.split( ':' ).filter( Boolean );
	const isWhole = halves.length === 2 ? groups.length > 1 && groups.length < 8 : groups.length === 8 && !/^:|:$/.test( found );
	// Words with colons between them have no digits; the link and the computer itself are nobody's.
	return halves.length < 3 && isWhole && /\d/.test( found ) && groups.every( ( group ) => group.length < 5 ) && !/^fe80:/i.test( found );
}

// Digits and letters; the names of commits, files and traces look the same, and say what they are.
const hash = /(^|[^\w-])([\dA-Fa-f]{32,40}|[\dA-Fa-f]{64})(?![\w-])/g;
const isNamedHash = /(commit|rev(ision)?|sha-?\d*|md5|hash|checksum|trace)\W*(id\W*)?$/i;

const secrets: readonly [ RegExp, IsMeant? ][] = [
	[ hash, ( found, before ) => /\d/.test( found ) && /[A-Fa-f]/.test( found ) && !isNamedHash.test( before ) ],
	// A bot password, as Special:BotPasswords gives it.
	[ /(^|[^\w@-])((?:[\w-]+@)?[\da-v]{32})(?![\w-])/g, ( found ) => /\d/.test( found ) && /[g-v]/.test( found.replace( /.*@/, '' ) ) ],
	// A JSON Web Token.
	[ /(^|[^\w.-])(eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g ],
	[ /(-----BEGIN )([A-Z ]*PRIVATE KEY)-----/g ],
	[ /(^|\W)((?:gh[opsu]_|github_pat_|glpat-|xox[abp]-|AKIA)[\w-]{16,})/g ],
	[ /(bearer\s+)([\w.~+/-]{16,}=*)/gi ],
	// What somebody calls a password: to the end of the line, or with more than letters, so that it is no sentence.
	[ /((?:pass(?:word|wd|phrase|wort)?|pwd)\s*[:=]\s*["'“]?)([^\s"'”,;]{4,})(?=["'”,;]?[ \t]*(?:\n|$))/gi ],
	[ /((?:pass(?:word|wd|phrase|wort)?|pwd)\s*[:=]\s*["'“]?)([^\s"'”,;]*[\d!@#$%^&*][^\s"'”,;]*)/gi ],
	[ /((?:session|token|secret|api[_-]?key|access[_-]?key|auth|cookie)\w*\s*[:=]\s*["']?)([\w%+/.~-]{12,}=*)/gi,
		( found ) => /\d/.test( found ) && /[A-Za-z]/.test( found ) && !/^\d{4}-\d\d-\d\d/.test( found ) && !/^[\da-f]{8}-[\da-f-]{27}$/i.test( found ) ]
];

const rules: readonly [ SensitiveKind, RegExp, IsMeant? ][] = [
	[ 'address', ipv4, ( found, before ) => !nobodys.test( found ) && !isVersion.test( before ) ],
	[ 'address', ipv6, isIpv6 ],
	[ 'email', email, ( found ) => !published.test( found ) ],
	...secrets.map( ( [ form, isMeant ] ): [ SensitiveKind, RegExp, IsMeant? ] => [ 'secret', form, isMeant ] )
];

/** Each once, by kind. Forms have two groups: what stands before, and what is found. */
export function findSensitive( text: string ): Sensitive[] {
	const found: Sensitive[] = [];
	rules.forEach( ( [ kind, form, isMeant ] ) => {
		text.replace( form, ( whole: string, before: string, words: string, ...rest: unknown[] ) => {
			const at = Number( rest.find( ( one ) => typeof one === 'number' ) );
			if ( ( !isMeant || isMeant( words, text.slice( 0, at ) + before ) ) && !found.some( ( known ) => known.text.includes( words ) ) ) {
				found.push( { kind, text: words } );
			}
			return whole;
		} );
	} );
	return found;
}

/** The same text without those words, wherever they stand. */
export function takeOut( text: string, words: string ): string {
	return text.split( words ).join( '[…]' );
}
