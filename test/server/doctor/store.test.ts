// What the doctor thinks of a store that it cannot be shown here: full disks, network drives, careless databases.
import { describe, expect, it } from 'vitest';
import { judgeRoster, judgeStore } from '../../../server/doctor/store.ts';

type Durability = Parameters<typeof judgeStore>[ 0 ];

const GB = 1024 ** 3;
const file: Durability = { kind: 'sqlite', journalMode: 'wal', synchronous: 2, file: 'store.sqlite', freeBytes: 20 * GB, fileSystem: 'disk' };
const postgres: Durability = { kind: 'postgres', settings: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', server_version: '18.1' } };

describe( 'A store', () => {
	it.each( [
		[ 'a local file', file, 'well', /20\.0 GB are free/ ],
		[ 'a file in a container', { ...file, fileSystem: 'container' }, 'well', /goes with the container/ ],
		[ 'a file without a write-ahead log', { ...file, journalMode: 'delete' }, 'critical', /journal_mode=delete/ ],
		[ 'a file that is not written through', { ...file, synchronous: 1 }, 'critical', /synchronous=1/ ],
		[ 'a file on a network drive', { ...file, fileSystem: 'network' }, 'critical', /network file system/ ],
		[ 'a file in memory', { ...file, fileSystem: 'memory' }, 'critical', /in memory/ ],
		[ 'a disk that fills', { ...file, freeBytes: GB / 2 }, 'warning', /Only 0\.5 GB/ ],
		[ 'a disk that is almost full, on top of all', { ...file, freeBytes: 1000, synchronous: 1 }, 'critical', /synchronous=1.*Only 0\.0 GB/ ],
		[ 'PostgreSQL', postgres, 'well', /PostgreSQL 18\.1/ ],
		[ 'PostgreSQL without fsync', { ...postgres, settings: { ...postgres.settings, fsync: 'off' } }, 'critical', /fsync=off/ ],
		[ 'PostgreSQL that answers before it writes', { ...postgres, settings: { ...postgres.settings, synchronous_commit: 'off' } }, 'critical', /synchronous_commit=off/ ]
	] as const )( '%s is judged', ( _, durability, verdict, found ) => {
		const finding = judgeStore( durability, 'store.sqlite' );
		expect( finding ).toMatchObject( { verdict, found: expect.stringMatching( found ) as string } );
		expect( finding.mend === '' ).toBe( verdict === 'well' );
	} );
} );

describe( 'A roster', () => {
	type Settings = Parameters<typeof judgeRoster>[ 1 ];
	const config = ( graceMs: number ): Settings => ( { access: { roster: { everyMs: 900_000, graceMs, keys: [] } } } as unknown as Settings );
	it.each( [
		[ 'that never decides', 0, undefined, 'well' ],
		[ 'that was never read', 86_400_000, undefined, 'warning' ],
		[ 'that is fresh', 86_400_000, 900_000, 'well' ],
		[ 'that missed some readings', 86_400_000, 3_700_000, 'warning' ],
		[ 'that is as old as its grace', 86_400_000, 86_400_000, 'critical' ]
	] as const )( '%s is judged', ( _, graceMs, ageMs, verdict ) => {
		expect( judgeRoster( ageMs === undefined ? undefined : 1e12 - ageMs, config( graceMs ), 1e12 ).verdict ).toBe( verdict );
	} );
} );
