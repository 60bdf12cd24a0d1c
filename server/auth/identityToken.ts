// The wiki's signed statement of who authorised us (Special:OAuth/identify), verified by us rather
// than by passport-mediawiki-oauth 0.1.0, which takes the algorithm from the token, allows no clock
// skew at all, and does not look at `blocked` or a missing name.
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { ServiceError } from '../errors.ts';
import type { Identity } from './ports.ts';

/** Seconds. Two servers kept by NTP differ by less; the token itself lives 100 s. */
export const CLOCK_TOLERANCE_S = 60;

const claimsSchema = z.object( {
	// Fifteen digits stay below 2^53, where two people would begin to share a number.
	sub: z.string().regex( /^[1-9][0-9]{0,14}$/ ),
	iat: z.number(),
	exp: z.number(),
	nonce: z.string(),
	username: z.string().min( 1 ).refine( ( name ) => name.isWellFormed() ).optional(),
	blocked: z.boolean().optional()
} );

export interface IdentityTokenSettings {
	/** `iss`: the wiki's base URL without a trailing slash. */
	issuer: string;
	/** `aud`: our consumer key. */
	consumerKey: string;
	consumerSecret: string;
}

/**
 * @param token compact JWS from identify
 * @param nonce the oauth_nonce of the very request that this token answers
 * @param now ms since the epoch
 * @throws ServiceError accountNotUsable: suppressed, nameless, or blocked on the wiki
 * @throws ServiceError wikiUnavailable: the token is not what the wiki would have made
 */
export async function verifyIdentityToken(
	token: string, nonce: string, settings: IdentityTokenSettings, now: number
): Promise<Identity> {
	const claims = await verifiedClaims( token, settings, now );
	if ( claims.nonce !== nonce ) {
		throw new ServiceError( 'wikiUnavailable', {}, new Error( 'identity token answers another request (nonce)' ) );
	}
	// Tokens from the future are refused by the same tolerance; jose checks only nbf and exp.
	if ( claims.iat > now / 1000 + CLOCK_TOLERANCE_S ) {
		throw new ServiceError( 'wikiUnavailable', {}, new Error( 'identity token was issued in the future (iat): compare the clocks' ) );
	}
	// A suppressed account comes without a name. `blocked` means any block on the home wiki, a
	// partial one too: rare for a member, and a sign of a compromised account often enough.
	if ( claims.username === undefined || claims.blocked !== false ) {
		throw new ServiceError( 'accountNotUsable' );
	}
	return { centralId: Number( claims.sub ), name: claims.username };
}

async function verifiedClaims( token: string, settings: IdentityTokenSettings, now: number ): Promise<z.output<typeof claimsSchema>> {
	try {
		const { payload } = await jwtVerify( token, new TextEncoder().encode( settings.consumerSecret ), {
			algorithms: [ 'HS256' ],
			issuer: settings.issuer,
			audience: settings.consumerKey,
			clockTolerance: CLOCK_TOLERANCE_S,
			currentDate: new Date( now ),
			requiredClaims: [ 'exp' ]
		} );
		return claimsSchema.parse( payload );
	} catch ( error ) {
		throw new ServiceError( 'wikiUnavailable', {}, error );
	}
}
