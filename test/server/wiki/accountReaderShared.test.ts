// Whoever asks for whom, in whatever company: each hears about that person what the wiki says at that moment,
// and the wiki never has more than three calls of ours at once, nor a call for more than fifty.
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountAnswer, AccountReader } from '../../../server/access/ports.ts';
import { createAccountReader } from '../../../server/wiki/accountReader.ts';
import { createActionApi } from '../../../server/wiki/actionApi.ts';
import { say, startRawWiki, type RawAnswer, type RawWiki } from '../rawWiki.ts';

const now = Date.parse( '2026-11-23T12:00:00Z' );
const clock = { now: (): number => now };

let wiki: RawWiki;
let reader: AccountReader;
beforeEach( async () => {
	wiki = await startRawWiki();
	reader = newReader();
} );
afterEach( () => wiki.stop() );

function newReader(): AccountReader {
	const api = createActionApi( { wikiUrl: wiki.url, userAgent: 'PageSRE/0.1 (test@example.org)', timeoutMs: 60_000, clock } );
	return createAccountReader( api, { withRights: false, clock, limitMs: 60_000 } );
}

const parametersOf = ( url: string ): URLSearchParams => new URL( url, wiki.url ).searchParams;

/** Seven kinds of people, each by the central ID: what the wiki says, and what should be heard. */
const kinds = [ 'steward', 'plain', 'locked', 'missing', 'unlisted', 'malformed', 'doubled' ] as const;
const kindOf = ( centralId: number ): typeof kinds[ number ] => kinds[ centralId % kinds.length ]!;

function rowsOf( centralId: number ): object[] {
	const row = {
		centralid: centralId, name: `Person ${ centralId }`, locked: kindOf( centralId ) === 'locked',
		groupmemberships: kindOf( centralId ) === 'plain' ? [] : [ { group: 'steward', expiry: 'infinity' } ]
	};
	switch ( kindOf( centralId ) ) {
		case 'missing':
			return [ { centralid: centralId, missing: true } ];
		case 'unlisted':
			return [];
		case 'malformed':
			return [ { ...row, locked: '' } ];
		case 'doubled':
			return [ row, row ];
		default:
			return [ row ];
	}
}

function infoOf( centralId: number ): object {
	switch ( kindOf( centralId ) ) {
		case 'missing':
			return { missing: true };
		case 'unlisted':
		case 'malformed':
		case 'doubled':
			return { id: centralId, locked: '' };
		default:
			return {
				id: centralId, name: `Person ${ centralId }`, groups: kindOf( centralId ) === 'plain' ? [] : [ 'steward' ],
				...kindOf( centralId ) === 'locked' ? { locked: true } : {}
			};
	}
}

function answerOf( centralId: number, isOld: boolean ): object {
	switch ( kindOf( centralId ) ) {
		case 'missing':
			return { kind: 'missing', at: now };
		case 'unlisted':
		case 'malformed':
		case 'doubled':
			return { kind: 'unreadable' };
		default:
			return {
				kind: 'account', name: `Person ${ centralId }`, locked: kindOf( centralId ) === 'locked', source: isOld ? 'globaluserinfo' : 'globalusers', at: now,
				groups: new Map( kindOf( centralId ) === 'plain' ? [] : [ [ 'steward', Infinity ] ] ), rights: new Set()
			};
	}
}

/** Answers in turns of the event loop, so that calls overlap, and notes how many were under way. */
function honestWiki( isOld: boolean, noted: { open: number; mostOpen: number; mostIds: number; doubled: number } ): RawAnswer {
	return ( { url }, response ) => {
		const query = parametersOf( url! );
		const ids = ( query.get( 'guscentralids' ) ?? query.get( 'guiid' ) ?? '' ).split( '|' ).map( Number );
		noted.open++;
		noted.mostOpen = Math.max( noted.mostOpen, noted.open );
		noted.mostIds = Math.max( noted.mostIds, ids.length );
		noted.doubled += ids.length - new Set( ids ).size;
		setImmediate( () => {
			noted.open--;
			if ( query.get( 'meta' ) === 'globaluserinfo' ) {
				response.end( JSON.stringify( { query: { globaluserinfo: infoOf( ids[ 0 ]! ) } } ) );
			} else {
				const list = { query: { globalusers: ids.toReversed().flatMap( rowsOf ) } };
				response.end( JSON.stringify( isOld ? { error: { code: 'badvalue' } } : list ) );
			}
		} );
	};
}

describe( 'Any mix of questions', () => {
	const question = fc.record( { centralId: fc.integer( { min: 1, max: 90 } ), thenOthersComeLater: fc.boolean() } );
	const questions = fc.array( question, { minLength: 1, maxLength: 200 } );

	it.each( [ [ 'a wiki', false, 40 ], [ 'an old wiki', true, 10 ] ] )( 'gets each its own answer from %s', async ( _which, isOld, numRuns ) => {
		await fc.assert( fc.asyncProperty( questions, async ( mix ) => {
			const noted = { open: 0, mostOpen: 0, mostIds: 0, doubled: 0 };
			wiki.answerWith( honestWiki( isOld, noted ) );
			wiki.requests.length = 0;
			const answers: Promise<AccountAnswer>[] = [];
			for ( const { centralId, thenOthersComeLater } of mix ) {
				answers.push( reader.ask( centralId ) );
				if ( thenOthersComeLater ) {
					await new Promise( setImmediate );
				}
			}
			expect( await Promise.all( answers ) ).toEqual( mix.map( ( { centralId } ) => answerOf( centralId, isOld ) ) );
			expect( noted.mostOpen ).toBeLessThanOrEqual( 3 );
			expect( noted.mostIds ).toBeLessThanOrEqual( 50 );
			expect( noted.doubled ).toBe( 0 );
			expect( wiki.requests.length ).toBeLessThanOrEqual( isOld ? 2 * mix.length : mix.length );
		} ), { numRuns } );
	}, 60_000 );
} );

describe( 'Those who wait behind a call', () => {
	/** The wiki holds what comes until the test lets it go, oldest first. */
	async function held( count: number ): Promise<ServerResponse[]> {
		const responses: ServerResponse[] = [];
		await new Promise<void>( ( resolve ) => {
			wiki.answerWith( ( _request, response ) => {
				if ( responses.push( response ) === count ) {
					resolve();
				}
			} );
			[ 1, 2, 3 ].forEach( ( id ) => void reader.ask( id ) );
		} );
		return responses;
	}

	it( 'are told at once when it brings back that the wiki wants to be left alone', async () => {
		const [ first ] = await held( 3 );
		const waiting = [ reader.ask( 7 ), reader.ask( 8 ), reader.ask( 7 ) ];
		first!.writeHead( 429, { 'Retry-After': '60' } ).end();
		expect( await Promise.all( waiting ) ).toEqual( Array( 3 ).fill( { kind: 'noAnswer', reason: 'rateLimited' } ) );
		expect( wiki.requests ).toHaveLength( 3 );
	} );

	it( 'go as soon as one of three is back, and do not wait for the other two', async () => {
		const [ , second ] = await held( 3 );
		const waiting = [ reader.ask( 7 ), reader.ask( 8 ) ];
		wiki.answerWith( honestWiki( false, { open: 0, mostOpen: 0, mostIds: 0, doubled: 0 } ) );
		second!.end( '{}' );
		expect( await Promise.all( waiting ) ).toEqual( [ answerOf( 7, false ), answerOf( 8, false ) ] );
		expect( parametersOf( wiki.requests.at( -1 )!.url ).get( 'guscentralids' ) ).toBe( '7|8' );
	} );

	it( 'hear what went wrong with their call, and the next one is another matter', async () => {
		wiki.answerWith( say( '', 503 ) );
		expect( await reader.ask( 7 ) ).toEqual( { kind: 'noAnswer', reason: 'serverError' } );
		wiki.answerWith( honestWiki( false, { open: 0, mostOpen: 0, mostIds: 0, doubled: 0 } ) );
		expect( await reader.ask( 7 ) ).toEqual( answerOf( 7, false ) );
	} );
} );
