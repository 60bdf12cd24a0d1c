// How fast a panel hears of what happens while 1,000 of them listen, and how many read the panel's data a second.
// What happens is a note of the sender: it goes the same way as an acknowledgement, from COMMIT to the stream.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { aPage } from '../../harness.ts';
import type { Figure } from '../figure.ts';
import { quantiles } from '../load/generate.ts';
import { install } from '../outside.ts';

const PANELS = 1_000;

export const panels: Figure = {
	number: 10, title: 'Panels',
	async measure( bench, { rounds, seconds } ) {
		const installation = await install( bench );
		const { port } = await installation.start();
		const { token, asked } = await installation.member();
		const headers = { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json' };
		const url = `http://127.0.0.1:${ port }/v1/pages`;
		const { id } = await ( await fetch( url, { method: 'POST', headers, body: JSON.stringify( aPage() ) } ) ).json() as { id: string };
		const followers = followersOf( installation.env.PAGE_SRE_STORE!, id );
		const sockets = await Promise.all( followers.map( ( follower ) => listening( port, id, follower ) ) );
		bench.finally( async () => sockets.forEach( ( socket ) => socket.destroy() ) );

		const p99s: number[] = [];
		for ( let round = 0; round < rounds; round++ ) {
			const mark = `mark ${ round } end`;
			const began = performance.now();
			const heard = Promise.all( sockets.map( ( socket ) => new Promise<number>( ( resolve ) => {
				const hear = ( data: string ): void => {
					if ( data.includes( mark ) ) {
						socket.off( 'data', hear );
						resolve( performance.now() - began );
					}
				};
				socket.on( 'data', hear );
			} ) ) );
			await ( await fetch( `${ url }/${ id }/notes`, { method: 'POST', headers, body: JSON.stringify( { text: mark } ) } ) ).text();
			p99s.push( quantiles( await heard ).p99 );
		}
		const reading: number[] = [];
		for ( let round = 0; round < rounds; round++ ) {
			reading.push( ( await bench.load( { ...asked, method: 'GET', body: '', connections: 64, seconds, warmUpSeconds: 1 } ) ).perSecond );
		}
		return [
			{ what: `note to the last of ${ PANELS } panels, p99`, values: p99s, unit: 'ms', goal: { words: '<= 50 ms', most: 50 } },
			{ what: 'GET of the panel\'s data at 64 connections', values: reading, unit: '/s', goal: { words: '>= 3 x 2.9k', least: 8_700 } }
		];
	}
};

/** Members who follow this page, each with a session; put into the store, for 1,000 sign-ins are not what is measured. */
function followersOf( file: string, pageId: string ): string[] {
	const database = new DatabaseSync( file, { timeout: 10_000 } );
	const session = database.prepare( 'insert into sessions ( token_hash, central_id, name, expires_at ) values ( ?, ?, ?, ? )' );
	const follower = database.prepare( 'insert into page_followers ( page_id, central_id, at ) values ( ?, ?, ? )' );
	database.exec( 'begin immediate' );
	const tokens = Array.from( { length: PANELS }, ( _none, index ) => {
		const token = randomBytes( 32 ).toString( 'base64url' );
		session.run( createHash( 'sha256' ).update( token ).digest( 'base64url' ), 900_000 + index, `Follower ${ index }`, Date.now() + 3_600_000 );
		follower.run( pageId, 900_000 + index, Date.now() );
		return token;
	} );
	database.exec( 'commit' );
	database.close();
	return tokens;
}

async function listening( port: number, id: string, token: string ): Promise<Socket> {
	const socket = connect( port, '127.0.0.1' );
	socket.setEncoding( 'utf8' ).write( `GET /v1/pages/${ id }/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ token }\r\n\r\n` );
	const [ first ] = await once( socket, 'data' ) as [ string ];
	if ( !first.startsWith( 'HTTP/1.1 200' ) ) {
		throw new Error( `no stream: ${ first.slice( 0, 300 ) }` );
	}
	return socket;
}
