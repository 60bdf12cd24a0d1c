// Figures for Prometheus: to whoever has a key, or, without keys, to this machine only. They say how paging
// is doing at this moment, and whoever wants to do harm would like to know.
import { BlockList, isIPv6 } from 'node:net';
import { Router } from 'express';
import { sameSecret } from '../../auth/secrets.ts';
import { ServiceError } from '../../errors.ts';
import type { Secret } from '../../secret.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';

export interface MetricsRoutesDeps {
	/** Each lets one monitoring read. */
	metricsKeys: readonly Secret[];
	exposeMetrics: () => Promise<{ contentType: string; text: string }>;
}

const ourselves = new BlockList();
ourselves.addSubnet( '127.0.0.0', 8, 'ipv4' );
ourselves.addAddress( '::1', 'ipv6' );

export function metricsRoutes( { metricsKeys, exposeMetrics }: MetricsRoutesDeps ): Router {
	const router = Router();
	router.get( '/metrics', async ( request, response ) => {
		if ( !mayRead( metricsKeys, request.headers.authorization, request.socket.remoteAddress ) ) {
			response.setHeader( 'WWW-Authenticate', 'Bearer' );
			throw new ServiceError( 'notSignedIn' );
		}
		const { contentType, text } = await exposeMetrics();
		response.type( contentType ).send( text );
	} );
	router.all( '/metrics', onlyMethods( 'GET' ) );
	return router;
}

/** @param peer address at the other end of the connection; no header says who that is */
export function mayRead( keys: readonly Secret[], authorization: string | undefined, peer: string | undefined ): boolean {
	if ( keys.length === 0 ) {
		return peer !== undefined && ourselves.check( peer, isIPv6( peer ) ? 'ipv6' : 'ipv4' );
	}
	const given = /^Bearer ([\x21-\x7E]+)$/i.exec( authorization ?? '' )?.[ 1 ];
	// All of them, so that the time tells nothing about which one was nearly right.
	return given !== undefined && keys.filter( ( key ) => sameSecret( key.reveal(), given ) ).length > 0;
}
