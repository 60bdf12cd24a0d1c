// What every provider promises about deliver(), as one suite: the outcome of each HTTP status, of odd
// bytes and of silence, within a limit of time and size, and no secret in anything that comes back.
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Alert, DeliveryOutcome, Provider } from '../../../server/pages/provider.ts';
import { nobody, rawBytes, rawService } from './rawService.ts';
import type { Reply } from './rawService.ts';

/** First status, last status, what deliver() says. */
export type OutcomeRange = readonly [ number, number, DeliveryOutcome ];

export interface ProviderFixture {
	name: string;
	/** A provider that finds its whole service below this address, which ends with a slash. */
	create( url: string, options: { timeoutMs: number; now: () => number } ): Provider;
	/** The body by which the service says "taken". */
	takenBody: string;
	/** The body of a 2xx by which it says "no"; absent where no 2xx can mean that. */
	refusedBody?: string;
	/** Odd bodies of a 2xx that mean nothing, because the status has said "taken" already. */
	alsoTaken?: readonly string[];
	/** Without gaps or overlaps from 200 to 599, for a body that says "taken". */
	outcomes: readonly OutcomeRange[];
	/** A status after which one may come back. */
	retryStatus: number;
	/** Every secret in the provider's settings. */
	secrets: readonly string[];
}

export const alert: Alert = {
	dedupKey: 'page-sre/01JD3Z0000000000000000TEST',
	firstLine: 'Login fails for everyone - enwiki - Steward Foo',
	body: 'Login fails for everyone\nScope: all wikis',
	recordUrl: 'https://page-sre.example.org/pages/01JD3Z0000000000000000TEST',
	host: 'en.wikipedia.org',
	acceptedAt: Date.parse( '2026-11-23T14:00:00.900Z' )
};

const now = Date.parse( 'Mon, 23 Nov 2026 14:00:00 GMT' );

/** Long enough for a busy machine; nothing waits for it. */
const patient = 20_000;
/** For calls that can only end by the limit. */
const hasty = 200;

export function deliveryContract( fixture: ProviderFixture ): void {
	async function deliverTo( reply: Reply, timeoutMs = patient ): Promise<DeliveryOutcome> {
		const { url } = await rawService( reply );
		return guarded( fixture.create( url, { timeoutMs, now: () => now } ).deliver( alert ) );
	}

	/** No outcome may carry a secret, wherever in the object it hides. */
	async function guarded( delivering: Promise<DeliveryOutcome> ): Promise<DeliveryOutcome> {
		const outcome = await delivering;
		const shown = inspect( outcome, { depth: Infinity, showHidden: true } );
		expect( fixture.secrets.filter( ( secret ) => shown.includes( secret ) ) ).toEqual( [] );
		return outcome;
	}

	function answering( status: number, body: string, headers: Record<string, string> = {} ): Reply {
		return ( _, response ) => {
			response.writeHead( status, { 'content-type': 'application/json', ...headers } ).end( body );
		};
	}

	describe( `delivery by ${ fixture.name }`, () => {
		it( 'has an outcome for every HTTP status', async () => {
			const expected = new Map<number, DeliveryOutcome>();
			for ( const [ first, last, outcome ] of fixture.outcomes ) {
				for ( let status = first; status <= last; status++ ) {
					expect( expected.has( status ), `${ status } twice` ).toBe( false );
					expected.set( status, outcome );
				}
			}
			expect( Array.from( expected.keys() ).sort( ( a, b ) => a - b ) )
				.toEqual( Array.from( { length: 400 }, ( _, index ) => 200 + index ) );

			let status = 0;
			const { url } = await rawService( ( request, response ) => {
				answering( status, fixture.takenBody )( request, response );
			} );
			const provider = fixture.create( url, { timeoutMs: patient, now: () => now } );
			const actual = new Map<number, DeliveryOutcome>();
			for ( status of expected.keys() ) {
				actual.set( status, await guarded( provider.deliver( alert ) ) );
			}
			expect( actual ).toEqual( expected );
		}, 60_000 );

		const { refusedBody, alsoTaken = [] } = fixture;
		if ( refusedBody !== undefined ) {
			it( 'is rejected when the service says no', async () => {
				expect( await deliverTo( answering( 200, refusedBody ) ) ).toEqual( { kind: 'rejected', reason: 'refused' } );
			} );
		}

		describe( 'with a success that cannot be read', () => {
			const oddBodies = [
				[ 'an HTML page', '<!DOCTYPE html><title>Sign in to this network</title>' ],
				[ 'nothing', '' ],
				[ 'null', 'null' ],
				[ 'a list', '[]' ],
				[ 'an unknown word', '{"result":"perhaps","status":"perhaps"}' ],
				[ 'JSON without the word', '{}' ],
				[ 'JSON twice', '{}{}' ]
			] as const;
			it.each( oddBodies.filter( ( [ , body ] ) => !alsoTaken.includes( body ) ) )( 'tries again after %s', async ( _, body ) => {
				expect( await deliverTo( answering( 200, body ) ) ).toEqual( { kind: 'retry', reason: 'unreadable' } );
			} );

			it.each( alsoTaken )( 'takes the status at its word, whatever else is said: %j', async ( body ) => {
				expect( await deliverTo( answering( 200, body ) ) ).toMatchObject( { kind: 'delivered' } );
			} );

			it( 'tries again after bytes that are no UTF-8', async () => {
				expect( await deliverTo( ( _, response ) => {
					response.end( Buffer.concat( [ Buffer.from( fixture.takenBody.slice( 0, -1 ) + ',"x":"' ), Buffer.from( [ 0xC3, 0x28 ] ), Buffer.from( '"}' ) ] ) );
				} ) ).toEqual( { kind: 'retry', reason: 'unreadable' } );
			} );

			it( 'tries again after more than a service has to say, and lets go of the rest', async () => {
				const service = await rawService( ( _, response ) => {
					response.write( fixture.takenBody );
					const more = (): void => {
						let room = true;
						while ( room ) {
							room = response.write( ' '.repeat( 16_384 ) );
						}
					};
					response.on( 'drain', more );
					more();
				} );
				const provider = fixture.create( service.url, { timeoutMs: patient, now: () => now } );
				expect( await guarded( provider.deliver( alert ) ) ).toEqual( { kind: 'retry', reason: 'unreadable' } );
				await service.abandoned();
			} );

			it.each( [
				[ 'of known length', { 'content-length': '1000' } ],
				[ 'in chunks', { 'transfer-encoding': 'chunked' } ]
			] )( 'tries again after an answer %s that was cut off', async ( _, headers ) => {
				expect( await deliverTo( ( request, response ) => {
					response.writeHead( 200, headers );
					response.write( fixture.takenBody, () => request.socket.destroy() );
				} ) ).toEqual( { kind: 'retry', reason: 'network' } );
			} );

			it( 'tries again after something that is not HTTP', async () => {
				const { url } = await rawBytes( 'SSH-2.0-OpenSSH_9.9\r\n' );
				expect( await guarded( fixture.create( url, { timeoutMs: patient, now: () => now } ).deliver( alert ) ) )
					.toEqual( { kind: 'retry', reason: 'unreadable' } );
			} );
		} );

		describe( 'when nothing comes back', () => {
			it( 'tries again after its time limit, and lets go of the connection', async () => {
				const service = await rawService( () => {} );
				expect( await guarded( fixture.create( service.url, { timeoutMs: hasty, now: () => now } ).deliver( alert ) ) )
					.toEqual( { kind: 'retry', reason: 'timeout' } );
				await service.abandoned();
			} );

			it( 'counts a body that trickles into the same limit', async () => {
				const service = await rawService( ( _, response ) => {
					response.writeHead( 200 ).write( ' ' );
					const trickle = setInterval( () => response.write( ' ' ), 10 );
					response.once( 'close', () => {
						clearInterval( trickle );
					} );
				} );
				expect( await guarded( fixture.create( service.url, { timeoutMs: hasty, now: () => now } ).deliver( alert ) ) )
					.toEqual( { kind: 'retry', reason: 'timeout' } );
				await service.abandoned();
			} );

			it( 'waits for no body that it does not need', async () => {
				const service = await rawService( ( _, response ) => {
					response.writeHead( 503 ).write( 'Service' );
				} );
				expect( await guarded( fixture.create( service.url, { timeoutMs: patient, now: () => now } ).deliver( alert ) ) )
					.toEqual( { kind: 'retry', reason: 'serverError' } );
				await service.abandoned();
			} );

			it( 'tries again after a reset', async () => {
				expect( await deliverTo( ( request ) => {
					request.socket.resetAndDestroy();
				} ) ).toEqual( { kind: 'retry', reason: 'network' } );
			} );

			it( 'tries again when nobody listens', async () => {
				const provider = fixture.create( await nobody(), { timeoutMs: patient, now: () => now } );
				expect( await guarded( provider.deliver( alert ) ) ).toEqual( { kind: 'retry', reason: 'network' } );
			} );
		} );

		describe( 'when asked to come back later', () => {
			it.each( [
				[ '30', now + 30_000 ],
				[ ' 1 ', now + 1000 ],
				[ 'Mon, 23 Nov 2026 14:00:42 GMT', now + 42_000 ],
				// A proxy that says "tomorrow" must not silence a page.
				[ '86400', now + 300_000 ],
				[ 'Tue, 24 Nov 2026 14:00:00 GMT', now + 300_000 ]
			] )( 'waits for Retry-After: %s', async ( header, notBefore ) => {
				expect( await deliverTo( answering( fixture.retryStatus, '', { 'retry-after': header } ) ) )
					.toMatchObject( { kind: 'retry', notBefore } );
			} );

			it.each( [ '0', '-5', 'soon', '1.5', '', 'Mon, 23 Nov 2026 13:59:59 GMT', '2026-11-23T15:00:00Z', '99999999999999999999' ] )(
				'keeps its own rhythm after Retry-After: %s', async ( header ) => {
					const outcome = await deliverTo( answering( fixture.retryStatus, '', { 'retry-after': header } ) );
					expect( outcome.kind ).toBe( 'retry' );
					expect( outcome ).not.toHaveProperty( 'notBefore' );
				} );
		} );

		describe( 'with somebody in between', () => {
			it.each( [ 301, 302, 303, 307, 308 ] )( 'follows no redirect %i', async ( status ) => {
				const trap = await rawService( answering( 200, fixture.takenBody ) );
				const outcome = await deliverTo( answering( status, '', { location: trap.url } ) );
				expect( outcome ).toEqual( { kind: 'retry', reason: 'unreadable' } );
				expect( trap.requests ).toEqual( [] );
			} );

			it( 'uses no proxy from the environment', async () => {
				const trap = await rawService( answering( 200, fixture.takenBody ) );
				for ( const name of [ 'HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY' ] ) {
					vi.stubEnv( name, trap.url );
				}
				vi.stubEnv( 'NO_PROXY', '' );
				vi.stubEnv( 'no_proxy', '' );
				onTestFinished( () => {
					vi.unstubAllEnvs();
				} );
				expect( await deliverTo( answering( 200, fixture.takenBody ) ) ).toMatchObject( { kind: 'delivered' } );
				expect( trap.requests ).toEqual( [] );
			} );
		} );
	} );
}
