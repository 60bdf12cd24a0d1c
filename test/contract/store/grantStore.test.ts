// Access grants in real stores: in force until their moment or until revoked, and every change is in the
// audit log or did not happen.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grant, GrantStore } from '../../../server/access/ports.ts';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { responder } from './verbs.ts';

const HOUR = 3_600_000;
const holder = { centralId: 70001, name: '東京 Helper' };
const admin = { kind: 'commandLine', centralId: null, name: 'root' } as const;

describe.each( stores )( 'GrantStore on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	let grants: GrantStore;
	beforeEach( async () => {
		store = await open();
		( { grants } = store );
	} );
	afterEach( () => store.remove() );

	const add = ( until = t0 + HOUR, change: Partial<Grant> = {}, by: typeof admin | typeof responder = responder ): Promise<Grant> =>
		grants.add( { ...holder, reason: 'a typed reason', until, ...change }, by, t0 );
	const inForce = async ( now: number, centralId = holder.centralId ): Promise<number | undefined> =>
		( await grants.inForce( centralId, now ) )?.id;
	const audited = (): Promise<unknown[]> => store.audit.list( { limit: 99 } );

	it( 'adds a grant as it was given, and says so in the audit log without the reason', async () => {
		const grant = await add();
		expect( grant ).toEqual( {
			id: 1, ...holder, reason: 'a typed reason', grantedBy: 'Engineer', createdAt: t0, until: t0 + HOUR, revokedAt: null, revokedBy: null
		} );
		expect( await ( await store.other() ).grants.inForce( holder.centralId, t0 ) ).toEqual( grant );
		expect( await audited() ).toEqual( [ {
			id: 1, at: t0, actor: responder, action: 'grantAdded', pageId: null, subject: holder,
			evidence: { grantId: 1, until: new Date( t0 + HOUR ).toISOString() }
		} ] );
		expect( JSON.stringify( await store.database.selectFrom( 'audit' ).selectAll().execute() ) ).not.toContain( 'typed' );
	} );

	it( 'is in force until its moment, for nobody else', async () => {
		await add();
		expect( [ await inForce( t0 ), await inForce( t0 + HOUR - 1 ), await inForce( t0 + HOUR ) ] ).toEqual( [ 1, 1, undefined ] );
		expect( await inForce( t0, 1 ) ).toBeUndefined();
	} );

	it( 'of several, the one that lasts longest counts', async () => {
		await add( t0 + 2 * HOUR );
		await add( t0 + 3 * HOUR );
		await add( t0 + HOUR );
		expect( [ await inForce( t0 ), await inForce( t0 + 2.5 * HOUR ) ] ).toEqual( [ 2, 2 ] );
		await grants.revoke( 2, responder, t0 );
		expect( [ await inForce( t0 ), await inForce( t0 + 1.5 * HOUR ) ] ).toEqual( [ 1, 1 ] );
	} );

	it( 'takes two at once, of two processes', async () => {
		const other = sharesWrites ? await store.other() : store;
		const [ one, two ] = await Promise.all( [
			add( t0 + HOUR ), other.grants.add( { ...holder, reason: 'the same', until: t0 + 2 * HOUR }, admin, t0 )
		] );
		expect( ( await grants.list( { limit: 9 } ) ).map( ( { id } ) => id ).sort() ).toEqual( [ one.id, two.id ].sort() );
		expect( await inForce( t0 ) ).toBe( two.id );
		expect( await audited() ).toHaveLength( 2 );
	} );

	describe( 'revoke', () => {
		it( 'ends it at once, and is told who did', async () => {
			await add();
			await grants.revoke( 1, admin, t0 + 5 );
			expect( await inForce( t0 + 5 ) ).toBeUndefined();
			expect( await grants.list( { limit: 1 } ) ).toMatchObject( [ { revokedAt: t0 + 5, revokedBy: 'root' } ] );
			expect( await audited() ).toMatchObject( [
				{ action: 'grantRevoked', actor: admin, subject: holder, at: t0 + 5, evidence: { grantId: 1 } }, { action: 'grantAdded' }
			] );
		} );

		it( 'does nothing the second time, also at once, nor when it is over', async () => {
			await add();
			const other = sharesWrites ? await store.other() : store;
			await Promise.all( [ grants, other.grants ].map( ( one ) => one.revoke( 1, admin, t0 + 5 ) ) );
			await grants.revoke( 1, responder, t0 + 6 );
			await add();
			await grants.revoke( 2, responder, t0 + HOUR );
			expect( await grants.list( { limit: 9 } ) ).toMatchObject( [ { id: 2, revokedAt: null }, { id: 1, revokedAt: t0 + 5, revokedBy: 'root' } ] );
			expect( await audited() ).toHaveLength( 3 );
		} );

		it( 'needs a grant', async () => {
			await expect( grants.revoke( 7, admin, t0 ) ).rejects.toMatchObject( { code: 'notFound' } );
		} );
	} );

	it( 'lists all, or those in force, newest first and no more than asked for', async () => {
		await add( t0 + HOUR );
		await add( t0 + 2 * HOUR, { centralId: 2, name: 'x' } );
		await add( t0 + 3 * HOUR );
		await grants.revoke( 3, responder, t0 );
		const ids = async ( limit: number, now?: number ): Promise<string> =>
			( await grants.list( { limit, ...now === undefined ? {} : { now } } ) ).map( ( { id } ) => id ).join( '' );
		expect( [ await ids( 9 ), await ids( 2 ) ] ).toEqual( [ '321', '32' ] );
		expect( [ await ids( 9, t0 ), await ids( 1, t0 ), await ids( 9, t0 + HOUR ) ] ).toEqual( [ '21', '2', '2' ] );
	} );

	it( 'changes nothing that cannot be written into the audit log', async () => {
		await add();
		await sql`alter table audit rename to audit_away`.execute( store.database );
		await expect( add() ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		await expect( grants.revoke( 1, responder, t0 ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		await expect( store.guidance.confirm( { version: 'v1', language: 'de' }, responder, t0 ) ).rejects.toMatchObject( { code: 'storeUnavailable' } );
		expect( await grants.list( { limit: 9 } ) ).toMatchObject( [ { id: 1, revokedAt: null } ] );
		expect( await store.guidance.confirmedIn( responder.centralId!, 'v1' ) ).toBeUndefined();
	} );
} );
