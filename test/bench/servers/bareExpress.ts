// The reference of starts and of memory: express with its JSON parser and one route, and nothing else.
import express from 'express';

const app = express();
app.use( express.json() );
app.use( ( _request, response ) => {
	response.status( 202 ).json( { state: 'any' } );
} );
app.listen( Number( process.argv[ 2 ] ), '127.0.0.1' );
