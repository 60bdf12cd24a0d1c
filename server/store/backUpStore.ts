// A copy of the SQLite file that can be put in its place: whole, as of one moment, while a server goes on writing.
// The file appears under its name only when it is complete and on the disk.
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';

export type BackupOutcome = { kind: 'written'; bytes: number; pages: number } | { kind: 'sourceMissing' | 'targetExists' };

/** In one step, or every write of the server in between would make it begin again. */
const ALL_AT_ONCE = 2 ** 31 - 1;

/**
 * @param from path of the file, which is only read
 * @param to path of the copy, which must not exist
 * @throws Error when either cannot be read or written, or the copy is damaged; nothing is left then
 */
export async function backUpStore( from: string, to: string ): Promise<BackupOutcome> {
	if ( !existsSync( from ) ) {
		return { kind: 'sourceMissing' };
	}
	if ( existsSync( to ) ) {
		return { kind: 'targetExists' };
	}
	const growing = `${ to }.part`;
	try {
		// It holds what people wrote: nobody else may read it, not even while it grows.
		await ( await open( growing, 'w', 0o600 ) ).close();
		const source = new DatabaseSync( from, { readOnly: true } );
		try {
			await backup( source, growing, { rate: ALL_AT_ONCE } );
		} finally {
			source.close();
		}
		const pages = countPages( growing );
		const file = await open( growing, 'r+' );
		await file.sync();
		const { size } = await file.stat();
		await file.close();
		await rename( growing, to );
		return { kind: 'written', bytes: size, pages };
	} catch ( error ) {
		await rm( growing, { force: true } );
		throw error;
	}
}

/** Reads all of it. */
function countPages( file: string ): number {
	const copy = new DatabaseSync( file );
	try {
		// One file, without a log beside it; the server switches it back when it opens it.
		copy.exec( 'PRAGMA journal_mode = DELETE' );
		const [ state ] = Object.values( copy.prepare( 'PRAGMA integrity_check(1)' ).get() ?? {} );
		if ( state !== 'ok' ) {
			throw new Error( `the copy is damaged: ${ String( state ) }` );
		}
		return Number( copy.prepare( 'select count(*) as pages from pages' ).get()?.pages );
	} finally {
		copy.close();
	}
}
