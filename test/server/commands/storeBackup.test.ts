// `store backup`: a copy that a server starts from, taken while another one writes.
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openStores } from '../../../server/stores.ts';
import { configOf } from '../../environment.ts';
import { storeWorld, type StoreWorld } from './storeWorld.ts';
import { commandWorld } from './surroundings.ts';

let world: StoreWorld;
let folder: string;
beforeEach( async () => {
	world = await storeWorld();
	folder = await mkdtemp( join( tmpdir(), 'page-sre-backup-' ) );
	onTestFinished( () => rm( folder, { recursive: true } ) );
} );
const backUp = ( to: string, env: Record<string, string> = {} ): ReturnType<StoreWorld[ 'type' ]> => world.type( [ 'store', 'backup', '--to', to ], env );

describe( 'store backup', () => {
	it( 'holds what was accepted last, while the server has the store open, and starts a server', async () => {
		const id = await world.page( 'A', { summary: 'Login fails' } );
		const to = join( folder, 'backup.sqlite' );
		expect( await backUp( to ) ).toMatchObject( { code: 0, out: expect.stringMatching( /: 1 pages, \d+ kB\.\n$/ ) as string } );
		await world.page( 'B' );
		expect( readdirSync( folder ) ).toEqual( [ 'backup.sqlite' ] );
		expect( statSync( to ).mode.toString( 8 ) ).toBe( '100600' );
		const restored = await openStores( configOf( { ...( await commandWorld() ).environment, PAGE_SRE_STORE: to } ) );
		expect( ( await restored.pages.find( id ) )?.content.summary ).toBe( 'Login fails' );
		expect( await restored.pages.find( 'B'.repeat( 26 ) ) ).toBeUndefined();
		await restored.close();
	} );

	it( 'touches no file that exists', async () => {
		const to = join( folder, 'backup.sqlite' );
		writeFileSync( to, 'precious' );
		expect( await backUp( to ) ).toMatchObject( { code: 73 } );
		expect( statSync( to ).size ).toBe( 8 );
	} );

	it( 'leaves nothing behind where it cannot write', async () => {
		expect( await backUp( join( folder, 'nowhere/backup.sqlite' ) ) ).toMatchObject( { code: 69, complaint: expect.stringContaining( 'Nothing was written' ) as string } );
		expect( readdirSync( folder ) ).toEqual( [] );
	} );

	it( 'makes no backup of nothing', async () => {
		expect( await backUp( join( folder, 'backup.sqlite' ), { PAGE_SRE_STORE: join( folder, 'nowhere.sqlite' ) } ) ).toMatchObject( { code: 66 } );
		expect( readdirSync( folder ) ).toEqual( [] );
	} );

	it( 'refuses what is damaged, rather than to keep it', async () => {
		const store = join( folder, 'damaged.sqlite' );
		writeFileSync( store, Buffer.alloc( 8192, 'x' ) );
		expect( await backUp( join( folder, 'backup.sqlite' ), { PAGE_SRE_STORE: store } ) ).toMatchObject( { code: 69 } );
		expect( readdirSync( folder ) ).toEqual( [ 'damaged.sqlite' ] );
	} );

	it( 'says what to do with PostgreSQL instead, and that it needs a file', async () => {
		const env = { PAGE_SRE_STORE: undefined, DATABASE_URL: 'postgres://localhost/nothing' };
		expect( await world.type( [ 'store', 'backup', '--to', join( folder, 'x' ) ], env ) ).toMatchObject( { code: 64, complaint: expect.stringContaining( 'pg_dump' ) as string } );
		expect( await world.type( 'store backup' ) ).toMatchObject( { code: 64 } );
	} );
} );
