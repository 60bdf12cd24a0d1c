// Whoever is woken finds what to do: every ERROR line of the source and every alert rule is in docs/alarms.md,
// and rules and dashboard speak only of figures that there are, by labels and values that they can have.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figures, providerVerdicts, settings, type Figure } from '../../../server/watching/figures.ts';

const root = join( import.meta.dirname, '../../..' );
const read = ( path: string ): string => readFileSync( join( root, path ), 'utf8' );

const alarms = read( 'docs/alarms.md' );
const rules = read( 'docs/watching/rules.yml' );
const dashboard = JSON.parse( read( 'docs/watching/dashboard.json' ) ) as Dashboard;

interface Panel {
	id: number;
	type: string;
	title: string;
	description?: string;
	datasource?: { type: string; uid: string };
	gridPos: { x: number; y: number; w: number; h: number };
	targets?: { expr: string; refId: string }[];
}

interface Dashboard {
	uid: string;
	title: string;
	version: number;
	schemaVersion: number;
	templating: { list: { name: string; type: string; query: string }[] };
	panels: Panel[];
}

const byName = new Map( Object.values<Figure>( figures ).map( ( figure ) => [ figure.name, figure ] ) );
/** What the system adds, and what our own rules record. */
const elsewhere = [ 'page_sre:provider_failing:increase5m' ];
const setByPrometheus = [ 'job', 'instance', 'le' ];

/** Every use of a figure, with the labels that it is chosen by. */
function uses( expr: string ): { name: string; chosen: { label: string; operator: string; value: string }[] }[] {
	return [ ...expr.matchAll( /\b((?:page_sre[_:]|process_|nodejs_)[\w:]+)(?:\{([^}]*)\})?/g ) ].map( ( [ , name = '', selector = '' ] ) => ( {
		name,
		chosen: [ ...selector.matchAll( /(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g ) ].map( ( [ , label = '', operator = '', value = '' ] ) => ( { label, operator, value } ) )
	} ) );
}

function expectKnown( expr: string ): void {
	for ( const { name, chosen } of uses( expr ).filter( ( use ) => !elsewhere.includes( use.name ) ) ) {
		const figure = byName.get( name ) ?? byName.get( name.replace( /_(bucket|count|sum)$/, '' ) );
		expect( figure, `${ name } in ${ expr }` ).toBeDefined();
		for ( const { label, operator, value } of chosen.filter( ( one ) => !setByPrometheus.includes( one.label ) ) ) {
			expect( figure!.labels, `${ label } of ${ name }` ).toContain( label );
			const values = [ ...figure!.combinations( [] ).map( ( one ) => one[ label ] ), ...label === 'verdict' ? providerVerdicts : [], ...label === 'setting' ? settings : [] ];
			if ( values.length > 0 ) {
				expect( values, `${ label } of ${ name }` ).toEqual( expect.arrayContaining( operator.endsWith( '~' ) ? value.split( '|' ) : [ value ] ) );
			}
		}
	}
}

const alerts = rules.split( /^ +- alert: /m ).slice( 1 ).map( ( text ) => ( {
	name: /^\w+/.exec( text )![ 0 ],
	expr: /expr: \|\n((?: {10}.*\n)+)/.exec( text )![ 1 ]!,
	severity: /severity: (\w+)/.exec( text )?.[ 1 ],
	summary: /summary: '(.+)'/.exec( text )?.[ 1 ],
	runbook: /runbook: (\S+)/.exec( text )?.[ 1 ]
} ) );

describe( 'The alert rules', () => {
	it( 'are there', () => {
		expect( alerts.length ).toBeGreaterThan( 15 );
	} );

	it.each( alerts )( 'say of $name how bad it is, what has happened, and where to read what to do', ( { name, severity, summary, runbook } ) => {
		expect( [ 'critical', 'warning' ] ).toContain( severity );
		expect( summary ).toMatch( /\.$/ );
		expect( runbook ).toBe( `docs/alarms.md#${ name.toLowerCase() }` );
		expect( alarms.split( '\n' ) ).toContain( `## ${ name }` );
	} );

	it.each( alerts )( 'look, for $name, at figures that there are', ( { expr } ) => {
		expectKnown( expr );
	} );

	it( 'have all sections of docs/alarms.md, and no others', () => {
		expect( [ ...alarms.matchAll( /^## (\w+)$/gm ) ].map( ( [ , name ] ) => name ).sort() ).toEqual( alerts.map( ( { name } ) => name ).sort() );
	} );
} );

describe( 'The dashboard', () => {
	const { panels } = dashboard;
	const drawn = panels.filter( ( { type } ) => type !== 'row' );

	it( 'can be imported anywhere: an id of its own, and the source of data chosen there', () => {
		expect( dashboard ).toMatchObject( { uid: 'page-sre', title: 'Page SRE', version: expect.any( Number ) as number } );
		expect( dashboard.schemaVersion ).toBeGreaterThanOrEqual( 36 );
		expect( dashboard.templating.list ).toContainEqual( expect.objectContaining( { name: 'datasource', type: 'datasource', query: 'prometheus' } ) );
		for ( const { datasource } of drawn ) {
			expect( datasource ).toEqual( { type: 'prometheus', uid: '${datasource}' } );
		}
	} );

	it( 'has panels that lie beside each other', () => {
		expect( new Set( panels.map( ( { id } ) => id ) ).size ).toBe( panels.length );
		const cells = panels.flatMap( ( { gridPos: { x, y, w, h } } ) =>
			Array.from( { length: w * h }, ( _, cell ) => `${ x + cell % w } ${ y + Math.floor( cell / w ) }` ) );
		expect( new Set( cells ).size ).toBe( cells.length );
		expect( Math.max( ...panels.map( ( { gridPos: { x, w } } ) => x + w ) ) ).toBeLessThanOrEqual( 24 );
	} );

	it.each( drawn )( 'shows in “$title” figures that there are, and says what is healthy', ( { targets = [], description } ) => {
		expect( description ).toMatch( /\.$/ );
		expect( targets.length ).toBeGreaterThan( 0 );
		for ( const { expr } of targets ) {
			expect( uses( expr ).length ).toBeGreaterThan( 0 );
			expectKnown( expr );
		}
	} );

	it( 'shows every figure that a rule looks at', () => {
		const shown = new Set( drawn.flatMap( ( { targets = [] } ) => targets.flatMap( ( { expr } ) => uses( expr ).map( ( { name } ) => name ) ) ) );
		const lookedAt = uses( alerts.map( ( { expr } ) => expr ).join( ' ' ) ).map( ( { name } ) => name );
		expect( lookedAt.filter( ( name ) => !shown.has( name ) && !elsewhere.includes( name ) ) ).toEqual( [] );
	} );
} );

describe( 'The list of ERROR lines', () => {
	const calls = globSync( 'server/**/*.ts', { cwd: root, exclude: [ 'server/sandbox/**' ] } ).flatMap( ( path ) =>
		[ ...read( path ).matchAll( /\blog\.error\((.*)$/gm ) ].map( ( [ , rest = '' ] ) => ( { path, message: /'((?:[^'\\]|\\.)+)' \);$/.exec( rest )?.[ 1 ] } ) ) );

	it( 'holds every one that the source writes, and no others', () => {
		expect( calls.filter( ( { message } ) => message === undefined ), 'an ERROR line says in one literal what has happened' ).toEqual( [] );
		const listed = [ ...alarms.matchAll( /^\| `(.+?)` \| /gm ) ].map( ( [ , message ] ) => message );
		expect( listed.sort() ).toEqual( [ ...new Set( calls.map( ( { message } ) => message ) ) ].sort() );
	} );
} );
