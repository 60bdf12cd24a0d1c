// Hooks as a service would sign them, and the same with one thing changed: a byte, the time, the key, the place of
// a separator. Whoever cannot sign must not be believed, however near they come.
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { signWebhook, webhookKeys } from '../../server/oncall/standardWebhooks.ts';
import type { ProviderHook } from '../../server/pages/provider.ts';
import { Secret } from '../../server/secret.ts';
import { hookSecrets } from './services.ts';

export type Hooking = keyof typeof hookSecrets;

export interface Hook {
	headers: Record<string, string>;
	rawBody: Buffer;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Genuine, whatever it says. @param secret of somebody else: as they would sign it */
const signers: Record<Hooking, ( at: number, id: string, said: unknown, secret: string ) => Hook> = {
	'splunk-on-call': ( _at, _id, said, secret ) => ( { headers: { 'x-page-sre-secret': secret }, rawBody: Buffer.from( JSON.stringify( said ) ) } ),
	pagerduty( at, id, said, secret ) {
		const rawBody = Buffer.from( JSON.stringify( { event: { id, event_type: 'incident.acknowledged', occurred_at: new Date( at ).toISOString(), data: said } } ) );
		return { headers: { 'x-pagerduty-signature': `v1=${ createHmac( 'sha256', secret ).update( rawBody ).digest( 'hex' ) }` }, rawBody };
	},
	webhook( at, id, said, secret ) {
		const body = JSON.stringify( said );
		return { headers: signWebhook( webhookKeys( [ new Secret( secret ) ] ), id, at, body ), rawBody: Buffer.from( body ) };
	}
};

export const hooking = Object.keys( hookSecrets ) as Hooking[];

export function signedHook( service: Hooking, at: number, said: unknown = {}, id = 'evt_1', secret: string = hookSecrets[ service ] ): Hook {
	return signers[ service ]( at, id, said, secret );
}

/** Older or newer than this is a recording, or somebody's clock. Splunk On-Call's hooks bear no time. */
export const longestAge: Record<Hooking, number> = { 'splunk-on-call': Infinity, pagerduty: 49 * HOUR, webhook: 5 * MINUTE };

/** What proves it: to be changed in one place. Of Splunk On-Call's, the body is not covered. */
const proven: Record<Hooking, readonly string[]> = {
	'splunk-on-call': [ 'x-page-sre-secret' ],
	pagerduty: [ 'x-pagerduty-signature', 'body' ],
	webhook: [ 'webhook-id', 'webhook-timestamp', 'webhook-signature', 'body' ]
};

const flipped = ( bytes: Buffer, at: number, bit: number ): Buffer => {
	const changed = Buffer.from( bytes );
	const place = at % bytes.length;
	// XOR, by arithmetic: the bit is taken away where it is, and added where it is not.
	const worth = 2 ** bit;
	changed[ place ] = changed[ place ]! + ( Math.floor( changed[ place ]! / worth ) % 2 === 0 ? worth : -worth );
	return changed;
};

/** Secrets that are real, but of another service; and those that nobody has. */
const wrongSecret = ( service: Hooking ): fc.Arbitrary<string> => service === 'webhook' ?
	fc.uint8Array( { minLength: 24, maxLength: 64 } ).map( ( bytes ) => `whsec_${ Buffer.from( bytes ).toString( 'base64' ) }` ) :
	fc.oneof( fc.constantFrom( ...hooking.filter( ( other ) => other !== service ).map( ( other ) => hookSecrets[ other ] ) ), fc.string( { minLength: 1, maxLength: 60, unit: 'binary-ascii' } ) );

export interface Forgery {
	service: Hooking;
	hook: ProviderHook;
	how: string;
}

/** Forged by one thing each, out of what was genuine at `now`. */
export function forgeries( now: () => number ): fc.Arbitrary<Forgery> {
	const said = fc.json();
	return fc.constantFrom( ...hooking ).chain( ( service ) => fc.oneof(
		fc.record( {
			text: said, part: fc.constantFrom( ...proven[ service ] ), at: fc.nat(), bit: fc.integer( { min: 0, max: 6 } )
		} ).map( ( { text, part, at, bit } ): Forgery => {
			const { headers, rawBody } = signedHook( service, now(), text );
			return part === 'body' ?
				{ service, how: 'a bit of the body', hook: { headers, rawBody: flipped( rawBody, at, bit ) } } :
				{ service, how: `a bit of ${ part }`, hook: {
					headers: { ...headers, [ part ]: flipped( Buffer.from( headers[ part ]! ), at, bit ).toString( 'latin1' ) }, rawBody
				} };
		} ),
		fc.tuple( said, wrongSecret( service ) ).filter( ( [ , secret ] ) => secret !== hookSecrets[ service ] ).map( ( [ text, secret ] ): Forgery =>
			( { service, how: 'another secret', hook: signedHook( service, now(), text, 'evt_1', secret ) } ) ),
		fc.tuple( said, fc.integer( { min: 1, max: 10 ** 10 } ), fc.boolean() ).map( ( [ text, beyond, isAhead ] ): Forgery => {
			const age = isAhead ? 5 * MINUTE : longestAge[ service ];
			return Number.isFinite( longestAge[ service ] ) ?
				{ service, how: `${ isAhead ? 'ahead' : 'old' } by ${ beyond } ms more than is allowed`, hook: signedHook( service, now() + ( isAhead ? age + beyond + 1000 : -age - beyond - 1000 ), text ) } :
				{ service, how: 'nothing', hook: { headers: {}, rawBody: Buffer.from( text ) } };
		} ),
		said.map( ( text ): Forgery => {
			const { headers, rawBody } = signedHook( service, now(), text );
			const names = Object.keys( headers );
			return { service, how: 'a header less', hook: { headers: Object.fromEntries( names.slice( 1 ).map( ( name ) => [ name, headers[ name ]! ] ) ), rawBody } };
		} )
	) );
}
