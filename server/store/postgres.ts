// How we connect to PostgreSQL: a COMMIT is on the disk, nothing waits for ever, and a lost connection
// is an error of one operation, never the end of the process.
import { Pool, types, type ClientConfig } from 'pg';
import type { Logger } from '../logger.ts';
import type { Secret } from '../secret.ts';

/** PostgreSQL's own limit is 100 for all processes together. */
const CONNECTIONS = 10;
/** Somebody waits for the answer; the client shows the other ways to reach us after 10 s. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Our statements touch a few rows; a row is locked for milliseconds. */
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** A process that was stopped in a transaction must not keep its rows from the others. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** For a server that is gone without a word; later than those that it keeps itself. */
const ANSWER_TIMEOUT_MS = 15_000;
/** After a failover behind one name, connections to the old server must not live on. */
const LIFETIME_SECONDS = 600;

/** For the pool, and for a connection outside it. */
export function postgresConnection( url: Secret ): ClientConfig {
	return {
		connectionString: url.reveal(),
		application_name: 'page-sre',
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		lock_timeout: LOCK_TIMEOUT_MS,
		statement_timeout: STATEMENT_TIMEOUT_MS,
		idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
		query_timeout: ANSWER_TIMEOUT_MS,
		keepAlive: true,
		types: { getTypeParser: parserOf }
	};
}

/** Our bigints are ms and central IDs, all exact in a number. */
function parserOf( ...[ id, format ]: Parameters<typeof types.getTypeParser> ): ( text: string ) => unknown {
	return id === types.builtins.INT8 ? Number : types.getTypeParser( id, format ) as ( text: string ) => unknown;
}

export function createPostgresPool( url: Secret, log: Pick<Logger, 'warn'> ): Pool {
	const pool = new Pool( {
		...postgresConnection( url ),
		max: CONNECTIONS,
		maxLifetimeSeconds: LIFETIME_SECONDS,
		// Whatever the server, the database, the role or the URL say: a COMMIT is on the disk.
		verify: ( client, done ) => void client.query( 'set synchronous_commit = on' ).then( () => done(), done )
	} );
	const lost = ( error: Error ): void => {
		log.warn( { reason: error.message }, 'a connection to the store was lost' );
	};
	pool.on( 'error', lost );
	// The pool listens to idle connections only; an error that nobody hears would end the process.
	pool.on( 'connect', ( client ) => client.on( 'error', () => undefined ) );
	return pool;
}
