// Promises of how the panel comes by another part of itself: at most once, tried again by itself, given up never for
// good, and never waited for without end.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Part, PartModule } from '../../../gadget/panel/parts.ts';
import { usePart } from '../../../gadget/panel/usePart.ts';
import type { PartHolder } from '../../../gadget/panel/usePart.ts';

const part = {} as Part;
const module: PartModule = { create: () => part };
const load = vi.fn<() => Promise<PartModule>>();
const create = vi.fn( () => part );
let holder: PartHolder;

const name = (): string => holder.state.value.name;
const after = ( seconds: number ): Promise<unknown> => vi.advanceTimersByTimeAsync( seconds * 1000 );

beforeEach( () => {
	vi.useFakeTimers();
	load.mockReset();
	create.mockClear();
	holder = usePart( load, create );
} );
afterEach( () => {
	vi.useRealTimers();
} );

describe( 'usePart', () => {
	it( 'loads nothing before it is asked to, and once however often it is', async () => {
		load.mockResolvedValue( module );
		expect( name() ).toBe( 'idle' );
		holder.load();
		holder.load();
		expect( name() ).toBe( 'loading' );
		await after( 0 );
		expect( holder.state.value ).toEqual( { name: 'ready', part } );
		holder.load();
		await after( 100 );
		expect( load ).toHaveBeenCalledTimes( 1 );
		expect( create ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'says at once that it failed, and goes on trying by itself', async () => {
		load.mockRejectedValueOnce( new Error() ).mockRejectedValueOnce( new Error() ).mockResolvedValueOnce( module );
		holder.load();
		await after( 0 );
		expect( name() ).toBe( 'missing' );
		await after( 1 );
		expect( name() ).toBe( 'missing' );
		await after( 4 );
		expect( name() ).toBe( 'ready' );
		expect( load ).toHaveBeenCalledTimes( 3 );
	} );

	it.each( [
		[ 'that never answers', () => new Promise<never>( () => undefined ) ],
		[ 'that throws', () => {
			throw new Error( 'Unknown module' );
		} ]
	] )( 'waits ten seconds at most for a loader %s', async ( _what, loader ) => {
		load.mockImplementation( loader );
		holder.load();
		await after( 10 );
		expect( name() ).toBe( 'missing' );
	} );

	it( 'comes to rest in a minute or two, and tries anew when somebody asks', async () => {
		load.mockRejectedValue( new Error() );
		holder.load();
		await after( 120 );
		expect( load ).toHaveBeenCalledTimes( 5 );
		await after( 3600 );
		expect( load ).toHaveBeenCalledTimes( 5 );
		load.mockResolvedValue( module );
		holder.load();
		expect( name() ).toBe( 'loading' );
		await after( 0 );
		expect( name() ).toBe( 'ready' );
	} );

	it( 'makes one part of two that come', async () => {
		let come: ( given: PartModule ) => void = () => undefined;
		load.mockRejectedValueOnce( new Error() )
			.mockReturnValueOnce( new Promise( ( resolve ) => {
				come = resolve;
			} ) )
			.mockResolvedValueOnce( module );
		holder.load();
		await after( 1 );
		// The second is under way in the background.
		holder.load();
		await after( 0 );
		come( module );
		await after( 100 );
		expect( name() ).toBe( 'ready' );
		expect( create ).toHaveBeenCalledTimes( 1 );
	} );

	it( 'counts a part that cannot be made as one that did not come', async () => {
		load.mockResolvedValue( module );
		create.mockImplementationOnce( () => {
			throw new TypeError( 'of another version' );
		} );
		holder.load();
		await after( 0 );
		expect( name() ).toBe( 'missing' );
		await after( 1 );
		expect( name() ).toBe( 'ready' );
	} );
} );
