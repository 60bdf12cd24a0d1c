// How fast a panel shows that somebody acknowledged, while 1,000 of them listen: from the provider's webhook, which
// is only a hint, over the reading back that it sets off, to the event stream. The same for a note, which is written
// here and needs no reading. And how many read the panel's data a second.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Secret } from '../../../server/secret.ts';
import { signWebhook, webhookKeys } from '../../../server/oncall/standardWebhooks.ts';
import { memberOf } from '../asking.ts';
import { inTurn, type Figure } from '../figure.ts';
import { quantiles } from '../load/generate.ts';
import { coreMsOf } from '../machine.ts';
import { install } from '../outside.ts';
import { CONNECTIONS, warm } from '../warm.ts';

const PANELS = 1_000;
/**
 * One service is read every two seconds at most, whoever asks; a hint that comes earlier waits for the rest of them.
 * After something has changed it is read once more, two seconds later.
 */
const QUIET_MS = 4_500;

export const panels: Figure = {
	number: 10, title: 'Panels',
	async measure( bench, { rounds, seconds } ) {
		const hookSecret = `whsec_${ randomBytes( 24 ).toString( 'base64' ) }`;
		const installation = await install( bench, {
			PAGE_SRE_WEBHOOK_HOOK_SECRETS: hookSecret,
			// Nothing but hints sets off a reading.
			PAGE_SRE_POLL_SECONDS: '300'
		} );
		const { provider, env } = installation;
		const { port, pid } = await installation.start( { env: { PAGE_SRE_WEBHOOK_INCIDENTS_URL: provider.incidentsUrl } } );
		const asked = await installation.members( { sessions: CONNECTIONS } );
		await warm( bench, installation, [ asked ] );
		const { id } = await memberOf( asked ).page();
		await provider.hears( id );
		const followers = await installation.followers( id, PANELS );
		const sockets = await Promise.all( followers.map( ( token ) => listening( port, id, token ) ) );
		bench.finally( async () => sockets.forEach( ( socket ) => socket.destroy() ) );

		/** p99 over all panels of the ms until they were told. */
		async function told( mark: string, happens: () => Promise<unknown> ): Promise<number> {
			const began = performance.now();
			const heard = Promise.all( sockets.map( ( socket ) => hearing( socket, mark ) ) );
			await happens();
			return quantiles( ( await heard ).map( ( at ) => at - began ) ).p99;
		}

		const keys = webhookKeys( [ new Secret( hookSecret ) ] );
		async function hint(): Promise<void> {
			const body = '{}';
			const { status } = await fetch( `${ env.PAGE_SRE_PUBLIC_URL! }/v1/hooks/webhook`, {
				method: 'POST', headers: { 'Content-Type': 'application/json', ...signWebhook( keys, randomBytes( 8 ).toString( 'hex' ), Date.now(), body ) }, body
			} );
			if ( status !== 204 ) {
				throw new Error( `the hook was answered ${ status }` );
			}
		}

		const [ hooks, notes ]: [ number[], number[] ] = [ [], [] ];
		for ( let round = 0; round < rounds; round++ ) {
			const acknowledged = round % 2 === 0;
			await pause( QUIET_MS );
			provider.report( [ { dedupKey: `page-sre/${ id }`, phase: acknowledged ? 'acknowledged' : 'triggered', by: 'Amal Haddad' } ] );
			hooks.push( await told( acknowledged ? '"kind":"acknowledged"' : '"kind":"reopened"', hint ) );
			const text = `note ${ round } ends`;
			notes.push( await told( text, () => memberOf( asked ).status( 'POST', `/v1/pages/${ id }/notes`, { text } ) ) );
		}
		sockets.forEach( ( socket ) => socket.destroy() );

		// One page is open, as seldom it is.
		const costs: Record<string, number[]> = {};
		const read = ( path: string ) => async (): Promise<number> => {
			const before = coreMsOf( pid );
			const { perSecond } = await bench.load( { ...asked, method: 'GET', path, body: '', connections: CONNECTIONS, seconds, warmUpSeconds: 0.5 } );
			( costs[ path ] ??= [] ).push( ( coreMsOf( pid ) - before ) / ( perSecond * ( seconds + 0.5 ) ) );
			return perSecond;
		};
		const [ situation, own ] = [ '/v1/situation', '/v1/pages' ];
		const reading = await inTurn( rounds, { situation: read( situation ), own: read( own ) } );
		const goal = { words: '<= 50 ms', most: 50 };
		return [
			{ what: `webhook to ${ PANELS } panels, p99`, values: hooks, unit: 'ms', goal },
			{ what: `note to ${ PANELS } panels, p99`, values: notes, unit: 'ms', goal },
			{ what: 'GET of the situation, which panels ask for, at 64 connections', values: reading.situation, unit: '/s', goal: { words: '>= 3 x 2.9k', least: 8_700 } },
			{ what: 'GET of one\'s own last ten pages at 64 connections', values: reading.own, unit: '/s' },
			{ what: 'core time of reading the situation', values: costs[ situation ]!, unit: 'ms' },
			{ what: 'core time of reading one\'s own pages', values: costs[ own ]!, unit: 'ms' }
		];
	}
};

function hearing( socket: Socket, mark: string ): Promise<number> {
	return new Promise( ( resolve ) => {
		const hear = ( data: string ): void => {
			if ( data.includes( mark ) ) {
				socket.off( 'data', hear );
				resolve( performance.now() );
			}
		};
		socket.on( 'data', hear );
	} );
}

async function listening( port: number, id: string, token: string ): Promise<Socket> {
	const socket = connect( port, '127.0.0.1' );
	socket.setEncoding( 'utf8' ).write( `GET /v1/pages/${ id }/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ token }\r\n\r\n` );
	const [ first ] = await once( socket, 'data' ) as [ string ];
	if ( !first.startsWith( 'HTTP/1.1 200' ) ) {
		throw new Error( `no stream: ${ first.slice( 0, 300 ) }` );
	}
	return socket;
}
