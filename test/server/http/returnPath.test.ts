// Where a browser goes on after signing in: to an address of ours, or nowhere.
import { describe, expect, it } from 'vitest';
import { returnSchema } from '../../../server/http/returnPath.ts';

const page = '01JDXZ5M4T8N0Q1R2S3T4V5W6X';

describe( 'The way back', () => {
	it.each( [
		'/sre', '/sre/', '/sre/grants', `/sre/pages/${ page }`, '/sre/audit.csv', `/pages/${ page }`, '/sre/audit?person=Foo%20Bar&from=2026-11-01', '/sre/pages?before=x'
	] )( 'may be %s', ( path ) => {
		expect( returnSchema.parse( path ) ).toBe( path );
		expect( new URL( path, 'https://page-sre.example.org' ).href ).toBe( `https://page-sre.example.org${ path }` );
	} );

	it( 'is the first view, in the panel\'s word', () => {
		expect( returnSchema.parse( 'standalone' ) ).toBe( '/' );
	} );

	it.each( [
		'', '/', '//evil.example.org', '///evil.example.org', '/\\evil.example.org', '\\\\evil.example.org', 'https://evil.example.org', 'https:/sre', 'javascript:alert(1)', 'data:text/html,x',
		'sre', 'evil.example.org/sre', '@evil.example.org', '/sre@evil.example.org', '//evil.example.org/sre/pages', '/sre//evil.example.org', '/sre/..//evil.example.org', '/sre/../../x',
		'/sre/./x', '/sre/.', '/sre/%2e%2e/x', '/sre/%2F%2Fevil.example.org', '/sre\\evil', '/sre/\\evil', '/sre/\tx', '/sre\n', '/sre/x\r\nSet-Cookie: a=b', ' /sre', '/sre ', '/srex', '/SRE',
		'/sre/x#y', '/sre?\\\\evil', '/sre?x=<script>', '/v1/session', '/oauth/start?return=/sre', '/sso/start', '/pages', '/pages/', '/pages/x', `/pages/${ page }/`, `/pages/${ page }x`,
		`/pages/${ page }?x`, `/pages/${ page }/../../v1`, `/pages/${ page.toLowerCase() }`, `//pages/${ page }`, 'standalone/', 'xstandalone', 'STANDALONE', `/sre/${ 'x'.repeat( 101 ) }`, `/sre?${ 'x'.repeat( 1001 ) }`
	] )( 'is never %j', ( path ) => {
		expect( returnSchema.safeParse( path ).success ).toBe( false );
	} );

	it.each( [ undefined, null, 5, [ '/sre' ], { toString: () => '/sre' } ] )( 'is no %j', ( path ) => {
		expect( returnSchema.safeParse( path ).success ).toBe( false );
	} );
} );
