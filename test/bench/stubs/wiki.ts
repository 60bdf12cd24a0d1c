// The wiki of a measured server, as small as it can be: it answers who is in the group as a real one does, byte
// for byte, and everybody is. The sandbox wiki needs ten times as long, and that would be measured as ours.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubWiki {
	url: string;
	port: number;
	/** What is asked from now on gets no answer, until it is false again. */
	hang( hangs: boolean ): void;
	stop(): Promise<void>;
}

/** The question about one person, as the product asks it. */
export const accountQuery = '/w/api.php?action=query&format=json&formatversion=2&list=globalusers&guscentralids=70001&gusprop=locked%7Cgroupmemberships';

export async function startStubWiki(): Promise<StubWiki> {
	let hangs = false;
	const held = new Set<() => void>();
	const server = createServer( ( request, response ) => {
		const asked = new URL( request.url!, 'http://localhost' ).searchParams;
		const tell = (): void => answer( response, bodyFor( asked ) );
		request.resume();
		if ( hangs ) {
			held.add( tell );
		} else {
			tell();
		}
	} );
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${ port }`,
		port,
		hang( from ) {
			hangs = from;
			if ( !from ) {
				held.forEach( ( tell ) => tell() );
				held.clear();
			}
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		}
	};
}

/** Enough for every figure; also those whom the list of the group names. */
const MEMBERS = 1_500;
export const memberId = ( number: number ): number => 70_000 + number;

const wholeGroup = JSON.stringify( { batchcomplete: true, query: { globalallusers: Array.from( { length: MEMBERS }, ( _none, index ) => (
	{ id: memberId( index + 1 ), name: `Member ${ memberId( index + 1 ) }`, groups: [ 'steward' ] }
) ) } } );

function bodyFor( asked: URLSearchParams ): string {
	const ids = asked.get( 'guscentralids' );
	if ( ids !== null ) {
		return accounts( ids.split( '|' ) );
	}
	return asked.get( 'list' ) === 'globalallusers' ? wholeGroup : '{"batchcomplete":true}';
}

function accounts( ids: readonly string[] ): string {
	const rows = ids.map( ( id ) =>
		`{"centralid":${ id },"name":"Member ${ id }","locked":false,"groupmemberships":[{"group":"steward","expiry":"infinity"}]}` );
	return `{"batchcomplete":true,"query":{"globalusers":[${ rows.join( ',' ) }]}}`;
}

function answer( response: ServerResponse, body: string ): void {
	response.writeHead( 200, {
		'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength( body ),
		'Cache-Control': 'private, must-revalidate, max-age=0', 'Content-Disposition': 'inline; filename=api-result.json',
		'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY'
	} ).end( body );
}
