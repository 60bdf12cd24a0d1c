// What is going on now, as a member sees it before paging: GET /v1/situation. Every part has its own age and
// fails alone; a part that fails keeps what it said last.
import { z } from 'zod';
import { openPageSchema } from './page.ts';

/** `asOf`: when it last said so; null with `value` null: never yet. `failing`: the newest attempt got no good answer. */
function watched<Value extends z.ZodType>( value: Value ): z.ZodObject<{
	asOf: z.ZodNullable<z.ZodISODateTime>; failing: z.ZodBoolean; value: z.ZodNullable<Value>;
}, z.core.$strict> {
	return z.strictObject( { asOf: z.iso.datetime().nullable(), failing: z.boolean(), value: value.nullable() } );
}

/** An incident that others raised: monitoring, or people by other ways. Ours are pages. */
export const openIncidentSchema = z.strictObject( {
	provider: z.string(),
	/** The provider's own reference; together with `provider` it tells one incident from all others. */
	incident: z.string(),
	/** Foreign text, on one line. */
	title: z.string(),
	phase: z.enum( [ 'triggered', 'acknowledged' ] ),
	/** When it began; null where the provider does not say. */
	since: z.iso.datetime().nullable(),
	/** Who acknowledged, if told. */
	by: z.string().nullable()
} );
export type OpenIncident = z.output<typeof openIncidentSchema>;

/** Statuspage's words, as `/api/v2/summary.json` has them; `unknown` for any that is newer than this program. */
const statusIndicators = [ 'none', 'minor', 'major', 'critical', 'maintenance', 'unknown' ] as const;
const componentConditions = [
	'operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance', 'unknown'
] as const;

export const statusReportSchema = z.strictObject( {
	/** Of the status page, for people. */
	url: z.string(),
	indicator: z.enum( statusIndicators ),
	/** Unresolved ones, newest first. */
	incidents: z.array( z.strictObject( {
		title: z.string(), impact: z.enum( statusIndicators ), since: z.iso.datetime().nullable(), url: z.string().nullable()
	} ) ),
	/** Of the first level, in the status page's order. */
	components: z.array( z.strictObject( { name: z.string(), condition: z.enum( componentConditions ) } ) )
} );
export type StatusReport = z.output<typeof statusReportSchema>;

export const situationSchema = z.strictObject( {
	/** Pages of anybody that are open now; newest first. Out of our own store, so it has no age. */
	pages: z.array( openPageSchema ),
	/** In failover order. Null: this provider does not tell. */
	providers: z.array( z.strictObject( {
		provider: z.string(),
		/** Names of those on call. */
		onCall: watched( z.array( z.string() ) ).nullable(),
		/** Newest first. */
		incidents: watched( z.array( openIncidentSchema ) ).nullable()
	} ) ),
	/** Null: no status page is configured. */
	status: watched( statusReportSchema ).nullable()
} );
export type Situation = z.output<typeof situationSchema>;

/** The farm's wikis, for picking where something is broken: GET /v1/wikis. By name in the order of the wiki's own list. */
export const wikisSchema = z.strictObject( {
	wikis: z.array( z.strictObject( { id: z.string(), host: z.string() } ) )
} );
export type Wikis = z.output<typeof wikisSchema>;
