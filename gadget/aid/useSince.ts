// When the sender wrote since when, so that "20 min" of before a reload, or a sign-in, still means the same; and puts
// it into UTC when they come to the review, which shows what goes out.
import { watch } from 'vue';
import type { Host } from '../panel/host.ts';
import type { DraftHolder } from '../panel/useDraft.ts';
import type { PageHolder } from '../panel/usePage.ts';
import { asHandedIn, readSince } from './readSince.ts';
import type { Since } from './readSince.ts';

/** Where it is kept. */
const SINCE_AT = 'page-sre-since-at';

export interface SinceHolder {
	/** How what is written now is understood; null where it is not. */
	read(): Since | null;
}

export function useSince( host: Host, { draft }: DraftHolder, { step }: PageHolder ): SinceHolder {
	const kept = host.storage.get( SINCE_AT ) || '';
	const isKept = kept.slice( kept.indexOf( ' ' ) + 1 ) === draft.since;
	let writtenAt = isKept && parseInt( kept, 10 ) || host.now();
	watch( () => draft.since, ( now ) => {
		writtenAt = host.now();
		host.storage.set( SINCE_AT, `${ writtenAt } ${ now }` );
	}, { flush: 'sync' } );
	const read = (): Since | null => readSince( draft.since, writtenAt, host.language );
	watch( step, ( { name } ) => {
		const since = name === 'reviewing' ? read() : null;
		const text = since && asHandedIn( since, writtenAt, host.now() );
		if ( text ) {
			draft.since = text;
		}
	}, { flush: 'sync' } );
	return { read };
}
