// Promises of the draft: nothing typed is lost, the key stays with its text, and acceptance ends both.
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../gadget/panel/host.ts';
import { DRAFT, useDraft } from '../../../gadget/panel/useDraft.ts';
import { aHost, memory } from '../fixtures.ts';

let keys = 0;
const newKey = (): string => `key-${ ++keys }`.padEnd( 20, '0' );

describe( 'useDraft', () => {
	it( 'survives a reload with every keystroke and its key', () => {
		const storage = memory();
		const before = useDraft( aHost( { storage } ), newKey );
		before.draft.summary = 'Login fails';
		before.draft.details = 'All of it';
		const key = before.key();
		before.draft.details += '!';
		before.draft.note = 'Later: ';
		before.draft.note += 'it is back';
		const after = useDraft( aHost( { storage } ), newKey );
		expect( after.draft ).toEqual( { ...before.draft, details: 'All of it!', note: 'Later: it is back' } );
		expect( after.key() ).toBe( key );
		expect( after.restored() ).toBe( true );
	} );

	it( 'has no key before the first submit, then always the same', () => {
		const { draft, key } = useDraft( aHost(), newKey );
		expect( draft.idempotencyKey ).toBe( '' );
		expect( key() ).toBe( key() );
	} );

	it( 'turned into a drill and back keeps its words, and is another intent each time', () => {
		const { draft, key, setDrill } = useDraft( aHost(), newKey );
		draft.summary = 'Login fails';
		const keysOf = [ key() ];
		setDrill( true );
		keysOf.push( key() );
		setDrill( false );
		keysOf.push( key() );
		expect( draft ).toMatchObject( { summary: 'Login fails', drill: false } );
		expect( new Set( keysOf ).size ).toBe( 3 );
	} );

	it( 'is a drill after a reload only if it was handed in: an emergency may have come meanwhile', () => {
		const storage = memory();
		const before = useDraft( aHost( { storage } ), newKey );
		before.draft.summary = 'Login fails';
		before.setDrill( true );
		expect( useDraft( aHost( { storage } ), newKey ).draft ).toMatchObject( { summary: 'Login fails', drill: false } );
		const handedIn = useDraft( aHost( { storage } ), newKey );
		handedIn.setDrill( true );
		handedIn.key();
		expect( useDraft( aHost( { storage } ), newKey ).draft.drill ).toBe( true );
		handedIn.wipe();
		expect( handedIn.draft.drill ).toBe( false );
	} );

	it( 'is empty after acceptance, here and after a reload, with another key and the same nick', () => {
		const storage = memory();
		const holder = useDraft( aHost( { storage, suggestedScope: 'enwiki' } ), newKey );
		Object.assign( holder.draft, { summary: 'Login fails', ircNick: 'foo', scope: 'all wikis', note: 'About an earlier page' } );
		const key = holder.key();
		holder.wipe();
		for ( const { draft, restored } of [ holder, useDraft( aHost( { storage, suggestedScope: 'enwiki' } ), newKey ) ] ) {
			expect( draft ).toMatchObject( { summary: '', scope: 'enwiki', ircNick: 'foo', note: '', idempotencyKey: '' } );
			expect( restored() ).toBe( false );
		}
		expect( holder.key() ).not.toBe( key );
	} );

	it( 'suggests where it is broken, but never over what was written', () => {
		const storage = memory();
		const { draft } = useDraft( aHost( { storage, suggestedScope: 'enwiki' } ), newKey );
		expect( draft.scope ).toBe( 'enwiki' );
		draft.scope = 'all wikis';
		expect( useDraft( aHost( { storage, suggestedScope: 'enwiki' } ), newKey ).draft.scope ).toBe( 'all wikis' );
	} );

	it.each( [ '{', '7', 'null', '{"summary":7,"details":{}}' ] )( 'begins empty when storage holds %s', ( rubbish ) => {
		const { draft } = useDraft( aHost( { storage: memory( new Map( [ [ DRAFT, rubbish ] ] ) ) } ), newKey );
		expect( draft ).toMatchObject( { summary: '', details: '' } );
	} );

	describe( 'with a text from an earlier visit', () => {
		const HOUR = 60 * 60 * 1000;
		const written = ( changes: object ): Host => {
			const storage = memory();
			storage.set( 'page-sre-draft', JSON.stringify( { summary: 'Login fails', idempotencyKey: 'k'.repeat( 20 ), ...changes } ) );
			return aHost( { storage } );
		};

		it( 'goes on with it for a day, key and all', () => {
			const { draft } = useDraft( written( { savedAt: aHost().now() - 24 * HOUR + 1 } ), () => 'new' );
			expect( [ draft.summary, draft.idempotencyKey ] ).toEqual( [ 'Login fails', 'k'.repeat( 20 ) ] );
		} );

		it( 'wipes it after a day: it is not about now, and should not lie about', () => {
			const host = written( { savedAt: aHost().now() - 24 * HOUR } );
			const { draft, restored } = useDraft( host, () => 'new' );
			expect( [ draft.summary, draft.idempotencyKey, restored() ] ).toEqual( [ '', '', false ] );
			expect( host.storage.get( 'page-sre-draft' ) ).toBeNull();
		} );

		it( 'counts the day from the last keystroke', () => {
			const host = written( { savedAt: aHost().now() - 23 * HOUR } );
			useDraft( host, () => 'new' ).draft.details = 'More';
			expect( JSON.parse( host.storage.get( 'page-sre-draft' ) as string ) ).toMatchObject( { summary: 'Login fails', details: 'More', savedAt: host.now() } );
		} );

		it( 'keeps one that an older panel left, which says no time', () => {
			expect( useDraft( written( {} ), () => 'new' ).draft.summary ).toBe( 'Login fails' );
		} );
	} );
} );
