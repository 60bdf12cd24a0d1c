// Who may read the figures where no key is configured: this machine, by the address of the connection. (With
// keys: test/promises/figures.test.ts.)
import { describe, expect, it } from 'vitest';
import { mayRead } from '../../../../server/http/routes/metrics.ts';

describe( 'mayRead without keys', () => {
	it.each( [
		[ '127.0.0.1', true ], [ '127.8.9.1', true ], [ '::1', true ], [ '::ffff:127.0.0.1', true ],
		[ '192.0.2.1', false ], [ '10.0.0.1', false ], [ '::ffff:192.0.2.1', false ], [ 'fe80::1', false ], [ '2001:db8::1', false ], [ undefined, false ]
	] )( 'says of a connection from %s: %s, whatever its headers hold', ( peer, may ) => {
		expect( mayRead( [], undefined, peer ) ).toBe( may );
		expect( mayRead( [], 'Bearer anything', peer ) ).toBe( may );
	} );
} );
