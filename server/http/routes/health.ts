// For supervisors: does the process live, and could it take a page now.
import { Router } from 'express';
import type { ProviderReadiness } from '../../contract/health.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';

export interface HealthRoutesDeps {
	/** Whether a page could be stored at this moment: by writing. */
	storeWrites: () => Promise<boolean>;
	/** As of the last check; not asked of the providers at each request. */
	providerReadiness: () => readonly ProviderReadiness[];
}

export function healthRoutes( { storeWrites, providerReadiness }: HealthRoutesDeps ): Router {
	const router = Router();

	router.get( '/healthz', ( _request, response ) => {
		response.json( { status: 'ok' } );
	} );

	router.get( '/readyz', async ( _request, response ) => {
		const store = await storeWrites();
		const providers = providerReadiness();
		const ready = store && providers.some( ( { verdict } ) => verdict !== 'pagesNobody' );
		response.status( ready ? 200 : 503 ).json( { ready, store, providers } );
	} );

	router.all( [ '/healthz', '/readyz' ], onlyMethods( 'GET' ) );

	return router;
}
