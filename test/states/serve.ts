// Serves the page of all states (page.ts) out of the sources, as they are at this moment, and the words of every
// language beside it as our server would. For looking; nothing of it is shipped.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { createViteServer } from 'vitest/node';
import { keysAsWords, parseMessages, resolveTranslations } from '../../gadget/build/translations.ts';

const project = join( import.meta.dirname, '../..' );

function words(): Map<string, Record<string, string>> {
	const files = readdirSync( join( project, 'i18n' ) ).filter( ( file ) => file.endsWith( '.json' ) && file !== 'qqq.json' );
	const sources = new Map( files.map( ( file ) => [ basename( file, '.json' ), parseMessages( readFileSync( join( project, 'i18n', file ), 'utf8' ) ) ] ) );
	sources.set( 'qqx', keysAsWords( sources.get( 'en' ) ?? {} ) );
	return resolveTranslations( sources );
}

/** @param port any, when it is left out */
export async function serveStates( port = 0 ): Promise<{ url: string; stop(): Promise<void> }> {
	const server = await createViteServer( {
		configFile: false,
		root: import.meta.dirname,
		logLevel: 'warn',
		plugins: [ vue(), {
			name: 'words',
			configureServer: ( { middlewares } ) => void middlewares.use( '/words', ( request, response ) => {
				response.setHeader( 'Content-Type', 'application/json' );
				response.end( JSON.stringify( words().get( ( request.url ?? '' ).slice( 1 ) ) ?? null ) );
			} )
		} ],
		// Codex and the panel must meet in one copy of Vue.
		resolve: { dedupe: [ 'vue' ] },
		optimizeDeps: { include: [ 'vue', '@wikimedia/codex' ] },
		server: { host: 'localhost', port, hmr: { overlay: false }, fs: { allow: [ project ] } }
	} );
	await server.listen();
	return { url: server.resolvedUrls!.local[ 0 ]!, stop: () => server.close() };
}
