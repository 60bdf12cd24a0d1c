// Maintenance mode of Splunk On-Call, field by field: when it concerns our routing key, and that what is odd
// does not count as on.
import { describe, expect, it } from 'vitest';
import { isMuted } from '../../../server/oncall/splunkMaintenance.ts';

const forKeys = ( ...names: unknown[] ): unknown => ( { isGlobal: false, targets: [ { type: 'RoutingKeys', names } ] } );

describe( 'isMuted', () => {
	it.each<[ unknown, boolean ]>( [
		[ [ { isGlobal: true, targets: [] } ], true ],
		[ [ { isGlobal: true } ], true ],
		// An empty list means everybody.
		[ [ forKeys() ], true ],
		[ [ forKeys( 'sre' ) ], true ],
		[ [ forKeys( 'others', 'SRE' ) ], true ],
		[ [ forKeys( 'others' ), forKeys( 'sre' ) ], true ],
		[ [ forKeys( 'others' ) ], false ],
		[ [], false ],
		[ [ { isGlobal: false, targets: [] } ], false ],
		[ [ null, 'x', { targets: 'sre' }, { targets: [ { names: 'sre' }, null ] }, { isGlobal: 'true' } ], false ],
		[ undefined, false ],
		[ 'on', false ]
	] )( 'reads %j as %s', ( activeInstances, muted ) => {
		expect( isMuted( { activeInstances }, 'sre' ) ).toBe( muted );
	} );
} );
