// Text that nobody can guess, and the S256 challenge of RFC 7636. From the browser's generator only.

function base64url( bytes: Uint8Array ): string {
	return btoa( String.fromCharCode( ...Array.from( bytes ) ) )
		.replace( /\+/g, '-' ).replace( /\//g, '_' ).replace( /=+$/, '' );
}

/** 256 bit as 43 characters of base64url. */
export function randomText(): string {
	return base64url( crypto.getRandomValues( new Uint8Array( 32 ) ) );
}

/** Rejects where the browser offers no digest: outside https and localhost. */
export async function challengeOf( verifier: string ): Promise<string> {
	return base64url( new Uint8Array( await crypto.subtle.digest( 'SHA-256', new TextEncoder().encode( verifier ) ) ) );
}
