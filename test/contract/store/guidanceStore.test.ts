// Who has read which version of the guidance, in real stores: each version once, in the language in which
// it was first confirmed.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GuidanceStore } from '../../../server/access/ports.ts';
import { acceptedAt as t0 } from '../../server/pages/aPage.ts';
import { stores, type OpenStore } from './stores.ts';
import { colleague, sender } from './verbs.ts';

describe.each( stores )( 'GuidanceStore on $name', ( { open, sharesWrites } ) => {
	let store: OpenStore;
	let guidance: GuidanceStore;
	beforeEach( async () => {
		store = await open();
		( { guidance } = store );
	} );
	afterEach( () => store.remove() );

	it( 'knows who has confirmed which version, in which language', async () => {
		await guidance.confirm( { version: 'v1', language: 'zh-hans' }, sender, t0 );
		const { guidance: other } = await store.other();
		expect( await Promise.all( [ other.confirmedIn( sender.centralId!, 'v1' ), other.confirmedIn( sender.centralId!, 'v2' ), other.confirmedIn( colleague.centralId!, 'v1' ) ] ) )
			.toEqual( [ 'zh-hans', undefined, undefined ] );
		expect( await store.audit.list( { limit: 9 } ) ).toEqual( [ {
			id: 1, at: t0, actor: sender, action: 'guidanceConfirmed', pageId: null, subject: null, evidence: { version: 'v1', language: 'zh-hans' }
		} ] );
	} );

	it( 'keeps the first confirmation of a version, also of two at once', async () => {
		const other = sharesWrites ? await store.other() : store;
		await Promise.all( [ guidance.confirm( { version: 'v1', language: 'de' }, sender, t0 ), other.guidance.confirm( { version: 'v1', language: 'de' }, sender, t0 ) ] );
		await guidance.confirm( { version: 'v1', language: 'fr' }, sender, t0 + 1 );
		expect( await guidance.confirmedIn( sender.centralId!, 'v1' ) ).toBe( 'de' );
		await guidance.confirm( { version: 'v2', language: 'fr' }, sender, t0 + 2 );
		expect( await guidance.confirmedIn( sender.centralId!, 'v2' ) ).toBe( 'fr' );
		expect( await store.audit.list( { limit: 9 } ) ).toHaveLength( 2 );
	} );

	it( 'takes no confirmation of a program', async () => {
		await expect( guidance.confirm( { version: 'v1', language: 'de' }, { kind: 'commandLine', centralId: null, name: 'root' }, t0 ) ).rejects.toThrow( 'only people read' );
		expect( await store.audit.list( { limit: 9 } ) ).toEqual( [] );
	} );
} );
