// DATABASE_URL among the settings: a secret, the one name without our prefix, never beside a SQLite file.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isConfigured, readConfig, readDatabaseUrl, type ConfigResult } from '../../server/config.ts';

const url = 'postgres://page_sre:geheim@db.example.org:5432/page_sre';
const others = {
	PAGE_SRE_PUBLIC_URL: 'https://page-sre.example.org',
	PAGE_SRE_CONTACT: 'sre@example.org',
	PAGE_SRE_OAUTH_KEY: 'c'.repeat( 32 ),
	PAGE_SRE_OAUTH_SECRET: 'oauth',
	PAGE_SRE_PROVIDERS: 'pagerduty',
	PAGE_SRE_PAGERDUTY_ROUTING_KEY: 'e'.repeat( 32 )
};
const readFile = ( path: string ): string => {
	if ( path !== '/run/url' ) {
		throw Object.assign( new Error(), { code: 'ENOENT' } );
	}
	return `${ url }\n`;
};
const read = ( env: Record<string, string> ): ConfigResult => readConfig( { ...others, ...env }, readFile );
const faultsOf = ( result: { kind: 'faults'; faults: unknown[] } | { kind: string } ): unknown => 'faults' in result ? result.faults : [];

describe( 'DATABASE_URL', () => {
	it.each( [
		[ 'by itself', { DATABASE_URL: url } ],
		[ 'from a file', { DATABASE_URL_FILE: '/run/url' } ]
	] )( 'is read %s and kept secret', ( _name, env ) => {
		const result = read( env );
		expect( result.kind === 'config' && result.config.databaseUrl?.reveal() ).toBe( url );
		expect( inspect( result, { depth: 9 } ) + JSON.stringify( result ) ).not.toContain( 'geheim' );
	} );

	it( 'may be left out', () => {
		expect( read( {} ) ).toMatchObject( { kind: 'config', config: { databaseUrl: undefined, store: 'data/page-sre.sqlite' } } );
	} );

	it( 'does not count as configuration by itself: the sandbox never touches a real database', () => {
		expect( isConfigured( { DATABASE_URL: url, DATABASE_URL_FILE: '/run/url' } ) ).toBe( false );
	} );

	it.each( [ 'mysql://db/page_sre', 'postgres://db.example.org', 'db.example.org', '' ] )( 'must be a URL of a PostgreSQL database, unlike %j', ( wrong ) => {
		expect( faultsOf( read( { DATABASE_URL: wrong } ) ) ).toEqual( [ { name: 'DATABASE_URL', problem: 'must be like postgres://user:password@host:5432/database' } ] );
	} );

	it( 'is not given together with a SQLite file, or twice', () => {
		const withFile = [ { name: 'PAGE_SRE_STORE', problem: 'must not be given together with DATABASE_URL' } ];
		expect( faultsOf( read( { DATABASE_URL: url, PAGE_SRE_STORE: 'x.sqlite' } ) ) ).toEqual( withFile );
		expect( faultsOf( read( { DATABASE_URL_FILE: '/run/url', PAGE_SRE_STORE: 'x.sqlite' } ) ) ).toEqual( withFile );
		expect( faultsOf( read( { DATABASE_URL: url, DATABASE_URL_FILE: '/run/url' } ) ) )
			.toEqual( [ { name: 'DATABASE_URL_FILE', problem: 'must not be given together with DATABASE_URL' } ] );
	} );

	it( 'in a file that cannot be read is one fault', () => {
		const unreadable = [ { name: 'DATABASE_URL_FILE', problem: 'cannot be read: ENOENT' } ];
		expect( faultsOf( read( { DATABASE_URL_FILE: '/nowhere' } ) ) ).toEqual( unreadable );
		expect( faultsOf( readDatabaseUrl( { DATABASE_URL_FILE: '/nowhere' }, readFile ) ) ).toEqual( unreadable );
	} );

	it( 'can be read where nothing else is configured', () => {
		const result = readDatabaseUrl( { DATABASE_URL: url, PAGE_SRE_STORE: 'beside it' }, readFile );
		expect( result.kind === 'url' && result.url.reveal() ).toBe( url );
		expect( faultsOf( readDatabaseUrl( {}, readFile ) ) ).toEqual( [ { name: 'DATABASE_URL', problem: 'is required' } ] );
	} );
} );

describe( 'Durations', () => {
	it( 'are whole milliseconds, whatever binary fractions do', () => {
		expect( read( { PAGE_SRE_FAILOVER_SECONDS: '1.1', PAGE_SRE_POLL_SECONDS: '1.001' } ) )
			.toMatchObject( { kind: 'config', config: { pollMs: 1001, bounds: { failoverMs: 1100 } } } );
	} );
} );
