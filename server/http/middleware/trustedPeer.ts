// Lets only the operator's own proxies through: by the address at the other end of the connection, which
// nobody can claim, and by nothing that a header says.
import { BlockList, isIPv6 } from 'node:net';
import type { Request, RequestHandler, Response } from 'express';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';

/**
 * @param peers IP addresses; `::ffff:192.0.2.1` is `192.0.2.1`
 * @param headers whose presence from elsewhere is an attempt to be somebody else, or a proxy that is not configured
 * @throws ServiceError proxyNotTrusted
 */
export function trustedPeer( { peers, headers }: { peers: readonly string[]; headers: readonly string[] }, log: Logger ): RequestHandler {
	// Named for lists of the forbidden; it is a set of addresses that knows all ways to write one.
	const trusted = new BlockList();
	for ( const peer of peers ) {
		trusted.addAddress( peer, familyOf( peer ) );
	}
	return ( request, response, next ) => {
		const { remoteAddress: peer } = request.socket;
		if ( peer === undefined || !trusted.check( peer, familyOf( peer ) ) ) {
			refuse( request, response, peer );
		}
		next();
	};

	function refuse( request: Request, response: Response, peer: string | undefined ): never {
		if ( headers.some( ( name ) => request.headers[ name ] !== undefined ) ) {
			const { requestId } = response.locals as { requestId: string };
			log.warn( { requestId, peer }, 'single sign-on headers from an address that is no configured proxy' );
		}
		throw new ServiceError( 'proxyNotTrusted', {}, new Error( 'not by way of a configured proxy' ) );
	}
}

function familyOf( address: string ): 'ipv4' | 'ipv6' {
	return isIPv6( address ) ? 'ipv6' : 'ipv4';
}
