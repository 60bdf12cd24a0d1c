// GoAlert: raises and closes by its generic API, and reads back by GraphQL if there is a key for it. What a
// page says and when to try again is decided in pages/, never here.
// Source: GoAlert's genericapi handler and its schema, v0.34.1, read 2026-11.
import type { Alert, DeliveryOutcome, Provider } from '../pages/provider.ts';
import type { Millis } from '../pages/page.ts';
import { deliveryFrom } from './answers.ts';
import { boundedCall, jsonObject } from './boundedCall.ts';
import type { Secret } from './boundedCall.ts';
import { cutText } from '../cutText.ts';
import { dedupMeta } from './goAlertAlerts.ts';
import { goAlertGraph } from './goAlertGraph.ts';
import type { GoAlertGraphSettings } from './goAlertGraph.ts';
import { serviceUrl } from './serviceUrl.ts';

export interface GoAlertSettings extends GoAlertGraphSettings {
	/** Token of an integration key of the type "Generic API". */
	integrationKey: Secret;
}

// dedup (512) is our own: never cut, because two pages cut to the same key would become one alert.
const limits = { summary: 1024, details: 6144 };

// It answers one line.
const answerBytes = 64 * 1024;

interface IncomingAlert {
	summary: string;
	details?: string;
	dedup: string;
	meta?: Record<string, string>;
	action?: 'close';
}

/** @throws Error when the URL in the settings is not http(s); its text names the setting, not the value */
export function createGoAlert( settings: GoAlertSettings, deps: { now(): Millis } ): Provider {
	const now = (): Millis => deps.now();
	const incomingUrl = serviceUrl( 'GoAlert', 'url', settings.url, 'api', 'v2', 'generic', 'incoming' );

	/** @param taken what an answer says, by the number of the alert; 0 when there is none */
	async function post( incoming: IncomingAlert, taken: ( alertId: number ) => DeliveryOutcome | undefined ): Promise<DeliveryOutcome> {
		const result = await boundedCall( {
			method: 'POST',
			url: incomingUrl,
			headers: {
				'user-agent': settings.userAgent,
				// To the letter: with anything else GoAlert answers 204 and does not say which alert it is.
				accept: 'application/json',
				'content-type': 'application/json',
				authorization: `Bearer ${ settings.integrationKey.reveal() }`
			},
			body: JSON.stringify( incoming ),
			timeoutMs: settings.timeoutMs,
			maxBytes: answerBytes
		}, now );
		return deliveryFrom( result, ( { status, body } ) => {
			// Something in between changed our Accept; taken all the same.
			if ( status === 204 ) {
				return { kind: 'delivered', incident: null };
			}
			const alertId = jsonObject( body )?.AlertID;
			return Number.isSafeInteger( alertId ) ? taken( alertId as number ) : undefined;
		} );
	}

	return {
		name: 'goalert',

		// IsNew is not read: false says that an earlier try had landed, which is a delivery too.
		deliver: ( alert ) => post( toIncoming( alert ), ( alertId ) => alertId > 0 ?
			{ kind: 'delivered', incident: String( alertId ) } :
			undefined ),

		async resolve( { dedupKey }, why ) {
			// A summary is asked for even here, and kept nowhere. No alert under the key: nothing left to close.
			const outcome = await post( { action: 'close', dedup: dedupKey, summary: cutText( why, limits.summary ) || 'Closed' },
				() => ( { kind: 'delivered', incident: null } ) );
			return outcome.kind === 'delivered' ? { kind: 'done' } : { ...outcome, kind: 'failed' };
		},

		...goAlertGraph( settings, now )
	};
}

function toIncoming( alert: Alert ): IncomingAlert {
	return {
		summary: cutText( alert.firstLine, limits.summary ),
		// Shown as Markdown, in which a sender could dress one address up as another.
		details: cutText( alert.body.replace( /[\\[<]/g, '\\$&' ), limits.details ),
		dedup: alert.dedupKey,
		meta: { [ dedupMeta ]: alert.dedupKey }
	};
}
