// Promises of when paging again is suggested: after two minutes, at once when our server says that nobody
// answered, and whatever this computer's clock says.
import { effectScope, nextTick, shallowRef } from 'vue';
import type { EffectScope, Ref } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useLateness } from '../../../gadget/course/useLateness.ts';
import type { PageView } from '../../../server/contract/page.ts';
import { AT, aHost, aPage, anEvent } from '../fixtures.ts';

const MINUTE = 60_000;
const delivered = aPage( { state: 'delivered' } );
const page = shallowRef<PageView>( delivered );
let scope: EffectScope;

beforeEach( () => {
	vi.useFakeTimers();
	page.value = delivered;
	scope = effectScope();
} );
afterEach( () => {
	scope.stop();
	vi.useRealTimers();
} );

/** @param skew how far this computer's clock is ahead of the server's */
function lateness( skew: number ): Ref<boolean> {
	const begun = Date.now();
	const host = aHost( { now: () => Date.parse( AT ) + skew + Date.now() - begun } );
	return scope.run( () => useLateness( host, () => page.value ) )!;
}

describe( 'useLateness', () => {
	it( 'says so two minutes after people were alerted, and not before', () => {
		const isLate = lateness( 0 );
		vi.advanceTimersByTime( 2 * MINUTE - 1 );
		expect( isLate.value ).toBe( false );
		vi.advanceTimersByTime( 1 );
		expect( isLate.value ).toBe( true );
	} );

	it( 'says so at once of a page that was alerted long ago', () => {
		expect( lateness( 3 * MINUTE ).value ).toBe( true );
	} );

	it( 'waits no longer than two minutes by a clock that is behind, whatever happens meanwhile', async () => {
		const isLate = lateness( -60 * MINUTE );
		vi.advanceTimersByTime( MINUTE );
		page.value = aPage( { state: 'delivered', events: [ anEvent( 2, { kind: 'ringing', provider: 'splunk', people: 1 } ) ] } );
		await nextTick();
		vi.advanceTimersByTime( MINUTE );
		expect( isLate.value ).toBe( true );
	} );

	it( 'says so at once when our server says that nobody answered', async () => {
		const isLate = lateness( 0 );
		page.value = aPage( { state: 'delivered', events: [ anEvent( 2, { kind: 'unanswered' } ) ] } );
		await nextTick();
		expect( isLate.value ).toBe( true );
	} );

	it( 'begins anew when people are alerted anew', async () => {
		const isLate = lateness( 3 * MINUTE );
		const at = new Date( Date.parse( AT ) + 3 * MINUTE ).toISOString();
		page.value = aPage( { state: 'delivered', events: [ { ...anEvent( 2, { kind: 'pagedAgain', round: 2, by: 'server' } ), at } ] } );
		await nextTick();
		expect( isLate.value ).toBe( false );
		vi.advanceTimersByTime( 2 * MINUTE );
		expect( isLate.value ).toBe( true );
	} );

	it( 'leaves nothing behind', () => {
		lateness( 0 );
		scope.stop();
		expect( vi.getTimerCount() ).toBe( 0 );
	} );
} );
