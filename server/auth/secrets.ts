// Random tokens, their hashes, and comparison without leaking where two differ.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, base64url: 43 characters. */
export function newToken(): string {
	return randomBytes( 32 ).toString( 'base64url' );
}

/** SHA-256, base64url: 43 characters. Enough for 256-bit random tokens; never for passwords. */
export function hashOf( token: string ): string {
	return createHash( 'sha256' ).update( token ).digest( 'base64url' );
}

export function sameSecret( one: string, other: string ): boolean {
	return timingSafeEqual( Buffer.from( hashOf( one ) ), Buffer.from( hashOf( other ) ) );
}
