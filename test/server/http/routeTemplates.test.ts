// Paths in figures: every route that we have is told by its template, and nothing that a stranger types is.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routeTemplates, templateOf } from '../../../server/http/routeTemplates.ts';

const room = new URL( '../../../server/http/', import.meta.url );
const sources = globSync( [ 'routes/*.ts', 'responders/*.ts' ], { cwd: room } ).map( ( path ) => readFileSync( new URL( path, room ), 'utf8' ) );

describe( 'templateOf', () => {
	it.each( [
		[ '/', '/' ],
		[ '/v1/pages', '/v1/pages' ],
		[ '/v1/pages/?limit=3', '/v1/pages' ],
		[ '/v1/pages/01JDCWZ5X0000000000000000A/events', '/v1/pages/:id/events' ],
		[ '/V1/Pages', '/v1/pages' ],
		[ '/sre', '/sre/' ],
		[ '/sre/audit.csv?person=50001', '/sre/audit.csv' ],
		[ '/sre/auditXcsv', 'other' ],
		[ '/assets/a/b.js', '/assets/*' ],
		[ '/oauth/callback?oauth_verifier=secret', '/oauth/callback' ],
		[ '/wp-login.php', 'other' ],
		[ '/v1/pages/a/b/c', 'other' ],
		[ '/v1/hooks/%2e%2e%2f', '/v1/hooks/:provider' ],
		[ 'http://elsewhere.example/v1/pages', 'other' ],
		[ '', '/' ]
	] )( 'says of %j: %s', ( url, template ) => {
		expect( templateOf( url ) ).toBe( template );
	} );

	it( 'knows every route that express has', () => {
		const routed = sources.flatMap( ( source ) => [ ...source.matchAll( /router\.(?:get|post|put|delete|use)\( (?:'([^']+)'|\[ (.*?) \])/g ) ] )
			.flatMap( ( [ , one, several ] ) => one === undefined ? [ ...several!.matchAll( /'([^']+)'/g ) ].map( ( [ , path ] ) => path! ) : [ one ] )
			.filter( ( path ) => path !== '/' );
		expect( routed.length ).toBeGreaterThan( 20 );
		for ( const path of routed ) {
			expect( routeTemplates.some( ( template ) => template.replace( /\/\*$/, '' ).endsWith( path ) ), path ).toBe( true );
		}
	} );
} );
