// The body of a Standard Webhooks message of ours: type, timestamp, data. Never longer than the
// specification's 20 kB, because receivers may drop what is.
import type { Millis } from '../pages/page.ts';
import { cutText } from '../cutText.ts';

/** What a receiver may be told. An unknown type would be ignored by it, so the list is closed. */
export type WebhookType = 'page.triggered' | 'page.resolved' | 'page.noted';

/** `text` is the only part that people write at length, so it is what gives way. */
export interface WebhookData {
	dedupKey: string;
	title?: string;
	recordUrl?: string;
	host?: string;
	/** Only where it is: nobody needs to act. */
	drill?: true;
	text: string;
}

const maxBytes = 20_000;

/** JSON. @param at when it happened, not when it is told */
export function webhookBody( type: WebhookType, at: Millis, data: WebhookData ): string {
	const encode = ( text: string ): string => JSON.stringify( { type, timestamp: new Date( at ).toISOString(), data: { ...data, text } } );
	const fits = ( body: string ): boolean => Buffer.byteLength( body ) <= maxBytes;
	const whole = encode( data.text );
	if ( fits( whole ) ) {
		return whole;
	}
	// What JSON must escape takes more room than it has bytes, so how much fits is found by halving.
	let room = 3;
	for ( let step = maxBytes / 2; step >= 1; step /= 2 ) {
		const wider = Math.floor( room + step );
		room = fits( encode( cutText( data.text, wider ) ) ) ? wider : room;
	}
	return encode( cutText( data.text, room ) );
}
