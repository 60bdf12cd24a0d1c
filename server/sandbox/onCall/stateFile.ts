// Keeps the sandbox's incidents over a restart, so that a page sent before Ctrl-C still rings after it.
// Only what the inbox shows is kept: no switch survives, a restart is a calm service.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SandboxIncident } from './incidents.ts';

interface State {
	version: 1;
	incidents: SandboxIncident[];
}

export interface StateFile {
	load(): SandboxIncident[];
	/** All of it or nothing: a reader never sees half a file. */
	save( incidents: readonly SandboxIncident[] ): void;
}

/** Without a path nothing is kept. */
export function createStateFile( path: string | undefined ): StateFile {
	return {
		load() {
			if ( path === undefined ) {
				return [];
			}
			let text: string;
			try {
				text = readFileSync( path, 'utf8' );
			} catch ( error ) {
				if ( ( error as NodeJS.ErrnoException ).code === 'ENOENT' ) {
					return [];
				}
				throw error;
			}
			try {
				const { version, incidents } = JSON.parse( text ) as Partial<State>;
				if ( version === 1 && Array.isArray( incidents ) ) {
					return incidents;
				}
			} catch {
				// Told below: broken JSON and an unknown version need the same remedy.
			}
			throw new Error( `The sandbox on-call service cannot read ${ path }; delete it to start with an empty inbox` );
		},
		save( incidents ) {
			if ( path === undefined ) {
				return;
			}
			mkdirSync( dirname( path ), { recursive: true } );
			const next = `${ path }.next`;
			writeFileSync( next, JSON.stringify( { version: 1, incidents } satisfies { version: 1; incidents: readonly SandboxIncident[] } ) );
			renameSync( next, path );
		}
	};
}
