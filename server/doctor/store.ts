// Is what we accept kept: can something be written, does a COMMIT mean "on the disk", is there room, and is the
// roster young enough to stand in for a silent wiki.
import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { openStores, type Stores } from '../stores.ts';
import type { Clock } from '../pages/ports.ts';
import type { Examination, Finding } from './finding.ts';

type Durability = Awaited<ReturnType<Stores[ 'durability' ]>>;

/** A page takes some kilobytes; a write-ahead log may take 8 MB, and a backup as much as the file. */
const LITTLE_BYTES = 1024 ** 3;
const TOO_LITTLE_BYTES = 64 * 1024 ** 2;

/** A reading fails now and then; that many in a row, and nobody mends it by waiting. */
const MISSED_READINGS = 4;

export function storeExamination( config: Config, clock: Clock ): Examination {
	const where = config.databaseUrl ? 'DATABASE_URL' : config.store;
	const finding = { subject: 'store', known: `opened ${ where } and wrote to it` };

	function unwell( reason: string ): Finding[] {
		return [ { ...finding, verdict: 'critical', found: `Nothing can be stored: ${ reason } Pages are refused.`, mend: 'See "The store" in docs/operators.md: is it full, read-only, locked, or gone?' } ];
	}

	return {
		late: unwell,
		async look() {
			if ( !config.databaseUrl && !existsSync( config.store ) ) {
				return unwell( `there is no file ${ config.store }; the server makes it when it first starts.` );
			}
			let stores: Stores | undefined;
			try {
				stores = await openStores( config );
				if ( !await stores.probe( () => clock.now() )() ) {
					return unwell( 'a row could not be written.' );
				}
				return [ judgeStore( await stores.durability(), where ), judgeRoster( await stores.roster.readAt(), config, clock.now() ) ];
			} catch ( error ) {
				return unwell( `${ ( error as Error ).message }.` );
			} finally {
				await stores?.close();
			}
		}
	};
}

export function judgeStore( durability: Durability, where: string ): Finding {
	const faults = durability.kind === 'sqlite' ? faultsOfFile( durability ) : faultsOfPostgres( durability.settings );
	const [ worst ] = [ ...faults.filter( ( { verdict } ) => verdict === 'critical' ), ...faults ];
	return {
		subject: 'store',
		verdict: worst?.verdict ?? 'well',
		known: `opened ${ where }, wrote to it, and asked how it writes`,
		found: faults.map( ( { found } ) => found ).join( ' ' ) || wellFound( durability ),
		mend: faults.map( ( { mend } ) => mend ).join( ' ' )
	};
}

type Fault = Pick<Finding, 'verdict' | 'found' | 'mend'>;

function wellFound( durability: Durability ): string {
	if ( durability.kind === 'postgres' ) {
		return `PostgreSQL ${ durability.settings.server_version ?? '' } writes a COMMIT to its disk before it says so.`;
	}
	const { freeBytes, fileSystem } = durability;
	return `SQLite writes a COMMIT to the disk before it says so; ${ gigabytes( freeBytes ) } are free.${
		fileSystem === 'container' ? ' The file lies in a container\'s own layer: it goes with the container.' : '' }`;
}

function faultsOfFile( { journalMode, synchronous, freeBytes, fileSystem, file }: Extract<Durability, { kind: 'sqlite' }> ): Fault[] {
	const faults: Fault[] = [];
	if ( journalMode !== 'wal' || synchronous < 2 ) {
		faults.push( { verdict: 'critical', found: `It runs with journal_mode=${ journalMode } and synchronous=${ synchronous }, so an accepted page may be lost.`, mend: 'The file system takes no write-ahead log: put the file on a local disk.' } );
	}
	if ( fileSystem === 'network' || fileSystem === 'memory' ) {
		const [ found, mend ] = fileSystem === 'network' ?
			[ 'The file lies on a network file system, where a COMMIT may be lost and locks may not hold.', 'Put it on a local disk, or use PostgreSQL.' ] :
			[ 'The file lies in memory, and goes with the machine.', 'Put it on a disk.' ];
		faults.push( { verdict: 'critical', found, mend } );
	}
	if ( freeBytes < LITTLE_BYTES ) {
		faults.push( {
			verdict: freeBytes < TOO_LITTLE_BYTES ? 'critical' : 'warning', found: `Only ${ gigabytes( freeBytes ) } are free for ${ file }.`, mend: 'Make room on that disk; pages are refused when it is full.'
		} );
	}
	return faults;
}

function faultsOfPostgres( settings: Readonly<Record<string, string>> ): Fault[] {
	const needed = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' };
	return Object.entries( needed ).filter( ( [ name, value ] ) => settings[ name ] !== value ).map( ( [ name, value ] ) => ( {
		verdict: 'critical', found: `PostgreSQL runs with ${ name }=${ settings[ name ] ?? '?' }, so an accepted page may be lost.`, mend: `Set ${ name } = ${ value } in postgresql.conf.`
	} ) );
}

function gigabytes( bytes: number ): string {
	return `${ ( bytes / 1024 ** 3 ).toFixed( 1 ) } GB`;
}

/** @param readAt when the whole group was last read; undefined: never */
export function judgeRoster( readAt: number | undefined, { access: { roster: { everyMs, graceMs } } }: Pick<Config, 'access'>, now: number ): Finding {
	const finding = { subject: 'roster', known: 'looked into the store' };
	if ( graceMs === 0 ) {
		return { ...finding, verdict: 'well', found: 'It never decides (PAGE_SRE_ROSTER_GRACE_SECONDS=0): while the wiki is silent, nobody of the group can page.', mend: '' };
	}
	const mend = 'The running server reads it: see its WARN lines "the roster could not be read", and what is said here of the wiki API.';
	if ( readAt === undefined ) {
		return { ...finding, verdict: 'warning', found: 'It was never read. Should the wiki fall silent, nobody of the group could page.', mend };
	}
	const ageMs = now - readAt;
	const found = `It is ${ Math.round( ageMs / 60_000 ) } minutes old.`;
	if ( ageMs >= graceMs ) {
		return { ...finding, verdict: 'critical', found: `${ found } Should the wiki fall silent, nobody of the group could page.`, mend };
	}
	return ageMs > MISSED_READINGS * everyMs ? { ...finding, verdict: 'warning', found, mend } : { ...finding, verdict: 'well', found, mend: '' };
}
