// Promises of where something is broken, picked from a list: found by name or host, said in few words, and read back.
import { describe, expect, it } from 'vitest';
import { findWiki, matching, scopeText, wikisIn } from '../../../gadget/aid/scopeText.ts';

const wikis = [ 'dewiki de.wikipedia.org', 'enwiki en.wikipedia.org', 'enwikinews en.wikinews.org', 'commonswiki commons.wikimedia.org' ]
	.map( ( line ) => ( { id: line.split( ' ' )[ 0 ]!, host: line.split( ' ' )[ 1 ]! } ) );

describe( 'scopeText', () => {
	it.each( [
		[ [], '' ],
		[ [ 'enwiki' ], 'enwiki' ],
		[ [ 'enwiki', 'dewiki' ], 'enwiki and dewiki' ],
		[ [ 'enwiki', 'dewiki', 'frwiki' ], 'enwiki, dewiki and frwiki' ],
		[ Array.from( { length: 12 }, ( _, i ) => `wikinumber${ i }` ), 'wikinumber0, wikinumber1, wikinumber2 and 9 more' ]
	] )( 'says %j as %s', ( ids, expected ) => {
		expect( scopeText( ids ) ).toBe( expected );
		expect( scopeText( ids ).length ).toBeLessThanOrEqual( 60 );
	} );
} );

describe( 'wikisIn', () => {
	it.each<[ string, string[] ]>( [
		[ 'enwiki', [ 'enwiki' ] ], [ 'enwiki, dewiki and enwikinews', [ 'enwiki', 'dewiki', 'enwikinews' ] ],
		[ 'all wikis', [] ], [ 'enwiki, but only for some', [] ], [ '', [] ]
	] )( 'reads %j', ( text, expected ) => {
		expect( wikisIn( text, wikis ) ).toEqual( expected );
	} );
} );

describe( 'a wiki', () => {
	it.each<[ string, string | undefined ]>( [
		[ 'enwiki', 'enwiki' ], [ ' EnWiki ', 'enwiki' ], [ 'en.wikipedia.org', 'enwiki' ], [ 'https://en.m.wikipedia.org/wiki/X', 'enwiki' ],
		[ 'enwiki · en.wikipedia.org', 'enwiki' ], [ 'enw', undefined ], [ '', undefined ]
	] )( 'is meant by %j: %s', ( typed, expected ) => {
		expect( findWiki( typed, wikis )?.id ).toBe( expected );
	} );

	it.each<[ string, string[] ]>( [
		[ 'enw', [ 'enwiki', 'enwikinews' ] ], [ 'commons.', [ 'commonswiki' ] ], [ 'wikipedia', [ 'dewiki', 'enwiki' ] ], [ '', [] ], [ 'x', [] ]
	] )( 'is offered for %j', ( typed, expected ) => {
		expect( matching( typed, wikis ).map( ( { id } ) => id ) ).toEqual( expected );
	} );
} );
