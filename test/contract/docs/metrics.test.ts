// The table of docs/metrics.md is what a server exposes: generated here from the figures themselves, and held
// against what createMetrics really tells.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OTHER, routeTemplates } from '../../../server/http/routeTemplates.ts';
import { figures, providerVerdicts, type Figure } from '../../../server/watching/figures.ts';
import { someMetrics } from '../../server/watching/someMetrics.ts';

/** Of labels that are not told beforehand. */
const valuesElsewhere: Record<string, readonly string[]> = {
	verdict: providerVerdicts,
	method: [ 'GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', OTHER ],
	status: [ '1xx', '2xx', '3xx', '4xx', '5xx' ]
};
const inWords: Record<string, string> = {
	provider: 'a name of `PAGE_SRE_PROVIDERS`; with deliveries also `drill/…` and `heartbeat`',
	route: 'a template below, or `other`',
	code: 'an [error code](../server/contract/problem.ts)'
};

function valuesOf( { labels, combinations }: Figure ): string {
	const known = combinations( [] );
	return labels.map( ( label ) => {
		const closed = [ ...new Set( known.map( ( one ) => one[ label ] ?? '' ) ) ];
		const values = closed.length > 0 ? closed : [ ...new Set( combinations( [ 'any' ] ).map( ( one ) => one[ label ] ?? '' ) ) ];
		const told = values.length > 0 && label !== 'provider' ? values : valuesElsewhere[ label ] ?? [];
		return `\`${ label }\`: ${ inWords[ label ] ?? told.map( ( value ) => value === '' ? 'empty' : `\`${ value }\`` ).join( ' ' ) }`;
	} ).join( '; ' );
}

const rows = Object.values<Figure>( figures ).map( ( figure ) => `| \`${ figure.name }\` | ${ figure.type } | ${ valuesOf( figure ) } | ${ figure.means } |` );
const document = readFileSync( new URL( '../../../docs/metrics.md', import.meta.url ), 'utf8' );

describe( 'docs/metrics.md', () => {
	it( 'says of every figure what it is, which labels it has, and what it means', () => {
		const table = [ '| metric | type | labels | meaning |', '|---|---|---|---|', ...rows ].join( '\n' );
		const documented = document.split( '\n' ).filter( ( line ) => line.startsWith( '|' ) ).join( '\n' );
		expect( documented, `docs/metrics.md must hold this table:\n\n${ table }\n` ).toBe( table );
	} );

	it( 'lists the templates of paths', () => {
		expect( document ).toContain( routeTemplates.map( ( template ) => `\`${ template }\`` ).join( ' ' ) );
	} );

	it( 'names exactly what is exposed', async () => {
		const { text } = await someMetrics().expose( { now: 0, writable: true, store: undefined, verdicts: [] } );
		const exposed = [ ...text.matchAll( /^# TYPE (\S+) (\S+)$/gm ) ].map( ( [ , name, type ] ) => `${ name } ${ type }` );
		const named = [ ...document.matchAll( /^\| `(\w+)` \| (\w+) \|/gm ) ].map( ( [ , name, type ] ) => `${ name } ${ type }` );
		expect( named.sort() ).toEqual( exposed.sort() );
	} );
} );
