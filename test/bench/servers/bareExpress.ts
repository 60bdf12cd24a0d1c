// The reference of starts and of memory: express with its JSON parser and one route, and nothing else.
import express from 'express';
import type { AddressInfo } from 'node:net';

const app = express();
app.use( express.json() );
app.use( ( _request, response ) => {
	response.status( 202 ).json( { state: 'any' } );
} );
const server = app.listen( 0, '127.0.0.1', () => process.send!( { port: ( server.address() as AddressInfo ).port } ) );
