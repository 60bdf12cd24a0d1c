// One owner for every library and every door to the outside, room by room. Which room may import which
// room is not decided here but in .dependency-cruiser.cjs.

/** What has one owner. Libraries by import pattern, doors to the outside by global, property or syntax. */
const owned = {
	express: { imports: [ 'express', 'express/*' ] },
	passport: { imports: [ 'passport', 'passport-*' ] },
	jose: { imports: [ 'jose', 'jose/*' ] },
	axios: { imports: [ 'axios', 'axios/*' ] },
	database: { imports: [ 'kysely', 'kysely/*', 'node:sqlite', 'pg', 'pg-*' ] },
	pino: { imports: [ 'pino', 'pino/*' ] },
	ids: { imports: [ 'ulid' ] },
	metrics: { imports: [ 'prom-client' ] },
	traces: { imports: [ '@opentelemetry/*' ] },
	vue: { imports: [ 'vue', 'vue/*', '@wikimedia/codex', '@wikimedia/codex/*', '@wikimedia/codex-icons' ] },
	network: { globals: [ 'fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket' ] },
	mw: { globals: [ 'mw', 'mediaWiki', '$', 'jQuery' ] },
	environment: {
		imports: [ 'process', 'node:process' ],
		properties: [ { object: 'process', property: 'env' } ]
	},
	clock: {
		properties: [ { object: 'Date', property: 'now' } ],
		syntax: [ 'NewExpression[callee.name="Date"][arguments.length=0]', 'CallExpression[callee.name="Date"]' ]
	}
};

/** Later rooms win, so a file named after its room repeats what it keeps. Tests own everything. */
const rooms = [
	{ files: [ 'server/**', 'gadget/**' ], may: [] },
	{ files: [ 'server/http/**' ], may: [ 'express' ] },
	{ files: [ 'server/auth/**' ], may: [ 'passport', 'jose' ] },
	{ files: [ 'server/wiki/**', 'server/oncall/**' ], may: [ 'axios' ] },
	{ files: [ 'server/store/**' ], may: [ 'database' ] },
	{ files: [ 'server/logger.ts' ], may: [ 'pino' ] },
	{ files: [ 'server/watching/**' ], may: [ 'metrics', 'traces' ] },
	{ files: [ 'server/server.ts', 'server/clock.ts' ], may: [ 'clock' ] },
	{ files: [ 'server/main.ts' ], may: [ 'environment', 'clock' ] },
	{ files: [ 'server/newId.ts' ], may: [ 'ids' ] },
	{ files: [ 'server/cli.ts' ], may: [ 'environment' ] },
	// The outside world keeps its own time, its wiki has its own mw, and its pages their own scripts.
	{ files: [ 'server/sandbox/**' ], may: [ 'clock', 'mw', 'network' ] },
	{ files: [ 'gadget/webpack.config.ts', 'gadget/build/**' ], may: [ 'environment' ] },
	{ files: [ 'gadget/loader/**' ], may: [ 'mw' ] },
	{ files: [ 'gadget/panel/**', 'gadget/course/**', 'gadget/aid/**' ], may: [ 'vue' ] },
	{ files: [ 'gadget/course/wiki.ts', 'gadget/aid/wiki.ts' ], may: [ 'mw' ] },
	{ files: [ 'gadget/panel/host*.ts' ], may: [ 'vue', 'mw', 'clock' ] },
	{ files: [ 'gadget/panel/api.ts' ], may: [ 'vue', 'network' ] }
];

/** The rules of one room. */
function rulesOf( { files, may } ) {
	const refused = Object.entries( owned ).filter( ( [ name ] ) => !may.includes( name ) );
	const owners = ( name ) => rooms.filter( ( room ) => room.may.includes( name ) ).flatMap( ( room ) => room.files ).join( ', ' );
	const each = ( kind, make ) => refused.flatMap( ( [ name, what ] ) =>
		( what[ kind ] ?? [] ).map( ( item ) => make( item, `Only ${ owners( name ) } may touch this.` ) ) );
	const properties = each( 'properties', ( item, message ) => ( { ...item, message } ) );
	return {
		name: `house/ownership ${ files.join( ' ' ) }`,
		files,
		rules: {
			'@typescript-eslint/no-restricted-imports': [ 'error', { patterns: [
				...each( 'imports', ( group, message ) => ( { group: [ group ], message } ) ),
				{ regex: '^\\.\\.?/(?!.*\\.(ts|vue|json|css|less|svg)$)', message: 'A relative import names its file with its ending.' }
			] } ],
			'no-restricted-globals': [ 'error', {
				globals: [
					...each( 'globals', ( name, message ) => ( { name, message } ) ),
					{ name: 'event', message: 'Take the event as a parameter.' },
					{ name: 'name', message: 'This is the name of the window.' }
				],
				checkGlobalObject: true
			} ],
			// Without a list ESLint would keep that of the room before.
			'no-restricted-properties': properties.length === 0 ? 'off' : [ 'error', ...properties ],
			'no-restricted-syntax': [
				'error',
				...each( 'syntax', ( selector, message ) => ( { selector, message } ) ),
				{ selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that owns the name.' },
				{ selector: 'ExportNamedDeclaration[source]', message: 'No barrel files: import from the file that owns the name.' }
			]
		}
	};
}

export const ownership = rooms.map( rulesOf );
