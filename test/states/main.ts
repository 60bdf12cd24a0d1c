// `npm run states`: serves the page of all states until it is stopped, and says where.
import { serveStates } from './serve.ts';

const { url } = await serveStates( 5050 );
console.log( `All states of the panel: ${ url } (another language: ${ url }?uselang=ar; only some: ${ url }?only=limit)` );
