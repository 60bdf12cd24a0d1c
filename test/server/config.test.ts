// Configuration: everything wrong is said at once and by name, nothing unsafe is assumed, and no
// secret is repeated.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isConfigured, readConfig, type Config } from '../../server/config.ts';
import type { ProviderConfig } from '../../server/providerConfig.ts';

const whole: Record<string, string> = {
	PAGE_SRE_PUBLIC_URL: 'https://page-sre.example.org',
	PAGE_SRE_CONTACT: 'sre@example.org',
	PAGE_SRE_OAUTH_KEY: 'c'.repeat( 32 ),
	PAGE_SRE_OAUTH_SECRET: 'oauth-secret-value',
	PAGE_SRE_PROVIDERS: 'splunk-on-call',
	PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: 'rest-key-value',
	PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY: 'sre',
	PAGE_SRE_SPLUNK_ON_CALL_API_ID: 'api-id-value',
	PAGE_SRE_SPLUNK_ON_CALL_API_KEY: 'api-key-value'
};

function read( changes: Record<string, string | undefined> = {}, files: Record<string, string> = {} ): ReturnType<typeof readConfig> {
	return readConfig( { ...whole, ...changes }, ( path ) => {
		const text = files[ path ];
		if ( text === undefined ) {
			throw Object.assign( new Error( `no such file ${ path }` ), { code: 'ENOENT' } );
		}
		return text;
	} );
}

function configOf( changes: Record<string, string | undefined> = {}, files: Record<string, string> = {} ): Config {
	const result = read( changes, files );
	if ( result.kind === 'faults' ) {
		throw new Error( JSON.stringify( result.faults ) );
	}
	return result.config;
}

function faultsOf( changes: Record<string, string | undefined>, files: Record<string, string> = {} ): string[] {
	const result = read( changes, files );
	return result.kind === 'faults' ? result.faults.map( ( { name } ) => name ) : [];
}

describe( 'readConfig', () => {
	it.each( [
		[ {}, 'https://www.wikimediastatus.net/' ], [ { PAGE_SRE_STATUS_URL: 'none' }, undefined ], [ { PAGE_SRE_WIKI_URL: 'https://wiki.example.org' }, undefined ],
		[ { PAGE_SRE_WIKI_URL: 'https://wiki.example.org', PAGE_SRE_STATUS_URL: 'https://status.example.org' }, 'https://status.example.org/' ]
	] )( 'asks Wikimedia\'s status page for Wikimedia\'s wikis alone: %j', ( changes, statusUrl ) => {
		expect( configOf( changes ).statusUrl ).toBe( statusUrl );
	} );

	it( 'reads a whole configuration', () => {
		expect( configOf( { PAGE_SRE_LISTEN: '[::1]:8080', PAGE_SRE_POLL_SECONDS: '0.5' } ) ).toMatchObject( {
			publicUrl: 'https://page-sre.example.org',
			listen: { host: '::1', port: 8080 },
			contact: 'sre@example.org',
			oauth: { consumerKey: 'c'.repeat( 32 ) },
			providers: [ { name: 'splunk-on-call', settings: { routingKey: 'sre' } } ],
			pollMs: 500
		} );
	} );

	it( 'has safe defaults for what may be left out', () => {
		expect( configOf() ).toMatchObject( {
			listen: { host: '127.0.0.1', port: 3000 },
			wikiUrl: 'https://meta.wikimedia.org',
			wikiOrigins: [ 'https://meta.wikimedia.org' ],
			group: 'steward',
			store: 'data/page-sre.sqlite',
			bounds: { failoverMs: 45_000, deadlineMs: 120_000, ringMs: 25_000, answerMs: 300_000 },
			pollMs: 10_000,
			logLevel: 'info',
			ircChannel: '#wikimedia-sre on Libera.Chat'
		} );
		expect( configOf().providers[ 0 ]!.settings ).toMatchObject( {
			ingestUrl: 'https://alert.victorops.com/integrations/generic/20131114/alert/', apiUrl: 'https://api.victorops.com/api-public/v1/'
		} );
	} );

	it( 'lets only the home wiki call us unless others are named', () => {
		expect( configOf( { PAGE_SRE_WIKI_URL: 'https://wiki.example.org' } ).wikiOrigins ).toEqual( [ 'https://wiki.example.org' ] );
		expect( configOf( { PAGE_SRE_WIKI_ORIGINS: 'https://a.example.org, https://b.example.org' } ).wikiOrigins )
			.toEqual( [ 'https://a.example.org', 'https://b.example.org' ] );
	} );

	it( 'names every missing variable at once', () => {
		const result = readConfig( {}, () => '' );
		expect( result.kind === 'faults' && result.faults ).toEqual( expect.arrayContaining( [
			'PAGE_SRE_PUBLIC_URL', 'PAGE_SRE_CONTACT', 'PAGE_SRE_OAUTH_KEY', 'PAGE_SRE_OAUTH_SECRET', 'PAGE_SRE_PROVIDERS'
		].map( ( name ) => ( { name, problem: 'is required' } ) ) ) );
	} );

	it( 'names what a chosen provider lacks together with all other faults', () => {
		expect( faultsOf( {
			PAGE_SRE_SPLUNK_ON_CALL_REST_KEY: undefined, PAGE_SRE_SPLUNK_ON_CALL_API_KEY: undefined, PAGE_SRE_LISTEN: 'nowhere', PAGE_SRE_TYPO: 'x'
		} ).sort() ).toEqual( [ 'PAGE_SRE_LISTEN', 'PAGE_SRE_SPLUNK_ON_CALL_API_KEY', 'PAGE_SRE_SPLUNK_ON_CALL_REST_KEY', 'PAGE_SRE_TYPO' ] );
	} );

	it.each( [
		[ 'PAGE_SRE_PUBLIC_URL', 'https://page-sre.example.org/' ],
		[ 'PAGE_SRE_PUBLIC_URL', 'page-sre.example.org' ],
		[ 'PAGE_SRE_PUBLIC_URL', 'ftp://example.org' ],
		[ 'PAGE_SRE_PUBLIC_URL', 'https://user:pass@example.org' ],
		[ 'PAGE_SRE_WIKI_URL', 'https://meta.wikimedia.org/wiki/' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://a.example.org,*' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://*' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://*.org' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://*wikipedia.org' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://en.*.org' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://*.*.wikipedia.org' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', 'https://*.wikipedia.org/' ],
		[ 'PAGE_SRE_WIKI_ORIGINS', '' ],
		[ 'PAGE_SRE_LISTEN', '127.0.0.1:70000' ],
		[ 'PAGE_SRE_LISTEN', '' ],
		[ 'PAGE_SRE_CONTACT', '' ],
		[ 'PAGE_SRE_CONTACT', '   ' ],
		[ 'PAGE_SRE_GROUP', '' ],
		[ 'PAGE_SRE_GROUP', 'Stewards of all' ],
		[ 'PAGE_SRE_OAUTH_KEY', 'C'.repeat( 32 ) ],
		[ 'PAGE_SRE_OAUTH_KEY', 'c'.repeat( 31 ) ],
		[ 'PAGE_SRE_OAUTH_SECRET', '' ],
		[ 'PAGE_SRE_OAUTH_SECRET', ' \n' ],
		[ 'PAGE_SRE_STORE', '' ],
		[ 'PAGE_SRE_SPLUNK_ON_CALL_ROUTING_KEY', 'a/b' ],
		[ 'PAGE_SRE_SPLUNK_ON_CALL_INGEST_URL', 'file:///etc/passwd' ],
		[ 'PAGE_SRE_SPLUNK_ON_CALL_API_URL', 'not a url' ],
		[ 'PAGE_SRE_DELIVERY_DEADLINE_SECONDS', '0' ],
		[ 'PAGE_SRE_DELIVERY_DEADLINE_SECONDS', '2 minutes' ],
		[ 'PAGE_SRE_DELIVERY_DEADLINE_SECONDS', '3601' ],
		[ 'PAGE_SRE_POLL_SECONDS', '-1' ],
		[ 'PAGE_SRE_LOG_LEVEL', 'loud' ]
	] )( 'refuses %s=%j', ( name, value ) => {
		expect( faultsOf( { [ name ]: value } ) ).toEqual( [ name ] );
	} );

	// It becomes part of the User-Agent of every call: Node refuses to send such a header at all, and
	// sign-in and membership would fail one by one instead of here.
	it.each( [ 'sre@example.org\r\nX-Evil: 1', 'お問い合わせ', 'tab\there' ] )( 'refuses a contact that no header can carry: %j', ( contact ) => {
		expect( faultsOf( { PAGE_SRE_CONTACT: contact } ) ).toEqual( [ 'PAGE_SRE_CONTACT' ] );
	} );

	it( 'refuses variables with our prefix that it does not know, and leaves others alone', () => {
		expect( faultsOf( { PAGE_SRE_PROVIDER: 'splunk-on-call', PAGE_SRE_OAUTH_SECRETS: 'x', PATH: '/bin', HOME: '/root' } ).sort() )
			.toEqual( [ 'PAGE_SRE_OAUTH_SECRETS', 'PAGE_SRE_PROVIDER' ] );
	} );

	it.each( [ '', ' ', ',', ' , ' ] )( 'refuses to run with no provider: %j', ( providers ) => {
		expect( faultsOf( { PAGE_SRE_PROVIDERS: providers } ) ).toEqual( [ 'PAGE_SRE_PROVIDERS' ] );
	} );

	it.each( [ 'opsgenie', 'constructor', '__proto__', 'toString' ] )( 'refuses a provider that does not exist: %s', ( provider ) => {
		expect( faultsOf( { PAGE_SRE_PROVIDERS: `splunk-on-call,${ provider }` } ) ).toEqual( [ 'PAGE_SRE_PROVIDERS' ] );
	} );

	it( 'refuses a provider named twice', () => {
		expect( faultsOf( { PAGE_SRE_PROVIDERS: 'splunk-on-call, splunk-on-call' } ) ).toEqual( [ 'PAGE_SRE_PROVIDERS' ] );
	} );

	describe( 'with secrets in files', () => {
		const names = [ 'PAGE_SRE_OAUTH_SECRET', 'PAGE_SRE_SPLUNK_ON_CALL_REST_KEY', 'PAGE_SRE_SPLUNK_ON_CALL_API_ID', 'PAGE_SRE_SPLUNK_ON_CALL_API_KEY' ];

		it.each( names )( 'takes %s from its file, without the newline at its end', ( name ) => {
			const config = configOf( { [ name ]: undefined, [ `${ name }_FILE` ]: '/run/secret' }, { '/run/secret': 'from-a-file\n' } );
			const { oauth: { consumerSecret }, providers: [ provider ] } = config;
			const { restKey, apiId, apiKey } = ( provider as ProviderConfig<'splunk-on-call'> ).settings;
			expect( [ consumerSecret, restKey, apiId, apiKey ][ names.indexOf( name ) ]!.reveal() ).toBe( 'from-a-file' );
		} );

		it( 'refuses value and file together', () => {
			expect( faultsOf( { PAGE_SRE_OAUTH_SECRET_FILE: '/run/secret' }, { '/run/secret': 'x' } ) ).toEqual( [ 'PAGE_SRE_OAUTH_SECRET_FILE' ] );
		} );

		it( 'says why a file cannot be read, once, together with other faults', () => {
			const result = read( { PAGE_SRE_OAUTH_SECRET: undefined, PAGE_SRE_OAUTH_SECRET_FILE: '/gone', PAGE_SRE_CONTACT: undefined } );
			expect( result.kind === 'faults' && result.faults ).toEqual( [
				{ name: 'PAGE_SRE_OAUTH_SECRET_FILE', problem: 'cannot be read: ENOENT' },
				{ name: 'PAGE_SRE_CONTACT', problem: 'is required' }
			] );
		} );

		it( 'refuses an empty file', () => {
			expect( faultsOf( { PAGE_SRE_OAUTH_SECRET: undefined, PAGE_SRE_OAUTH_SECRET_FILE: '/empty' }, { '/empty': '\n' } ) )
				.toEqual( [ 'PAGE_SRE_OAUTH_SECRET' ] );
		} );

		it( 'knows no file for what is not secret', () => {
			expect( faultsOf( { PAGE_SRE_CONTACT_FILE: '/contact' }, { '/contact': 'x' } ) ).toEqual( [ 'PAGE_SRE_CONTACT_FILE' ] );
		} );
	} );

	const secrets = [ 'oauth-secret-value', 'rest-key-value', 'api-id-value', 'api-key-value' ];

	it.each( [
		[ 'JSON', ( config: unknown ) => JSON.stringify( config ) ],
		[ 'inspection', ( config: unknown ) => inspect( config, { depth: null, showHidden: true } ) ],
		[ 'an error about it', ( config: unknown ) => inspect( new Error( 'no', { cause: config } ), { depth: null } ) ]
	] )( 'never shows a secret in %s', ( _way, print ) => {
		const printed = print( configOf() );
		expect( secrets.filter( ( secret ) => printed.includes( secret ) ) ).toEqual( [] );
	} );

	it( 'repeats no value in its faults', () => {
		const printed = JSON.stringify( read( { ...Object.fromEntries( Object.keys( whole ).map( ( name ) => [ name, ' \u0000hush/ ' ] ) ) } ) );
		expect( printed ).toContain( 'faults' );
		expect( printed ).not.toContain( 'hush' );
	} );
} );

describe( 'isConfigured', () => {
	it( 'is false on a bare machine', () => {
		expect( isConfigured( { PATH: '/bin', HOME: '/root' } ) ).toBe( false );
	} );

	// A typo in the only variable must not start the sandbox and look fine.
	it.each( [ [ 'PAGE_SRE_CONTACT', 'x' ], [ 'PAGE_SRE_TYPO', '' ] ] )( 'is true as soon as anything of ours is set: %s=%j', ( name, value ) => {
		expect( isConfigured( { [ name ]: value } ) ).toBe( true );
	} );
} );
