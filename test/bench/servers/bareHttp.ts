// The reference of rates: Node's own HTTP server, which reads a request and answers 202. It checks nothing and
// keeps nothing, so nothing in Node that answers can be faster.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer( ( request, response ) => {
	request.resume().on( 'end', () => {
		response.writeHead( 202, { 'Content-Type': 'application/json', 'Content-Length': 15 } );
		response.end( '{"state":"any"}' );
	} );
} );
server.listen( 0, '127.0.0.1', () => process.send!( { port: ( server.address() as AddressInfo ).port } ) );
