// Which packages of others an installation runs on, or serves to browsers, and under which licences: from the
// lock file and from the packages themselves. `npm run licences` prints it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join( import.meta.dirname, '..' );

interface LockedPackage {
	version: string;
	license?: string;
	dev?: boolean;
	hasInstallScript?: boolean;
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

export const lock = read( 'package-lock.json' ) as { packages: Record<string, LockedPackage> };

/** Built into what browsers get from our own origin, so they ship, although the server runs without them. */
const bundled = [ 'vue', '@wikimedia/codex' ];

/** Packages that say it in words only, as read in their own files. */
const saidInWords: Readonly<Record<string, string>> = { pause: 'MIT', pkginfo: 'MIT' };

/** Compatible with GPL-2.0-or-later. Apache-2.0 is only by way of "or later": the whole is then under GPL-3 (docs/adr/0003-licence.md). */
export const compatible = [ 'MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'GPL-2.0+', 'GPL-2.0-or-later' ];

export interface ShippedPackage {
	name: string;
	version: string;
	/** As SPDX writes it; '' where nobody says. */
	licence: string;
	/** `server`, or `browser` for what is built into the panel on our own origin. */
	where: 'server' | 'browser';
}

export function shippedPackages(): ShippedPackage[] {
	const onServer = Object.keys( lock.packages ).filter( ( path ) => path !== '' && !lock.packages[ path ]!.dev );
	const inBrowser = closureOf( bundled.map( ( name ) => `node_modules/${ name }` ) ).filter( ( path ) => !onServer.includes( path ) );
	return [ ...onServer.map( ( path ) => shipped( path, 'server' ) ), ...inBrowser.map( ( path ) => shipped( path, 'browser' ) ) ];
}

function shipped( path: string, where: ShippedPackage[ 'where' ] ): ShippedPackage {
	const name = path.split( 'node_modules/' ).pop()!;
	const { version, license } = lock.packages[ path ]!;
	return { name, version, licence: license ?? olderWay( path ) ?? saidInWords[ name ] ?? '', where };
}

/** Before npm knew `license` there was a list. */
function olderWay( path: string ): string | undefined {
	const { licenses } = read( join( path, 'package.json' ) ) as { licenses?: { type: string }[] };
	return licenses?.map( ( { type } ) => type ).join( ' OR ' );
}

/** With everything that these need, where npm has put it. */
function closureOf( paths: readonly string[] ): string[] {
	const found = new Set<string>();
	const visit = ( path: string ): void => {
		if ( !found.has( path ) ) {
			found.add( path );
			Object.keys( lock.packages[ path ]!.dependencies ?? {} ).map( ( name ) => placeOf( name, path ) ).forEach( visit );
		}
	};
	paths.forEach( visit );
	return [ ...found ];
}

/** Nested below who asks, or below whom that is nested in, or at the top. */
function placeOf( name: string, asking: string ): string {
	for ( let folder = asking; ; folder = folder.slice( 0, folder.lastIndexOf( '/node_modules/' ) ) ) {
		if ( `${ folder }/node_modules/${ name }` in lock.packages ) {
			return `${ folder }/node_modules/${ name }`;
		}
		if ( !folder.includes( '/node_modules/' ) ) {
			return `node_modules/${ name }`;
		}
	}
}

function read( path: string ): unknown {
	return JSON.parse( readFileSync( join( root, path ), 'utf8' ) );
}
