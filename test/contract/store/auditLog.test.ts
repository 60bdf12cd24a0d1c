// The audit log in real stores: found by what one asks for, and changed by nobody, whatever they send to
// the store.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditFilter } from '../../../server/access/ports.ts';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { colleague, responder, sender, verbsOn } from './verbs.ts';

describe.each( stores )( 'AuditStore on $name', ( { open, name } ) => {
	let store: OpenStore;
	/** Entries 1 to 5. */
	beforeEach( async () => {
		store = await open();
		await verbsOn( store ).accept( 'a', [ 'one' ], t0 );
		await verbsOn( store ).accept( 'b', [ 'one' ], t0 + 10 );
		await store.course.addNote( 'a', 'typed', colleague, t0 + 20 );
		await store.grants.add( { centralId: colleague.centralId!, name: colleague.name, reason: 'typed', until: t0 + 99 }, responder, t0 + 30 );
		await store.grants.revoke( 1, { kind: 'commandLine', centralId: null, name: 'root' }, t0 + 40 );
	} );
	afterEach( () => store.remove() );

	const ids = async ( filter: Partial<AuditFilter> ): Promise<string> => ( await store.audit.list( { limit: 99, ...filter } ) ).map( ( { id } ) => id ).join( '' );

	it( 'lists newest first', async () => {
		expect( await ids( {} ) ).toBe( '54321' );
	} );

	it( 'finds by action, person, page and time, from where a list ended', async () => {
		const asked: [ Partial<AuditFilter>, string ][] = [
			[ { action: 'pageAccepted' }, '21' ],
			// As actor, and as whom it concerns.
			[ { centralId: colleague.centralId! }, '543' ],
			[ { centralId: sender.centralId! }, '21' ],
			[ { pageId: 'a' }, '31' ],
			[ { from: t0 + 20 }, '543' ],
			[ { until: t0 + 20 }, '21' ],
			[ { before: 4, limit: 2 }, '32' ],
			[ { action: 'pageAccepted', centralId: sender.centralId!, pageId: 'b', from: t0, until: t0 + 99, before: 9 }, '2' ]
		];
		for ( const [ filter, found ] of asked ) {
			expect( await ids( filter ), JSON.stringify( filter ) ).toBe( found );
		}
	} );

	it( 'calls a person as they are called now', async () => {
		await store.course.addNote( 'a', 'typed', { ...colleague, name: 'Renamed' }, t0 + 50 );
		const entries = await store.audit.list( { centralId: colleague.centralId!, limit: 99 } );
		expect( entries.map( ( { actor, subject } ) => ( subject ?? actor ).name ) ).toEqual( [ 'Renamed', 'Renamed', 'Renamed', 'Renamed' ] );
	} );

	it( 'is append-only: the store refuses everything else', async () => {
		const before = await store.audit.list( { limit: 99 } );
		const again = 'insert into audit ( id, at, actor_id, action, evidence ) values ( 1, 0, 1, \'x\', \'{}\' )';
		for ( const statement of [
			'update audit set at = 0',
			'update audit set evidence = \'{}\' where id = 1',
			'delete from audit',
			'delete from audit where id = 1',
			`${ again } on conflict ( id ) do update set at = 0`,
			...name === 'PostgreSQL' ? [ 'truncate audit', 'truncate audit, people' ] : [
				'update or replace audit set at = 0',
				'insert or replace into audit ( id, at, actor_id, action, evidence ) values ( 1, 0, 1, \'x\', \'{}\' )'
			]
		] ) {
			await expect( sql.raw( statement ).execute( store.database ), statement ).rejects.toThrow( 'the audit log is append-only' );
		}
		expect( await store.audit.list( { limit: 99 } ) ).toEqual( before );
	} );

	it( 'cannot lose whom it names: their rows are needed', async () => {
		await expect( sql`delete from people`.execute( store.database ) ).rejects.toThrow( /foreign key/i );
	} );
} );
