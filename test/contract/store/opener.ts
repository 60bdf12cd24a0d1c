// A process that opens a store, writes to it and ends: started several at once by migrate.test.ts.
import { Secret } from '../../../server/secret.ts';
import { openDatabase } from '../../../server/store/database.ts';

const { file, url } = JSON.parse( process.argv[ 2 ]! ) as { file?: string; url?: string };
const database = await openDatabase( file ?? new Secret( url! ) );
await database.insertInto( 'sessions' )
	.values( { token_hash: String( process.pid ), central_id: 1, name: 'x', expires_at: 1 } )
	.execute();
await database.destroy();
