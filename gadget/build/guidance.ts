// Makes the files of the guidance, which is read once and weighs on no panel: one for each language, whole,
// with the version that everybody confirms. What the guidance says is i18n's; how it looks is the panel's.
import { createHash } from 'node:crypto';

/** Key -> text. */
export type Messages = Record<string, string>;

const guidance = /^page-sre-guidance-/;

export function isGuidance( key: string ): boolean {
	return guidance.test( key );
}

/**
 * The same for as long as the English guidance says the same: punctuation, case and white space are no
 * material change, a line under another heading (its key) is one. Whoever changes a line materially takes
 * its translations away, so that nobody confirms in their own language what holds no longer.
 *
 * @return 16 hexadecimal digits
 */
export function versionOf( english: Messages ): string {
	const lines = Object.entries( english ).filter( ( [ key ] ) => isGuidance( key ) )
		.map( ( [ key, text ] ) => `${ key } ${ text.normalize( 'NFC' ).toLowerCase().replace( /[^\p{L}\p{N}]/gu, '' ) }` );
	return createHash( 'sha256' ).update( lines.sort().join( '\n' ) ).digest( 'hex' ).slice( 0, 16 );
}

/**
 * @param english all of its messages
 * @param chain a language and those read instead of it, nearest first, without English
 * @param sources language -> its own messages
 * @return the whole guidance, in the order of the English one; undefined where there is only English
 */
export function resolveGuidance(
	english: Messages, chain: readonly string[], sources: ReadonlyMap<string, Messages>
): Messages | undefined {
	const ownOf = ( language: string ): Messages =>
		Object.fromEntries( Object.entries( sources.get( language ) ?? {} ).filter( ( [ key ] ) => isGuidance( key ) && key in english ) );
	const speaker = chain.find( ( language ) => Object.keys( ownOf( language ) ).length > 0 );
	if ( speaker === undefined ) {
		return undefined;
	}
	const said = Object.assign( {}, ...chain.toReversed().map( ownOf ) ) as Messages;
	return { ...( speaker === chain[ 0 ] ? {} : { '@language': speaker } ), ...englishGuidance( english ), ...said };
}

/** With its version. */
export function englishGuidance( english: Messages ): Messages {
	return {
		'@version': versionOf( english ),
		...Object.fromEntries( Object.entries( english ).filter( ( [ key ] ) => isGuidance( key ) ) )
	};
}
