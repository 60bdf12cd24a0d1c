// What supervisors and monitoring are told: GET /healthz and GET /readyz.
import { z } from 'zod';

export const healthSchema = z.strictObject( { status: z.literal( 'ok' ) } );

/** What one provider says of itself; `unknown` where it cannot be asked. */
const providerReadinessSchema = z.strictObject( { provider: z.string(), verdict: z.enum( [ 'pages', 'pagesNobody', 'unknown' ] ) } );
export type ProviderReadiness = z.output<typeof providerReadinessSchema>;

export const readinessSchema = z.strictObject( {
	/** Whether a page could be taken now, and somebody reached. */
	ready: z.boolean(),
	/** Whether the store takes writes. */
	store: z.boolean(),
	providers: z.array( providerReadinessSchema )
} );
