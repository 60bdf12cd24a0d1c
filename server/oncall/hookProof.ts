// Comparing what a webhook brought with what it must bring, in a time that tells nothing about where they
// differ. What the proof covers is each provider's business.
import { createHash, timingSafeEqual } from 'node:crypto';

export function sameProof( given: string, expected: string ): boolean {
	// Of equal length whatever was given; timingSafeEqual asks for that.
	const digest = ( text: string ): Buffer => createHash( 'sha256' ).update( text ).digest();
	return timingSafeEqual( digest( given ), digest( expected ) );
}
