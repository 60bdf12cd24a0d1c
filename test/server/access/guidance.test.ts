// Only the guidance as it is now can be confirmed, and only what was confirmed counts.
import { describe, expect, it } from 'vitest';
import { createGuidance } from '../../../server/access/guidance.ts';
import type { GuidanceStore } from '../../../server/access/ports.ts';
import { aClock, foo, now } from './people.ts';

function aStore(): GuidanceStore & { confirmed: unknown[] } {
	const languages = new Map<string, string>();
	return {
		confirmed: [],
		async confirmedIn( centralId, version ) {
			return languages.get( `${ centralId } ${ version }` );
		},
		async confirm( { version, language }, by, at ) {
			this.confirmed.push( [ by, at ] );
			languages.set( `${ by.centralId } ${ version }`, language );
		}
	};
}

describe( 'createGuidance', () => {
	it( 'records who read which version, in which language and when', async () => {
		const store = aStore();
		const guidance = createGuidance( { version: 'cafe0001', store, clock: aClock() } );
		expect( await guidance.confirmedIn( 7 ) ).toBeUndefined();
		await guidance.confirm( foo, { version: 'cafe0001', language: 'pt-br' } );
		expect( await guidance.confirmedIn( 7 ) ).toBe( 'pt-br' );
		expect( await guidance.confirmedIn( 8 ) ).toBeUndefined();
		expect( store.confirmed ).toEqual( [ [ { kind: 'wiki', centralId: 7, name: 'Foo' }, now ] ] );
	} );

	it( 'refuses another version, and asks again after a change', async () => {
		const store = aStore();
		await createGuidance( { version: 'cafe0001', store, clock: aClock() } ).confirm( foo, { version: 'cafe0001', language: 'en' } );
		const changed = createGuidance( { version: 'cafe0002', store, clock: aClock() } );
		expect( await changed.confirmedIn( 7 ) ).toBeUndefined();
		await expect( changed.confirm( foo, { version: 'cafe0001', language: 'en' } ) ).rejects.toMatchObject( { code: 'guidanceOutdated' } );
		expect( await changed.confirmedIn( 7 ) ).toBeUndefined();
	} );
} );
