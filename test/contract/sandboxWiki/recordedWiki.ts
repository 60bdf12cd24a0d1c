// A sandbox wiki that takes itself for the one that was recorded: its URL, people, consumers, clock and
// tokens, so that recorded requests can be repeated byte for byte, signatures included.
import { request } from 'node:http';
import { expect } from 'vitest';
import { sign, signatureBase } from '../../../server/sandbox/wiki/oauth/signature.ts';
import { startSandboxWiki } from '../../../server/sandbox/wiki/index.ts';
import type { Exchange } from './recordings.ts';
import type { IncomingHttpHeaders } from 'node:http';
import type { Person } from '../../../server/sandbox/wiki/people.ts';
import type { SandboxConsumer } from '../../../server/sandbox/wiki/oauth/memory.ts';
import type { SandboxWiki } from '../../../server/sandbox/wiki/index.ts';

const recordedServer = 'http://127.0.0.1:8080';
const callbackUrl = 'http://localhost:3000/auth/mediawiki/callback';

export const basicConsumer: SandboxConsumer = {
	key: 'ac3b062833259b530749ddda4979733a', secret: '84cfde30948673ecc6cf5dcc85bfc8d1fe01aafb', callbackUrl, grants: [ 'basic' ]
};
export const authOnlyConsumer: SandboxConsumer = {
	key: 'fd0b3bea93181e1fed350d9c45707bcc', secret: '850c78ece8835959872ad4b99d7692612d448b37', callbackUrl
};

const steward = [ { group: 'steward', expiry: 'infinity' } ];
const person = ( centralId: number, name: string, more: Partial<Person> = {} ): Person => ( {
	centralId, localId: centralId - 49998, name, about: '', gender: 'unknown', emailable: true, emailConfirmed: true, editCount: 0,
	registered: '2026-11-23T04:06:18Z', globalGroups: steward, locked: false, suppressed: false, secondFactor: true, temporary: false, ...more
} );

const people = [
	person( 50001, 'Steward1', { registered: '2026-11-23T04:06:17Z' } ),
	person( 50002, 'Steward2', { globalGroups: [ ...steward, { group: 'global-rollbacker', expiry: 'infinity' } ] } ),
	person( 50004, 'Plain', { globalGroups: [] } ),
	person( 50005, 'LockedSteward', { locked: true } ),
	person( 50006, 'SuppressedSteward', { suppressed: true } ),
	person( 50007, '東京 執事' ),
	person( 50008, "O'Brien & Sons+1" ),
	person( 50010, 'RenamedSteward' ),
	person( 50014, 'Ŝteward Tëst 東京' ),
	person( 50017, 'LockLater' ),
	person( 50018, 'DemoteLater', { registered: '2026-11-23T04:10:42Z', emailConfirmed: false } ),
	person( 50019, 'HideLater' )
];

export interface RecordedWiki {
	wiki: SandboxWiki;
	/** The wiki's tokens from now on, in the order in which it makes them; random when used up. */
	willMake( ...tokens: string[] ): void;
	/** Repeats a recorded request at its recorded time. */
	replay( exchange: Exchange, headers?: Record<string, string> ): Promise<Reply>;
	/** As replay, with the access or request token replaced and signed anew: recordings keep no secrets. */
	replayWith( exchange: Exchange, consumer: SandboxConsumer, token: Token, more?: Record<string, string> ): Promise<Reply>;
	/** A person's way through the dialog: signs in, allows, returns the callback's verifier. */
	allow( name: string, consumer: SandboxConsumer, requestToken: string ): Promise<string>;
	/** Initiate to access token, each step signed as clients sign. */
	connect( name: string, consumer: SandboxConsumer ): Promise<Token>;
	/** Any OAuth endpoint, signed. */
	call( consumer: SandboxConsumer, target: string, oauth: Record<string, string>, tokenSecret?: string ): Promise<Reply>;
	send( method: string, target: string, headers?: Record<string, string>, body?: string ): Promise<Reply>;
	setTime( time: number ): void;
}

export interface Token {
	key: string;
	secret: string;
}

export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

export async function startRecordedWiki( consumers = [ basicConsumer, authOnlyConsumer ] ): Promise<RecordedWiki> {
	let time = Date.parse( '2026-11-23T04:15:35Z' );
	let made = 0;
	let planned: string[] = [];
	const wiki = await startSandboxWiki( {
		consumer: consumers[ 0 ] ?? basicConsumer,
		backendUrl: 'http://localhost:3000',
		gadgetPages: async () => ( {} ),
		people,
		canonicalServer: recordedServer,
		now: () => time,
		newHex: ( bytes ) => planned.shift() ?? String( ++made ).padStart( bytes * 2, '0' )
	} );
	consumers.slice( 1 ).forEach( ( consumer ) => wiki.oauth.registerConsumer( consumer ) );

	const send: RecordedWiki[ 'send' ] = ( method, target, headers = {}, body = '' ) => exchange( wiki.url, method, target, headers, body );
	const call: RecordedWiki[ 'call' ] = ( consumer, target, oauth, tokenSecret = '' ) =>
		send( 'POST', target, { authorization: signedHeader( 'POST', target, consumer, timed( time, oauth ), tokenSecret ) } );
	const allow: RecordedWiki[ 'allow' ] = async ( name, consumer, requestToken ) => {
		const { cookie } = wiki.signInAs( name );
		const asked = await send( 'GET', `/wiki/Special:OAuth/authorize?oauth_token=${ requestToken }&oauth_consumer_key=${ consumer.key }`, { cookie } );
		const editToken = /name="wpEditToken" value="([^"]+)"/.exec( asked.body )?.[ 1 ] ?? '';
		const form = new URLSearchParams( { wpEditToken: editToken, consumerKey: consumer.key, requestToken, accept: 'Allow' } );
		const answered = await send( 'POST', '/wiki/Special:OAuth/authorize',
			{ cookie, 'content-type': 'application/x-www-form-urlencoded' }, form.toString() );
		return new URL( answered.headers.location ?? '' ).searchParams.get( 'oauth_verifier' ) ?? '';
	};
	return {
		wiki, send, call, allow,
		setTime( at ) {
			time = at;
		},
		willMake( ...tokens ) {
			planned = tokens;
		},
		replay( { at, request: { method, target, headers, body } }, more = {} ) {
			time = at;
			return send( method, target, { ...headers, ...more }, body );
		},
		replayWith( { at, request: { method, target, headers } }, consumer, token, more = {} ) {
			time = at;
			const oauth = { ...readOAuthHeader( headers.authorization ?? '' ), oauth_token: token.key, ...more };
			return send( method, target, { authorization: signedHeader( method, target, consumer, oauth, token.secret ) } );
		},
		async connect( name, consumer ) {
			const temporary = readToken( await call( consumer, '/w/index.php?title=Special:OAuth/initiate', { oauth_callback: 'oob' } ) );
			const verifier = await allow( name, consumer, temporary.key );
			return readToken( await call( consumer, '/w/index.php?title=Special:OAuth/token',
				{ oauth_token: temporary.key, oauth_verifier: verifier }, temporary.secret ) );
		}
	};
}

/** Status, the recorded headers and, unless told otherwise, every byte of the body. */
export function expectRecorded( reply: Reply, { response }: Exchange, compareBody = true ): void {
	expect( reply.status ).toBe( response.status );
	expect( reply.headers ).toMatchObject( response.headers );
	if ( compareBody ) {
		expect( reply.body ).toBe( response.body );
	}
}

export function readToken( reply: Reply ): Token {
	const found = new URLSearchParams( reply.body );
	return { key: found.get( 'oauth_token' ) ?? '', secret: found.get( 'oauth_token_secret' ) ?? '' };
}

let nonces = 0;

function timed( time: number, oauth: Record<string, string> ): Record<string, string> {
	return {
		oauth_nonce: `nonce${ ++nonces }`, oauth_signature_method: 'HMAC-SHA1', oauth_timestamp: String( Math.floor( time / 1000 ) ),
		oauth_version: '1.0', ...oauth
	};
}

function readOAuthHeader( header: string ): Record<string, string> {
	return Object.fromEntries( [ ...header.matchAll( /(oauth_[a-z_]+)="([^"]*)"/g ) ]
		.map( ( [ , key = '', value = '' ] ) => [ key, decodeURIComponent( value ) ] ) );
}

function signedHeader(
	method: string, target: string, consumer: SandboxConsumer, oauth: Record<string, string>, tokenSecret: string
): string {
	const url = new URL( target, recordedServer );
	const given = { ...oauth, oauth_consumer_key: consumer.key };
	const parameters = new Map( [ ...url.searchParams, ...Object.entries( given ) ].map( ( [ key, value ] ) => [ key, [ value ] ] ) );
	const base = signatureBase( method, recordedServer + url.pathname, parameters );
	const signed = { ...given, oauth_signature: sign( base, consumer.secret, tokenSecret ) };
	return `OAuth ${ Object.entries( signed ).map( ( [ key, value ] ) => `${ key }="${ encodeURIComponent( value ) }"` ).join( ', ' ) }`;
}

function exchange( server: string, method: string, target: string, headers: Record<string, string>, body: string ): Promise<Reply> {
	return new Promise( ( resolve, reject ) => {
		const outgoing = request( server, {
			path: target, method, agent: false,
			headers: { 'user-agent': 'page-sre-tests/1.0 (contract)', ...headers, 'content-length': Buffer.byteLength( body ) }
		}, ( incoming ) => {
			const chunks: Buffer[] = [];
			incoming.on( 'data', ( chunk: Buffer ) => chunks.push( chunk ) );
			incoming.once( 'error', reject );
			incoming.once( 'end', () => resolve( {
				status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat( chunks ).toString( 'utf8' )
			} ) );
		} );
		outgoing.once( 'error', reject );
		outgoing.end( body );
	} );
}
