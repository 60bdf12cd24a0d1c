// Which address at the other end of a connection is one of our proxies, however it is written.
import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { trustedPeer } from '../../../../server/http/middleware/trustedPeer.ts';
import { recordingLogger, type LogLine } from '../../../recordingLogger.ts';

interface Passage {
	passed: boolean;
	code: string | undefined;
	log: LogLine[];
}

/** What becomes of a request from this peer. */
function from( remoteAddress: string | undefined, peers: readonly string[], headers: Record<string, string> = {} ): Passage {
	const log: LogLine[] = [];
	const passage: Passage = { passed: false, code: undefined, log };
	try {
		void trustedPeer( { peers, headers: [ 'x-user', 'x-email' ] }, recordingLogger( log, new AbortController().signal ) )(
			{ socket: { remoteAddress }, headers } as unknown as Request, { locals: { requestId: 'r1' } } as unknown as Response,
			() => {
				passage.passed = true;
			}
		);
	} catch ( error ) {
		passage.code = ( error as { code: string } ).code;
	}
	return passage;
}

describe( 'A trusted peer', () => {
	it.each( [
		[ '127.0.0.1', '127.0.0.1' ], [ '::ffff:127.0.0.1', '127.0.0.1' ], [ '127.0.0.1', '::ffff:127.0.0.1' ], [ '::1', '::1' ], [ '::1', '0:0:0:0:0:0:0:1' ],
		[ '2001:db8::a', '2001:DB8:0:0::A' ], [ '::ffff:192.0.2.7', '192.0.2.7' ]
	] )( 'is %s where %s is configured', ( peer, configured ) => {
		expect( from( peer, [ '198.51.100.1', configured ], { 'x-user': 'foo' } ) ).toEqual( { passed: true, code: undefined, log: [] } );
	} );

	it.each( [
		[ '127.0.0.2', [ '127.0.0.1' ] ], [ '::1', [ '127.0.0.1' ] ], [ '127.0.0.1', [ '::1' ] ], [ '::ffff:192.0.2.8', [ '192.0.2.7' ] ], [ '192.0.2.70', [ '192.0.2.7' ] ],
		[ '::127.0.0.1', [ '127.0.0.1' ] ], [ '2001:db8::b', [ '2001:db8::a' ] ], [ '127.0.0.1', [] ], [ undefined, [ '127.0.0.1' ] ], [ '', [ '127.0.0.1' ] ]
	] )( 'is not %s where %j are', ( peer, configured ) => {
		expect( from( peer, configured, { 'x-user': 'foo' } ) ).toMatchObject( { passed: false, code: 'proxyNotTrusted' } );
	} );

	it.each( [ 'x-forwarded-for', 'x-real-ip', 'forwarded', 'x-client-ip', 'cf-connecting-ip', 'true-client-ip', 'via' ] )( 'is nobody for saying so in %s', ( name ) => {
		for ( const value of [ '127.0.0.1', 'for=127.0.0.1', '192.0.2.1, 127.0.0.1' ] ) {
			expect( from( '192.0.2.1', [ '127.0.0.1' ], { [ name ]: value } ) ).toMatchObject( { passed: false, code: 'proxyNotTrusted' } );
		}
	} );

	it( 'is told in the log when a stranger claims to be one, without whom they claimed to name', () => {
		const { log } = from( '192.0.2.1', [ '127.0.0.1' ], { 'x-email': 'root@example.org' } );
		expect( log ).toMatchObject( [ { level: 'warn', facts: { requestId: 'r1', peer: '192.0.2.1' } } ] );
		expect( JSON.stringify( log ) ).not.toContain( 'root' );
	} );

	it( 'is not told when somebody only found the address', () => {
		expect( from( '192.0.2.1', [ '127.0.0.1' ], { 'user-agent': 'x' } ).log ).toEqual( [] );
	} );
} );
