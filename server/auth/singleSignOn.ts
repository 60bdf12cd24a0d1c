// Whom a reverse proxy names in its headers becomes a person here, for as long as one session lasts.
// Whether the proxy is ours is judged before (http/middleware/trustedPeer.ts); nothing else may call this.
import { ServiceError } from '../errors.ts';
import type { Person, Role } from '../pages/page.ts';

/** What an operator says of the proxy; see accessConfig.ts. */
export interface ProxySettings {
	peers: readonly string[];
	/** In lower case. */
	headers: { user: string; email: string; groups: string };
	members: readonly string[];
	responders: readonly string[];
}

/** Every value of a header, as Node reads it (one character for each byte); empty when it is absent. */
export type HeaderValues = ( name: string ) => readonly string[];

export interface SingleSignOnSignIn {
	/** IP addresses of the proxies that are believed. */
	readonly peers: readonly string[];
	/** Names of the headers that the proxy sets. */
	readonly headers: readonly string[];
	/**
	 * @throws ServiceError proxyNotTrusted: the proxy named nobody
	 * @throws ServiceError signInInvalid: what it said cannot be read without a doubt
	 * @throws ServiceError notMember: none of the person's groups may do anything here
	 */
	identify( values: HeaderValues ): Promise<Person>;
}

const MAX_NAME = 255;

/** A shape, no proof: it is where an engineer writes to, and the proxy vouches for it. RFC 5321 section 4.5.3.1.3 for the length. */
const emailPattern = /^(?=.{3,254}$)[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/u;

/** Control and line characters, and those that take no room: with them two people look like one. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Everybody whom the proxy names. */
const EVERYBODY = '*';

/** @param people a number below zero for each name, the same for ever (access/ports.ts, SingleSignOnStore) */
export function createSingleSignOn(
	settings: ProxySettings, people: { numberOf( userName: string, now: number ): Promise<number> }, clock: { now(): number }
): SingleSignOnSignIn {
	const { headers } = settings;

	return {
		peers: settings.peers,
		headers: [ ...new Set( Object.values( headers ) ) ],
		async identify( values ) {
			const name = userNameOf( textOf( values( headers.user ) ) );
			const email = textOf( values( headers.email ) );
			const groups = groupsOf( textOf( values( headers.groups ) ) );
			const roles = ( [ [ 'member', settings.members ], [ 'responder', settings.responders ] ] as const )
				.filter( ( [ , wanted ] ) => wanted.some( ( one ) => one === EVERYBODY || groups.has( one.toLowerCase() ) ) )
				.map( ( [ role ] ): Role => role );
			if ( roles.length === 0 ) {
				throw new ServiceError( 'notMember', { reason: 'notInGroup' } );
			}
			const now = clock.now();
			return {
				// A directory takes upper and lower case for the same, and so may the form at the proxy: who types
				// their own name differently is no second person with limits of their own.
				centralId: await people.numberOf( name.toLowerCase(), now ),
				name,
				singleSignOn: { email: emailPattern.test( email ) && !unseen.test( email ) ? email : null, roles, at: now }
			};
		}
	};
}

/**
 * The one value of a header; '' when there is none. Two of them are the client's beside the proxy's, and
 * nobody knows which is which.
 */
function textOf( values: readonly string[] ): string {
	const [ value = '', ...more ] = values;
	if ( more.length > 0 ) {
		throw unreadable( 'a header came twice' );
	}
	const text = utf8Of( value ).normalize( 'NFC' ).trim();
	// What Apache's mod_headers writes for a variable that is not set.
	return text === '(null)' ? '' : text;
}

/** Node reads header values byte by byte as Latin-1; proxies write UTF-8 into them. */
function utf8Of( value: string ): string {
	try {
		return new TextDecoder( 'utf-8', { fatal: true } ).decode( Buffer.from( value, 'latin1' ) );
	} catch {
		throw unreadable( 'a header is not UTF-8' );
	}
}

function userNameOf( text: string ): string {
	if ( text === '' ) {
		throw new ServiceError( 'proxyNotTrusted', {}, new Error( 'the proxy named nobody' ) );
	}
	// A comma is two headers that somebody on the way has joined.
	if ( Array.from( text ).length > MAX_NAME || text.includes( ',' ) || unseen.test( text ) ) {
		throw unreadable( 'the name is too long, or holds a comma or characters that cannot be seen' );
	}
	return text;
}

function groupsOf( text: string ): ReadonlySet<string> {
	return new Set( text.split( /[,;|]/ ).map( ( group ) => group.trim().toLowerCase() ).filter( ( group ) => group !== '' ) );
}

function unreadable( why: string ): ServiceError {
	return new ServiceError( 'signInInvalid', {}, new Error( `single sign-on: ${ why }` ) );
}
