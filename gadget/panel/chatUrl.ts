// The address of a chat channel in a browser, where SRE and stewards are. Opens nothing itself.
import { nickPattern, tidy } from './checkDraft.ts';

export const SRE_CHANNEL = '#wikimedia-sre';
export const STEWARDS_CHANNEL = '#wikimedia-stewards';

/** @param nick taken along when it is one; what is not fit for a nick is left out */
export function chatUrl( channel: string, nick: string ): string {
	const tidied = tidy( nick );
	return `https://web.libera.chat/${ nickPattern.test( tidied ) ? `?nick=${ encodeURIComponent( tidied ) }` : '' }${ channel }`;
}
