// Webhooks of providers. Only a hint to read back now: what a hook says is never believed, so a forged,
// late or repeated one changes nothing.
import express, { Router } from 'express';
import { ServiceError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { Provider } from '../../pages/provider.ts';

export interface HookRoutesDeps {
	providers: ReadonlyMap<string, Provider>;
	log: Logger;
	/** Reads incidents back now. */
	nudge: () => void;
}

/** PagerDuty drops hooks above 256 kB. */
const MAX_HOOK = '256kb';

export function hookRoutes( { providers, log, nudge }: HookRoutesDeps ): Router {
	const router = Router();

	router.post( '/:provider', express.raw( { type: () => true, limit: MAX_HOOK } ), ( request, response ) => {
		const provider = providers.get( request.params.provider );
		if ( !provider?.readHook ) {
			throw new ServiceError( 'notFound' );
		}
		const headers = Object.fromEntries( Object.entries( request.headers ).map( ( [ name, value ] ) => [ name, String( value ) ] ) );
		const reading = provider.readHook( { headers, rawBody: Buffer.isBuffer( request.body ) ? request.body : Buffer.alloc( 0 ) } );
		if ( reading.kind === 'forged' ) {
			throw new ServiceError( 'hookForged' );
		}
		log.info( { provider: provider.name, hook: reading.id }, 'hook' );
		nudge();
		response.status( 204 ).end();
	} );

	return router;
}
