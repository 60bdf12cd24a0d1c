// Who is served while the provider hangs, and while the wiki hangs: probes ten times a second, with 20 pages
// waiting.
import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../figure.ts';
import { install } from '../outside.ts';
import { aPage } from '../../harness.ts';

const HANG_MS = 20_000;

export const hanging: Figure = {
	number: 4, title: 'Served while others hang',
	async measure( bench ) {
		const installation = await install( bench );
		const { port } = await installation.start();
		const { token } = await installation.member();
		const url = `http://127.0.0.1:${ port }`;
		const headers = { Authorization: `Bearer ${ token }`, 'Content-Type': 'application/json' };
		const page = (): Promise<Response> => fetch( `${ url }/v1/pages`, { method: 'POST', headers, body: JSON.stringify( aPage() ) } );

		async function served( asksAt: string ): Promise<number> {
			let answered = 0;
			let asked = 0;
			for ( const began = performance.now(); performance.now() - began < HANG_MS; asked++ ) {
				const status = await fetch( url + asksAt, { headers, signal: AbortSignal.timeout( 1_000 ) } ).then( async ( response ) => {
					await response.text();
					return response.status;
				}, () => 0 );
				answered += status === 200 ? 1 : 0;
				await pause( 100 );
			}
			return 100 * answered / asked;
		}

		installation.provider.delay( Infinity );
		await Promise.all( Array.from( { length: 20 }, async () => ( await page() ).text() ) );
		const withProvider = await served( '/v1/pages' );
		installation.provider.delay( 0 );
		installation.wiki.faults.set( { kind: 'hang' } );
		const waiting = Promise.allSettled( Array.from( { length: 20 }, async () => ( await page() ).text() ) );
		const withWiki = await served( '/v1/pages' );
		installation.wiki.faults.set( null );
		installation.wiki.faults.release();
		await waiting;
		const goal = { words: '100 %', least: 100 };
		return [
			{ what: 'probes served within 1 s while the provider hangs', values: [ withProvider ], unit: '%', goal },
			{ what: 'probes served within 1 s while the wiki hangs', values: [ withWiki ], unit: '%', goal }
		];
	}
};
