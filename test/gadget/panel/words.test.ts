// Promises of the words: English at once, the reader's language as soon as it comes, and never nothing.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWords } from '../../../gadget/panel/words.ts';
import type { Translations } from '../../../gadget/panel/messages.ts';

beforeEach( () => void vi.useFakeTimers() );
afterEach( () => void vi.useRealTimers() );

async function isSettled( promise: Promise<void> ): Promise<boolean> {
	let settled = false;
	void promise.then( () => {
		settled = true;
	} );
	await vi.advanceTimersByTimeAsync( 0 );
	return settled;
}

describe( 'createWords', () => {
	it( 'asks nobody for English', async () => {
		const load = vi.fn( () => Promise.resolve( null ) );
		const { words, ready, expectPart } = createWords( 'en', load );
		expectPart( 'course' );
		expect( words.text( 'page-sre-retry' ) ).toBe( 'Try again' );
		expect( await isSettled( ready ) ).toBe( true );
		expect( load ).not.toHaveBeenCalled();
	} );

	it( 'waits most of a second for a language, then shows English, then swaps', async () => {
		let come: ( found: Translations ) => void = () => undefined;
		const { words, ready } = createWords( 'de', () => new Promise( ( resolve ) => {
			come = resolve;
		} ) );
		await vi.advanceTimersByTimeAsync( 699 );
		expect( await isSettled( ready ) ).toBe( false );
		await vi.advanceTimersByTimeAsync( 1 );
		expect( await isSettled( ready ) ).toBe( true );
		expect( words.text( 'page-sre-retry' ) ).toBe( 'Try again' );
		come( { 'page-sre-retry': 'Erneut versuchen' } );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( words.text( 'page-sre-retry' ) ).toBe( 'Erneut versuchen' );
		expect( words.text( 'page-sre-edit' ) ).toBe( 'Edit' );
	} );

	it( 'stays English where there is no such language', async () => {
		const { words, ready } = createWords( 'xyz', () => Promise.resolve( null ) );
		expect( await isSettled( ready ) ).toBe( true );
		expect( words.text( 'page-sre-retry' ) ).toBe( 'Try again' );
	} );

	it( 'counts in the language whose words a fallback brought', async () => {
		const { words } = createWords( 'arz', () => Promise.resolve( {
			'@language': 'ar', 'page-sre-fault-too-long': '{{PLURAL:$1|zero|one|two|few|many|other}}'
		} ) );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( words.text( 'page-sre-fault-too-long', 7 ) ).toBe( 'few' );
	} );

	it( 'fetches the words of another part when they are expected, once, and loses none of the others', async () => {
		const files: Record<string, Translations> = { de: { 'page-sre-retry': 'Erneut' }, 'de-course': { 'page-sre-state-resolved': 'Erledigt' } };
		const load = vi.fn( ( file: string ) => Promise.resolve( files[ file ] ?? null ) );
		const { words, expectPart } = createWords( 'de', load );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( load.mock.calls ).toEqual( [ [ 'de' ] ] );
		expect( words.text( 'page-sre-state-resolved' ) ).toBe( 'Resolved' );
		expectPart( 'course' );
		expectPart( 'course' );
		expect( words.text( 'page-sre-state-resolved' ) ).toBe( 'Resolved' );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( words.text( 'page-sre-state-resolved' ) ).toBe( 'Erledigt' );
		expect( words.text( 'page-sre-retry' ) ).toBe( 'Erneut' );
		expect( load.mock.calls ).toEqual( [ [ 'de' ], [ 'de-course' ] ] );
	} );

	it( 'asks again for words that did not come', async () => {
		const load = vi.fn( () => Promise.resolve( null ) );
		const { expectPart } = createWords( 'de', load );
		expectPart( 'course' );
		await vi.advanceTimersByTimeAsync( 0 );
		expectPart( 'course' );
		expect( load.mock.calls ).toEqual( [ [ 'de' ], [ 'de-course' ], [ 'de-course' ] ] );
	} );

	it( 'says times in words in the language of the sentences around them', async () => {
		const files: Record<string, Translations> = { de: { 'page-sre-retry': 'Erneut' } };
		for ( const [ language, span ] of [ [ 'de', '1 Stunde' ], [ 'it', '1 hour' ] ] as const ) {
			const { words } = createWords( language, ( file ) => Promise.resolve( files[ file ] ?? null ) );
			await vi.advanceTimersByTimeAsync( 0 );
			expect( words.span( 3600 ) ).toBe( span );
		}
	} );

	it( 'survives a language code that Intl throws at', async () => {
		const { words } = createWords( 'zh-classical', () => Promise.resolve( null ) );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( words.time( '2026-11-23T14:02:00Z' ) ).toMatch( /\d+:02/ );
	} );

	it( 'speaks English in place of whatever else a file may hold', async () => {
		const { words } = createWords( 'de', () => Promise.resolve( { 'page-sre-retry': 7, '@language': {}, 'page-sre-edit': 'Ändern' } as unknown as Translations ) );
		await vi.advanceTimersByTimeAsync( 0 );
		expect( [ words.text( 'page-sre-retry' ), words.text( 'page-sre-edit' ) ] ).toEqual( [ 'Try again', 'Ändern' ] );
		expect( words.time( '2026-11-23T14:02:00Z' ) ).toMatch( /\d+:02/ );
	} );
} );

describe( 'readGuidance', () => {
	const english = { '@version': 'e1', 'page-sre-guidance-harm': 'Harm', 'page-sre-guidance-for-title': 'Page for' };
	const german = { ...english, 'page-sre-guidance-harm': 'Gefahr' };

	it.each<[ string, Record<string, Translations>, string, string[] ]>( [
		[ 'en', { 'en-guidance': english }, 'en', [ 'en-guidance' ] ],
		[ 'de', { 'de-guidance': german, 'en-guidance': english }, 'de', [ 'de-guidance' ] ],
		[ 'bar', { 'bar-guidance': { ...german, '@language': 'de' } }, 'de', [ 'bar-guidance' ] ],
		[ 'it', { 'en-guidance': english }, 'en', [ 'it-guidance', 'en-guidance' ] ]
	] )( 'brings it for %s in the language that it has in the end, with its lines in order', async ( language, files, shown, asked ) => {
		const load = vi.fn( ( file: string ) => Promise.resolve( files[ file ] ?? null ) );
		const { words, readGuidance } = createWords( language, load );
		await vi.advanceTimersByTimeAsync( 0 );
		load.mockClear();
		expect( await readGuidance() ).toEqual( { language: shown, version: 'e1', lines: [ 'page-sre-guidance-harm', 'page-sre-guidance-for-title' ] } );
		expect( load.mock.calls.flat() ).toEqual( asked );
		expect( words.text( 'page-sre-guidance-harm' ) ).toBe( shown === 'de' ? 'Gefahr' : 'Harm' );
	} );

	it( 'asks anew each time', async () => {
		const load = vi.fn( () => Promise.resolve<Translations>( english ) );
		const { readGuidance } = createWords( 'en', load );
		await readGuidance();
		await readGuidance();
		expect( load ).toHaveBeenCalledTimes( 2 );
	} );

	it( 'is null when nothing came, or something without a version', async () => {
		expect( await createWords( 'de', () => Promise.resolve( null ) ).readGuidance() ).toBeNull();
		expect( await createWords( 'de', () => Promise.resolve( { 'page-sre-retry': 'Erneut' } ) ).readGuidance() ).toBeNull();
	} );

	it( 'does not change whose words the others are', async () => {
		const files: Record<string, Translations> = {
			arz: { '@language': 'ar', 'page-sre-fault-too-long': '{{PLURAL:$1|zero|one|two|few|many|other}}' }, 'en-guidance': english
		};
		const { words, readGuidance } = createWords( 'arz', ( file ) => Promise.resolve( files[ file ] ?? null ) );
		await vi.advanceTimersByTimeAsync( 0 );
		await readGuidance();
		expect( words.text( 'page-sre-fault-too-long', 7 ) ).toBe( 'few' );
	} );
} );
