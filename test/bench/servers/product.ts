// The real server as it is started for real, in a process of its own. Started by workbench.ts, never by hand.
import { startServer } from '../../../server/server.ts';
import { configOf } from '../../environment.ts';
import { slowDown } from './slowDisk.ts';

const { env, slowDiskMs } = JSON.parse( process.argv[ 2 ]! ) as { env: Record<string, string>; slowDiskMs: number };

if ( slowDiskMs > 0 ) {
	slowDown( slowDiskMs );
}
const config = configOf( env );
// The usual limits, looked up in full for each page; only their time is nil, so that nobody meets them.
const limits = config.access.limits.map( ( limit ) => ( { ...limit, windowMs: 0 } ) );
const { port, stop } = await startServer( { ...config, access: { ...config.access, limits } } );
process.on( 'SIGTERM', () => {
	void stop().then( () => process.exit( 0 ) );
} );
process.send!( { port } );
