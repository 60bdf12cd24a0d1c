// The settings about people: who may page beyond the group's plain members, how often, who may answer, and
// how long what they wrote is kept.
import { isIP } from 'node:net';
import { z } from 'zod';
import { list, name, seconds, secrets } from './configTypes.ts';
import type { LimitScope } from './contract/problem.ts';
import type { Limit } from './pages/ports.ts';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** From a variable's text. */
type Read<Meaning> = z.ZodType<Meaning, string | undefined>;

/** `3/1h, 1/1m`: at most three in an hour and one in a minute; `none`. */
const limits = ( scope: LimitScope, fallback: string ): Read<Limit[]> => z.string().default( fallback ).transform( ( value, context ) => {
	const parts = value.trim() === 'none' ? [] : value.split( ',' );
	const found = parts.map( ( part ) => /^\s*([1-9]\d{0,5})\s*\/\s*([1-9]\d{0,4})([smhd])\s*$/.exec( part ) );
	if ( found.some( ( match ) => match === null ) ) {
		context.addIssue( 'must be limits like 3/1h, 1/1m (at most 3 in an hour and 1 in a minute; s, m, h, d), or none' );
		return z.NEVER;
	}
	return found.map( ( match ) => {
		const [ , max, count, unit ] = match!;
		return { scope, max: Number( max ), windowMs: Number( count ) * unitMs[ unit as keyof typeof unitMs ] };
	} );
} );

const headerName = ( fallback: string ): Read<string> =>
	z.string().default( fallback ).refine( ( value ) => /^[A-Za-z0-9-]+$/.test( value ), 'must be the name of a header' ).transform( ( value ) => value.toLowerCase() );

/** A name as the wiki writes it, or `#` and a central ID, which survives renames. */
const account = z.string().regex( /^(#[1-9]\d{0,14}|[^#<>[\]|{}]+)$/, 'must be account names, or central IDs like #12345' );

const groupName = z.string().regex( /^[a-z][a-z0-9-]*$/, 'must be API names of global groups, like staff' );

export const accessVariables = {
	PAGE_SRE_REQUIRED_RIGHT: z.string().regex( /^[a-z][a-z0-9-]*$/, 'must be the name of a right, like centralauth-lock' ).optional(),
	PAGE_SRE_ROSTER_SECONDS: seconds( 900, 60, 86_400 ),
	PAGE_SRE_ROSTER_GRACE_SECONDS: seconds( 86_400, 0, 604_800 ),
	PAGE_SRE_ROSTER_KEYS: secrets.optional(),
	PAGE_SRE_SENDER_LIMITS: limits( 'sender', '3/1h, 1/1m' ),
	PAGE_SRE_OVERALL_LIMITS: limits( 'everybody', '20/1h' ),
	PAGE_SRE_DRILL_LIMITS: limits( 'drills', '6/1h' ),
	PAGE_SRE_RESPONDERS: list.pipe( z.array( account ) ).optional(),
	PAGE_SRE_RESPONDER_GROUPS: list.pipe( z.array( groupName ) ).optional(),
	PAGE_SRE_SSO_PEERS: list.refine( ( peers ) => peers.every( ( peer ) => isIP( peer ) > 0 ), 'must be IP addresses of proxies' ).optional(),
	PAGE_SRE_SSO_USER_HEADER: headerName( 'X-Forwarded-User' ),
	PAGE_SRE_SSO_EMAIL_HEADER: headerName( 'X-Forwarded-Email' ),
	PAGE_SRE_SSO_GROUPS_HEADER: headerName( 'X-Forwarded-Groups' ),
	PAGE_SRE_SSO_MEMBERS: list.pipe( z.array( name ) ).optional(),
	PAGE_SRE_SSO_RESPONDERS: list.pipe( z.array( name ) ).optional(),
	PAGE_SRE_RETENTION_DAYS: z.string().default( '90' )
		.refine( ( value ) => /^\d{1,4}$/.test( value ) && Number( value ) > 0, 'must be a number of days from 1 to 9999' )
		.transform( ( value ) => Number( value ) * unitMs.d )
};

export const accessSecrets = [ 'PAGE_SRE_ROSTER_KEYS' ] as const;

type AccessVariables = z.output<z.ZodObject<typeof accessVariables>>;

/** People whom a reverse proxy names, after it has checked who they are. */
export interface SingleSignOnSettings {
	/** Addresses from which its headers count. */
	peers: readonly string[];
	/** In lower case. */
	headers: { user: string; email: string; groups: string };
	/** Groups of the single sign-on whose people may page; `*`: everybody whom the proxy names. */
	members: readonly string[];
	/** The same for those who answer. */
	responders: readonly string[];
}

export interface AccessConfig {
	requiredRight: string | undefined;
	roster: { everyMs: number; graceMs: number; keys: NonNullable<AccessVariables[ 'PAGE_SRE_ROSTER_KEYS' ]> };
	limits: readonly Limit[];
	/** Wiki accounts by name or `#` and central ID, and global groups. */
	responders: { accounts: readonly string[]; groups: readonly string[] };
	/** Off unless configured. */
	singleSignOn: SingleSignOnSettings | undefined;
	retentionMs: number;
}

export function toAccessConfig( env: AccessVariables ): AccessConfig {
	return {
		requiredRight: env.PAGE_SRE_REQUIRED_RIGHT,
		roster: { everyMs: env.PAGE_SRE_ROSTER_SECONDS, graceMs: env.PAGE_SRE_ROSTER_GRACE_SECONDS, keys: env.PAGE_SRE_ROSTER_KEYS ?? [] },
		limits: [ ...env.PAGE_SRE_SENDER_LIMITS, ...env.PAGE_SRE_OVERALL_LIMITS, ...env.PAGE_SRE_DRILL_LIMITS ],
		responders: { accounts: env.PAGE_SRE_RESPONDERS ?? [], groups: env.PAGE_SRE_RESPONDER_GROUPS ?? [] },
		singleSignOn: env.PAGE_SRE_SSO_PEERS && {
			peers: env.PAGE_SRE_SSO_PEERS,
			headers: { user: env.PAGE_SRE_SSO_USER_HEADER, email: env.PAGE_SRE_SSO_EMAIL_HEADER, groups: env.PAGE_SRE_SSO_GROUPS_HEADER },
			members: env.PAGE_SRE_SSO_MEMBERS ?? [],
			responders: env.PAGE_SRE_SSO_RESPONDERS ?? []
		},
		retentionMs: env.PAGE_SRE_RETENTION_DAYS
	};
}

/** What does not fit together, by variable. */
export function accessFaults( env: Readonly<Record<string, string | undefined>> ): { name: string; problem: string }[] {
	const faults: { name: string; problem: string }[] = [];
	for ( const variable of [ 'PAGE_SRE_SSO_MEMBERS', 'PAGE_SRE_SSO_RESPONDERS' ] ) {
		if ( env[ variable ] !== undefined && env.PAGE_SRE_SSO_PEERS === undefined ) {
			faults.push( { name: variable, problem: 'needs PAGE_SRE_SSO_PEERS: from elsewhere nobody\'s header counts' } );
		}
	}
	if ( env.PAGE_SRE_SSO_PEERS !== undefined && env.PAGE_SRE_SSO_MEMBERS === undefined && env.PAGE_SRE_SSO_RESPONDERS === undefined ) {
		faults.push( { name: 'PAGE_SRE_SSO_PEERS', problem: 'needs PAGE_SRE_SSO_MEMBERS, PAGE_SRE_SSO_RESPONDERS or both: nobody could do anything' } );
	}
	return faults;
}
