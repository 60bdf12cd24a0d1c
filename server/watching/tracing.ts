// Spans of a page's way through us: accept, claim, deliver, read back. Loaded only where traces are switched on.
// All spans of one page share a trace whose id is made of the page's id, so that nothing has to be handed from
// process to process. No span holds a person, a text, an address or a secret.
import { createHash } from 'node:crypto';
import {
	context, ProxyTracerProvider, SpanKind, SpanStatusCode, trace, TraceFlags, type Attributes, type Span, type SpanOptions
} from '@opentelemetry/api';
import type { Logger } from '../logger.ts';
import type { DeliveryStore, IncidentStore } from '../pages/ports.ts';
import { HEARTBEAT_PROVIDER, type Provider } from '../pages/provider.ts';
import type { SubmitPage } from '../pages/submitPage.ts';

export interface Tracing {
	submitPage( submit: SubmitPage ): SubmitPage;
	deliveries( store: DeliveryStore ): DeliveryStore;
	provider( provider: Provider ): Provider;
	incidents( store: IncidentStore ): IncidentStore;
}

interface Telling {
	failed?: string;
	kind?: SpanKind;
}

/** Whether anybody listens: an OpenTelemetry SDK that was loaded before us. */
function hasSdk(): boolean {
	const provider = trace.getTracerProvider();
	return !( provider instanceof ProxyTracerProvider ) || provider.getDelegateTracer( 'page-sre' ) !== undefined;
}

export function createTracing( log: Pick<Logger, 'warn'> ): Tracing {
	if ( !hasSdk() ) {
		log.warn( {}, 'traces are on, but no OpenTelemetry SDK is loaded: nobody is told of them' );
	}
	const tracer = trace.getTracer( 'page-sre' );

	/** In the page's trace, beneath a root that is never told. */
	function start( name: string, pageId: string, options: SpanOptions ): Span {
		const hash = createHash( 'sha256' ).update( pageId ).digest( 'hex' );
		const root = { traceId: hash.slice( 0, 32 ), spanId: hash.slice( 32, 48 ), traceFlags: TraceFlags.SAMPLED, isRemote: true };
		const span = tracer.startSpan( name, options, trace.setSpanContext( context.active(), root ) );
		return span.setAttribute( 'page_sre.page_id', pageId );
	}

	/** A span of what is over; `failed`: in a word of a closed list. */
	function tell( name: string, pageId: string, startTime: number, attributes: Attributes, telling: Telling = {} ): void {
		const { failed, kind = SpanKind.INTERNAL } = telling;
		const span = start( name, pageId, { startTime, attributes, kind } );
		if ( failed !== undefined ) {
			span.setStatus( { code: SpanStatusCode.ERROR, message: failed } );
		}
		span.end();
	}

	return {
		submitPage: ( submit ) => async ( person, request ) => {
			const begun = wallTime();
			// Who is refused has no page, and so no trace.
			const page = await submit( person, request );
			tell( 'accept', page.id, begun, { 'page_sre.kind': page.kind } );
			return page;
		},
		deliveries: ( store ) => ( {
			...store,
			async claimDue( ...terms ) {
				const begun = wallTime();
				const claims = await store.claimDue( ...terms );
				for ( const { page, provider, attempts, round } of claims.filter( ( { page: { kind } } ) => kind !== 'heartbeat' ) ) {
					tell( 'claim', page.id, begun, { 'page_sre.provider': provider, 'page_sre.attempt': attempts + 1, 'page_sre.round': round } );
				}
				return claims;
			}
		} ),
		provider: ( provider ) => ( {
			...provider,
			async deliver( alert ) {
				const begun = wallTime();
				const outcome = await provider.deliver( alert );
				const reason = outcome.kind === 'delivered' ? undefined : outcome.reason;
				tell( 'deliver', pageIdOf( alert.dedupKey ), begun, {
					'page_sre.provider': provider.name, 'page_sre.outcome': outcome.kind, ...reason === undefined ? {} : { 'page_sre.reason': reason }
				}, { kind: SpanKind.CLIENT, ...reason === undefined ? {} : { failed: reason } } );
				return outcome;
			}
		} ),
		incidents: ( store ) => ( {
			...store,
			async recordObservation( watched, observation, ...rest ) {
				const begun = wallTime();
				const recorded = await store.recordObservation( watched, observation, ...rest );
				if ( recorded && watched.provider !== HEARTBEAT_PROVIDER ) {
					tell( 'read back', watched.pageId, begun, {
						'page_sre.provider': watched.provider, 'page_sre.phase': observation.phase, 'page_sre.notified': observation.notified ?? -1
					} );
				}
				return recorded;
			}
		} )
	};
}

/** Not the injected clock: a span's start and its end, which the SDK sets, must be of one. */
function wallTime(): number {
	return performance.timeOrigin + performance.now();
}

/** `page-sre/<id>` or `page-sre/<id>/<round>`, as pages/page.ts makes it. */
function pageIdOf( dedupKey: string ): string {
	return dedupKey.split( '/' )[ 1 ] ?? dedupKey;
}
