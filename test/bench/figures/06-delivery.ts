// From the sender's click to the provider's ear, against a direct POST there; and how long 1,000 pages need that
// were accepted while nobody listened there for a minute.
import { setTimeout as pause } from 'node:timers/promises';
import { aPage } from '../../harness.ts';
import { memberOf, type Member } from '../asking.ts';
import { inTurn, ratios, type Figure } from '../figure.ts';
import { quantiles } from '../load/generate.ts';
import { install } from '../outside.ts';
import type { StubProvider } from '../stubs/provider.ts';
import { CONNECTIONS, warm } from '../warm.ts';

const SENT = 50;
const APART_MS = 30;
const WAITING = 1_000;
const OUTAGE_MS = 60_000;

export const delivery: Figure = {
	number: 6, title: 'Time to the provider',
	async measure( bench, { rounds } ) {
		const installation = await install( bench );
		const { provider, settle } = installation;
		await installation.start();
		const [ named, live ] = [ await installation.members( { sessions: CONNECTIONS, named: true } ), await installation.members() ];
		await warm( bench, installation, [ named ] );
		const p99s: Record<string, number[]> = { direct: [], named: [], live: [] };
		const times = ( name: string, send: () => Promise<string> ) => async (): Promise<number> => {
			const took: number[] = [];
			for ( let sent = 0; sent < SENT; sent++, await pause( APART_MS ) ) {
				const at = performance.now();
				took.push( await provider.hears( await send() ) - at );
			}
			await settle();
			const { p50, p99 } = quantiles( took );
			p99s[ name ]!.push( p99 );
			return p50;
		};
		const by = ( member: Member ) => async (): Promise<string> => ( await member.page() ).id;
		const p50s = await inTurn( rounds, {
			direct: times( 'direct', () => direct( provider ) ),
			named: times( 'named', by( memberOf( named ) ) ),
			live: times( 'live', by( memberOf( live ) ) )
		} );
		const goal = { words: '<= 1.2 + the membership', most: 1.2 };
		return [
			{ what: 'p50, membership in process / direct', ...ratios( p50s.named, p50s.direct ), goal },
			{ what: 'p99, membership in process / direct', ...ratios( p99s.named!, p99s.direct! ), goal },
			{ what: 'p50, membership in process', values: p50s.named, unit: 'ms' },
			{ what: 'p50, membership by a local wiki', values: p50s.live, unit: 'ms' },
			{ what: 'p50, direct', values: p50s.direct, unit: 'ms' },
			{ what: `all of ${ WAITING } waiting, after the provider is back`, values: [ await afterOutage( provider, memberOf( named ) ) ], unit: 's', goal: { words: '<= 10 s', most: 10 } }
		];
	}
};

let posted = 0;

async function direct( { url }: StubProvider ): Promise<string> {
	const id = `direct${ posted++ }`;
	// As we do: pages are rare, so every one has a connection of its own.
	const response = await fetch( url, { method: 'POST', headers: { 'webhook-id': `page-sre/${ id }`, Connection: 'close' }, body: JSON.stringify( aPage() ) } );
	await response.text();
	return id;
}

/** Seconds. */
async function afterOutage( provider: StubProvider, member: Member ): Promise<number> {
	await provider.goAway();
	const began = performance.now();
	const ids: string[] = [];
	while ( ids.length < WAITING ) {
		ids.push( ...( await Promise.all( Array.from( { length: 20 }, () => member.page() ) ) ).map( ( { id } ) => id ) );
	}
	await pause( Math.max( 0, OUTAGE_MS - ( performance.now() - began ) ) );
	await provider.comeBack();
	const back = performance.now();
	const heard = await Promise.all( ids.map( ( id ) => provider.hears( id ) ) );
	return ( Math.max( ...heard ) - back ) / 1000;
}
