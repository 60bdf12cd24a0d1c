// Who may look: asked like paging, but a yes counts for five minutes, and a no or a doubt never.
import { describe, expect, it } from 'vitest';
import { createMayLook, type MayLook } from '../../../server/access/looking.ts';
import type { Membership } from '../../../server/pages/page.ts';
import { foo, now } from './people.ts';

const MINUTE = 60_000;
const member: Membership = { verdict: 'member', standing: 'group', group: 'steward', source: 'globalusers', name: 'Foo', verifiedAt: now };
const notMember: Membership = { verdict: 'notMember', reason: 'notInGroup', verifiedAt: now };
const unknown: Membership = { verdict: 'unknown', reason: 'timeout' };

function looking( first: Membership ): { mayLook: MayLook; asked: number[]; say: ( next: Membership ) => void; pass: ( ms: number ) => void } {
	let [ answer, time ] = [ first, now ];
	const asked: number[] = [];
	const mayLook = createMayLook( { async check( { centralId } ) {
		asked.push( centralId );
		return answer;
	} }, { now: () => time } );
	return {
		mayLook, asked,
		say: ( next ) => {
			answer = next;
		},
		pass: ( ms ) => {
			time += ms;
		}
	};
}

describe( 'Looking at the situation', () => {
	it( 'asks the wiki once in five minutes for one member, however often and from however many panels they look', async () => {
		const { mayLook, asked, pass } = looking( member );
		await Promise.all( [ mayLook( foo ), mayLook( foo ) ] );
		pass( 5 * MINUTE - 1 );
		await mayLook( foo );
		expect( asked ).toHaveLength( 1 );
		pass( 1 );
		await mayLook( foo );
		expect( asked ).toHaveLength( 2 );
	} );

	it( 'asks for each person', async () => {
		const { mayLook, asked } = looking( member );
		await mayLook( foo );
		await mayLook( { ...foo, centralId: 8 } );
		expect( asked ).toEqual( [ 7, 8 ] );
	} );

	it.each( [ [ 'notMember', notMember ], [ 'membershipUnknown', unknown ] ] as const )( 'is refused as paging is, and asked about every time: %s', async ( code, verdict ) => {
		const { mayLook, asked, say } = looking( verdict );
		await expect( mayLook( foo ) ).rejects.toMatchObject( { code } );
		await expect( mayLook( foo ) ).rejects.toMatchObject( { code } );
		say( member );
		await mayLook( foo );
		expect( asked ).toHaveLength( 3 );
	} );

	it( 'ends for a member who has left within five minutes', async () => {
		const { mayLook, say, pass } = looking( member );
		await mayLook( foo );
		say( notMember );
		pass( 5 * MINUTE );
		await expect( mayLook( foo ) ).rejects.toMatchObject( { code: 'notMember', details: { reason: 'notInGroup' } } );
	} );

	it( 'counts no yes from the future, when the clock was set back', async () => {
		const { mayLook, asked, pass } = looking( member );
		await mayLook( foo );
		pass( -MINUTE );
		await mayLook( foo );
		expect( asked ).toHaveLength( 2 );
	} );
} );
