// Gets what the trial needs out of Debian's packages: PHP onto this machine, and MediaWiki into a folder
// beside other temporary files, kept for the next time. Without a way to get it, the run ends here with what is missing.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exists, run } from './command.ts';

// The release that has MediaWiki 1.43, the long-term version; its PHP code runs on older Debians too.
const release = 'trixie';
const kept = join( tmpdir(), `page-sre-mediawiki-${ release }` );

/** What MediaWiki's own files are in, once `setup` has been. */
export const mediaWikiFolder = join( kept, 'usr/share/mediawiki' );

const phpPackages = [ 'php-cli', 'php-sqlite3', 'php-mbstring', 'php-xml', 'php-intl' ];
const phpExtensions = [ 'pdo_sqlite', 'mbstring', 'dom', 'xml', 'intl' ];
const oldestPhp = 80100;

/** For vitest: before the first test. */
export async function setup(): Promise<void> {
	await obtainPhp();
	await obtainMediaWiki();
}

function say( words: string ): void {
	process.stdout.write( `${ words }\n` );
}

async function missingOfPhp(): Promise<string[]> {
	if ( !await exists( 'php' ) ) {
		return [ 'php' ];
	}
	const { version, extensions } = JSON.parse( await run( 'php', [ '-r',
		'echo json_encode( [ "version" => PHP_VERSION_ID, "extensions" => get_loaded_extensions() ] );' ] ) ) as { version: number; extensions: string[] };
	const missing = phpExtensions.filter( ( name ) => !extensions.includes( name ) ).map( ( name ) => `PHP's ${ name }` );
	return version < oldestPhp ? [ 'php >= 8.1', ...missing ] : missing;
}

async function obtainPhp(): Promise<void> {
	const missing = await missingOfPhp();
	if ( missing.length === 0 ) {
		return;
	}
	const byHand = `apt-get install ${ phpPackages.join( ' ' ) }`;
	if ( process.getuid?.() !== 0 || !await exists( 'apt-get' ) ) {
		throw new Error( `This trial needs ${ missing.join( ', ' ) }. As root, on a Debian: ${ byHand }` );
	}
	say( `Installing PHP: ${ byHand }` );
	const install = (): Promise<string> =>
		run( 'apt-get', [ 'install', '--yes', '--no-install-recommends', ...phpPackages ], { env: { DEBIAN_FRONTEND: 'noninteractive' } } );
	// The lists of packages may be missing, as in most containers, or too old.
	await install().catch( async () => {
		await run( 'apt-get', [ 'update' ] );
		await install();
	} );
	const still = await missingOfPhp();
	if ( still.length > 0 ) {
		throw new Error( `${ still.join( ', ' ) } is missing after ${ byHand }` );
	}
}

async function obtainMediaWiki(): Promise<void> {
	if ( existsSync( kept ) ) {
		return;
	}
	if ( !await exists( 'apt-get' ) || !await exists( 'dpkg-deb' ) ) {
		throw new Error( `This trial needs apt-get and dpkg-deb, for Debian's package mediawiki of ${ release }.` );
	}
	const mirror = await debianMirror();
	say( `Fetching MediaWiki of Debian ${ release } (52 MB), once, into ${ kept }` );
	const work = await mkdtemp( `${ kept }-` );
	try {
		const unpacked = join( work, 'unpacked' );
		for ( const deb of await download( work, mirror, [ 'mediawiki', 'mediawiki-classes' ] ) ) {
			await run( 'dpkg-deb', [ '--extract', deb, unpacked ] );
		}
		await makeRunnable( join( unpacked, 'usr/share/mediawiki' ) );
		await rename( unpacked, kept );
	} finally {
		await rm( work, { recursive: true } );
	}
}

/** The one that this machine asks for its own packages. */
async function debianMirror(): Promise<string> {
	const addresses = ( await run( 'apt-get', [ 'indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages' ] ) ).split( '\n' );
	const mirror = addresses.find( ( address ) => /\/debian\/?$/.test( address ) );
	if ( mirror === undefined ) {
		throw new Error( 'This trial needs a mirror of Debian among apt\'s sources.' );
	}
	return mirror;
}

/** With lists of its own, so that the machine stays in its release. Signatures are checked as always. */
async function download( work: string, mirror: string, packages: readonly string[] ): Promise<string[]> {
	const debs = join( work, 'debs' );
	await mkdir( join( work, 'lists/partial' ), { recursive: true } );
	await mkdir( debs );
	const sources = join( work, 'sources.list' );
	await writeFile( sources, `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${ mirror } ${ release } main\n` );
	const apart = [
		`Dir::Etc::sourcelist=${ sources }`, 'Dir::Etc::sourceparts=-', `Dir::State::lists=${ join( work, 'lists' ) }`,
		'Dir::Cache::pkgcache=', 'Dir::Cache::srcpkgcache=', 'APT::Sandbox::User=root'
	].flatMap( ( option ) => [ '-o', option ] );
	await run( 'apt-get', [ ...apart, 'update', '--error-on=any' ] );
	await run( 'apt-get', [ ...apart, 'download', ...packages ], { cwd: debs } );
	return ( await run( 'ls', [ debs ] ) ).trim().split( '\n' ).map( ( name ) => join( debs, name ) );
}

/** Elsewhere than in /usr/share, where Debian's links lead; and as far as production where that matters to us. */
async function makeRunnable( folder: string ): Promise<void> {
	for ( const link of [ 'LocalSettings.php', 'config', 'extensions', 'images' ] ) {
		await rm( join( folder, link ) );
	}
	await symlink( 'extensions-core', join( folder, 'extensions' ) );
	// 1.43 takes gadgets in ES2016. Wikimedia's wikis, which run newer code, take ES2017 (validateScriptFile in
	// MediaWiki's includes/ResourceLoader/Module.php, read on 2026-11-23), and that is what our build writes.
	const validator = join( folder, 'includes/ResourceLoader/Module.php' );
	const before = await readFile( validator, 'utf8' );
	const after = before.replace( 'Peast::ES2016(', 'Peast::ES2017(' );
	if ( after === before ) {
		throw new Error( 'MediaWiki\'s validator of gadgets is not the one that this trial knows: see what it takes now.' );
	}
	await writeFile( validator, after );
}
