// Single requests by members to a measured server, where it is the answer that matters and not the rate.
import type { PageView } from '../../server/contract/page.ts';
import { aPage } from '../harness.ts';
import type { Asked } from './load/generate.ts';

export interface Member {
	/** Of one request; 0 when there was no answer in time. */
	status( method: 'GET' | 'POST', path: string, body?: object, withinMs?: number ): Promise<number>;
	/** An accepted page. @throws Error with the refusal */
	page( more?: Parameters<typeof aPage>[ 0 ] ): Promise<PageView>;
}

/** @param number of those who ask in turn, from 0 */
export function memberOf( { port, headers }: Asked, number = 0 ): Member {
	const ask = ( method: string, path: string, body: object | undefined, withinMs: number ): Promise<Response> => fetch( `http://127.0.0.1:${ port }${ path }`, {
		method,
		headers: { ...headers[ number ], ...body && { 'Content-Type': 'application/json' } },
		...body && { body: JSON.stringify( body ) },
		signal: AbortSignal.timeout( withinMs )
	} );
	return {
		status: ( method, path, body, withinMs = 30_000 ) => ask( method, path, body, withinMs ).then( async ( response ) => {
			await response.text();
			return response.status;
		} ).catch( () => 0 ),
		async page( more ) {
			const response = await ask( 'POST', '/v1/pages', aPage( more ), 30_000 );
			if ( response.status !== 202 ) {
				throw new Error( `not accepted: ${ await response.text() }` );
			}
			return await response.json() as PageView;
		}
	};
}
