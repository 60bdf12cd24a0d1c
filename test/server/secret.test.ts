// A secret that reaches a log or an answer by accident shows nothing of itself.
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../server/secret.ts';

const secret = new Secret( 'correct horse' );

describe( 'Secret', () => {
	it.each( [
		[ 'a string', String( secret ) ],
		[ 'a template', `${ secret.toString() }` ],
		[ 'JSON', JSON.stringify( { nested: [ secret ] } ) ],
		[ 'inspection', inspect( { nested: [ secret ] }, { depth: null, showHidden: true } ) ],
		[ 'console.log', format( '%s %o %j', secret, secret, secret ) ],
		[ 'its own keys', JSON.stringify( Object.entries( secret ) ) ],
		[ 'a copy', JSON.stringify( { ...secret } ) ],
		[ 'an error that carries it', inspect( new Error( 'call failed', { cause: { secret } } ) ) ]
	] )( 'is not printed by %s', ( _way, printed ) => {
		expect( printed ).not.toContain( 'horse' );
	} );

	it( 'says that something was left out', () => {
		expect( [ String( secret ), JSON.stringify( secret ), inspect( secret ) ] ).toEqual( [ '[redacted]', '"[redacted]"', '[redacted]' ] );
	} );

	it( 'gives its value to who asks for it', () => {
		expect( secret.reveal() ).toBe( 'correct horse' );
	} );
} );
