// Whether "stored" means what it says: how the database under us writes, and what it writes to. Facts only;
// what they mean is judged by who asked.
import { sql } from 'kysely';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from './database.ts';

/** `network`, `memory`: a file there may be gone although it was written. `container`: it goes with the container. */
export type FileSystem = 'disk' | 'network' | 'memory' | 'container';

export type Durability =
	| { kind: 'sqlite'; journalMode: string; synchronous: number; file: string; freeBytes: number; fileSystem: FileSystem }
	/** Settings by name, as PostgreSQL prints them. */
	| { kind: 'postgres'; settings: Readonly<Record<string, string>> };

/** statfs(2), Linux: NFS, SMB, CIFS, 9p; tmpfs, ramfs; overlayfs. */
const kinds: readonly ( readonly [ FileSystem, readonly number[] ] )[] = [
	[ 'network', [ 0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997 ] ],
	[ 'memory', [ 0x01021994, 0x858458f6 ] ],
	[ 'container', [ 0x794c7630 ] ]
];

/** What PostgreSQL promises of a COMMIT depends on these. */
const asked = [ 'synchronous_commit', 'fsync', 'full_page_writes', 'synchronous_standby_names', 'server_version' ];

/**
 * @param file of SQLite; undefined for PostgreSQL
 * @throws what the driver throws
 */
export async function readDurability( database: Database, file: string | undefined ): Promise<Durability> {
	if ( file === undefined ) {
		const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings where name in (${ sql.join( asked ) })`.execute( database );
		return { kind: 'postgres', settings: Object.fromEntries( rows.map( ( { name, setting } ) => [ name, setting ] ) ) };
	}
	const { rows: [ journal ] } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute( database );
	const { rows: [ writing ] } = await sql<{ synchronous: number }>`pragma synchronous`.execute( database );
	const { type, bavail, bsize } = await statfs( dirname( file ) );
	return {
		kind: 'sqlite',
		journalMode: journal?.journal_mode ?? '',
		synchronous: writing?.synchronous ?? 0,
		file,
		freeBytes: bavail * bsize,
		fileSystem: kinds.find( ( [ , types ] ) => types.includes( type ) )?.[ 0 ] ?? 'disk'
	};
}
