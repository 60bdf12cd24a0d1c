// Which room may import which: the arrows of the house, one rule for each room, in one direction only.
// A room's rule lists what it may import; everything else in the project is refused. Libraries have
// their owners in eslint.config.js.

const product = '^(server|gadget|test|i18n)/';

/** Type imports vanish before anything runs, so they tie nobody to an implementation. */
const typesOnly = [ 'type-only' ];

/**
 * @param {string} name also the first words a person reads when the rule bites
 * @param {string} from path of the room, as a pattern
 * @param {{ value?: string[], types?: string[] }} may patterns of what it may import, beyond itself
 * @return {object[]} two rules: nothing but these at run time; nothing but these and those as types
 */
const room = ( name, from, { value = [], types = [] } ) => [
	{
		name: `${ name }-imports`,
		comment: `At run time it may import only itself${ value.map( ( path ) => ` ${ path }` ).join() }.`,
		severity: 'error',
		from: { path: from },
		to: { path: product, pathNot: [ from, ...value ], dependencyTypesNot: typesOnly }
	},
	{
		name: `${ name }-types`,
		comment: `As types it may import only the same and${ types.map( ( path ) => ` ${ path }` ).join() }.`,
		severity: 'error',
		from: { path: from },
		to: { path: product, pathNot: [ from, ...value, ...types ], dependencyTypes: typesOnly }
	}
];

const contract = '^server/contract/';
const closedLists = '^server/contract/(page|problem|text)[.]ts$';
const domainWords = '^server/pages/(page|ports|provider|unpaged)[.]ts$';
const ports = '^server/pages/ports[.]ts$';
const provider = '^server/pages/provider[.]ts$';
const errors = '^server/errors[.]ts$';
// What everybody may be handed: neither imports anything of ours.
const logger = '^server/logger[.]ts$';
const watchingPorts = '^server/watching/ports[.]ts$';
const secret = '^server/secret[.]ts$';
const cutText = '^server/cutText[.]ts$';
const retryAfter = '^server/retryAfter[.]ts$';
const configured = '^server/configuredProviders[.]ts$';
const messages = '^i18n/[^/]+[.]json$';

const rooms = [
	// The panel reaches the loader's page by ResourceLoader, on click; an import would put it into every page view.
	...room( 'loader', '^gadget/loader/', { value: [ messages ] } ),
	...room( 'panel', '^gadget/panel/', { value: [ messages, '^gadget/(course|aid)/index[.]ts$' ], types: [ contract ] } ),
	// What lies in both would be loaded twice: it takes everything by one door.
	...[ 'course', 'aid' ].flatMap( ( part ) =>
		room( part, `^gadget/${ part }/`, { value: [ messages, '^gadget/panel/shared[.]ts$' ], types: [ contract, '^gadget/panel/' ] } ) ),
	...room( 'build', '^gadget/(webpack[.]config[.]ts$|build/)', { value: [ messages ] } ),
	...room( 'contract', contract, {} ),
	...room( 'errors', errors, { types: [ contract ] } ),
	...room( 'logger', logger, {} ),
	...room( 'secret', secret, {} ),
	...room( 'clock', '^server/clock[.]ts$', { types: [ ports ] } ),
	...room( 'pages', '^server/pages/', { value: [ errors, closedLists ], types: [ contract, logger ] } ),
	...room( 'wiki', '^server/wiki/', { value: [ errors, retryAfter ], types: [ domainWords, contract, logger, secret, '^server/access/ports[.]ts$' ] } ),
	...room( 'oncall', '^server/oncall/', { value: [ errors, provider, cutText, retryAfter ], types: [ domainWords, contract, logger, secret ] } ),
	...room( 'announce', '^server/announce/', { value: [ errors, provider, cutText ], types: [ domainWords, contract, logger, secret ] } ),
	...room( 'store', '^server/store/', {
		value: [ errors, closedLists, domainWords ],
		types: [ contract, '^server/(auth|access)/ports[.]ts$', watchingPorts, logger, secret ]
	} ),
	...room( 'auth', '^server/auth/', { value: [ errors ], types: [ contract, domainWords, logger, secret ] } ),
	...room( 'access', '^server/access/', {
		value: [ errors, closedLists, '^server/contract/faults[.]ts$', '^server/pages/page[.]ts$' ],
		types: [ contract, domainWords, logger, secret ]
	} ),
	...room( 'watching', '^server/watching/', { value: [ closedLists, provider ], types: [ contract, domainWords, errors, logger, '^server/pages/submitPage[.]ts$' ] } ),
	...room( 'http', '^server/http/', { value: [ errors, contract, '^server/(pages|auth|access)/' ], types: [ logger, secret ] } ),
	...room( 'worker', '^server/worker[.]ts$', { value: [ errors, '^server/pages/' ], types: [ logger, secret ] } ),
	...room( 'config', '^server/(config|configTypes|providerConfig|accessConfig)[.]ts$', { value: [ errors, contract, secret ], types: [ logger, ports ] } ),
	...room( 'stores', '^server/stores[.]ts$', { value: [ '^server/store/' ], types: [ '^server/(auth|access)/ports[.]ts$', watchingPorts, domainWords, logger, secret, '^server/config[.]ts$' ] } ),
	...room( 'people', '^server/people[.]ts$', { value: [ '^server/(access|wiki)/', configured ], types: [ '^server/(config|stores)[.]ts$', contract, domainWords, logger ] } ),
	...room( 'situation', '^server/situation[.]ts$', { value: [ '^server/pages/', '^server/oncall/statusPage[.]ts$', configured ], types: [ '^server/config[.]ts$', logger ] } ),
	...room( 'server', '^server/server[.]ts$', { value: [ '^server/(?!main|cli|sandbox)' ] } ),
	...room( 'cut-text', cutText, {} ),
	...room( 'retry-after', retryAfter, { types: [ domainWords ] } ),
	...room( 'configured-providers', configured, { value: [ '^server/oncall/' ], types: [ '^server/config[.]ts$', domainWords ] } ),
	...room( 'main', '^server/main[.]ts$', { value: [ '^server/(server|config|errors|logger|clock|newId)[.]ts$' ] } ),
	...room( 'cli', '^server/cli[.]ts$', { value: [ '^server/(main|clock)[.]ts$', '^server/commands/' ] } ),
	...room( 'doctor', '^server/doctor/', {
		value: [ '^server/(auth|wiki|oncall)/', '^server/stores[.]ts$', configured ],
		types: [ '^server/config[.]ts$', domainWords, contract ]
	} ),
	...room( 'commands', '^server/commands/', {
		value: [ '^server/(main|server|stores|people|config|errors|logger|clock)[.]ts$', '^server/(oncall|sandbox|access|wiki|doctor)/', configured, provider, secret ],
		types: [ contract, domainWords ]
	} ),
	// The outside world knows nothing of us, or it would agree with our mistakes.
	...room( 'sandbox', '^server/sandbox/', {} )
];

module.exports = {
	forbidden: [
		...rooms,
		{
			name: 'sandbox-only-by-commands',
			comment: 'The product runs against the outside world, whether real or not, and cannot tell.',
			severity: 'error',
			from: { pathNot: '^(server/commands/|server/sandbox/|test/)' },
			to: { path: '^server/sandbox/' }
		},
		{
			name: 'nothing-imports-tests',
			severity: 'error',
			from: { pathNot: '^test/' },
			to: { path: '^test/' }
		},
		{
			name: 'server-and-gadget-apart',
			comment: 'They meet on the wire; the panel may know the wire by its types.',
			severity: 'error',
			from: { path: '^server/' },
			to: { path: '^gadget/' }
		},
		{
			name: 'no-cycles',
			severity: 'error',
			from: {},
			to: { circular: true }
		},
		{
			name: 'no-orphans',
			comment: 'A file that nobody imports and that starts nothing is dead.',
			severity: 'error',
			from: {
				orphan: true,
				pathNot: [
					'[.]d[.]ts$', '^server/(main|cli)[.]ts$', '^gadget/(loader|panel|course|aid)/(index|standalone|wiki)[.]ts$',
					'^gadget/webpack[.]config[.]ts$', '^test/.+[.]test[.]ts$', '^test/checkMessages[.]ts$',
					// Scripts that a browser asks for; loaders that webpack asks for, by path.
					'^server/.+[.]js$', '^gadget/build/'
				]
			},
			to: {}
		},
		{
			name: 'rooms-are-nouns-of-the-domain',
			comment: 'utils, helpers and common are places where things get lost; say what it is.',
			severity: 'error',
			from: {},
			to: { path: '/(utils|util|helpers|helper|common|misc|lib)[./]', pathNot: 'node_modules' }
		},
		{
			name: 'resolvable',
			severity: 'error',
			from: {},
			to: { couldNotResolve: true }
		},
		{
			name: 'server-runs-on-dependencies',
			comment: 'An installation without development packages must still page; the sandbox needs them anyway, for the gadget.',
			severity: 'error',
			from: { path: '^server/', pathNot: '^server/sandbox/' },
			to: { dependencyTypes: [ 'npm-dev' ], dependencyTypesNot: typesOnly }
		},
		{
			name: 'sandbox-when-asked',
			comment: 'await import() it: what pages for real must not load it, nor fail for want of its packages.',
			severity: 'error',
			from: { path: '^server/', pathNot: '^server/sandbox/' },
			to: { path: '^server/sandbox/', dynamic: false, dependencyTypesNot: typesOnly }
		},
		{
			name: 'traces-when-asked',
			comment: 'await import() it: where traces are off, nothing of them is loaded.',
			severity: 'error',
			from: { path: '^server/' },
			to: { path: '^server/watching/tracing[.]ts$', dynamic: false, dependencyTypesNot: typesOnly }
		},
		{
			name: 'other-parts-when-asked',
			comment: 'await import() them: the panel must open, and page, without them.',
			severity: 'error',
			from: { path: '^gadget/panel/' },
			to: { path: '^gadget/(course|aid)/', dynamic: false, dependencyTypesNot: typesOnly }
		},
		{
			name: 'declared-packages',
			severity: 'error',
			from: {},
			to: { dependencyTypes: [ 'npm-no-pkg', 'npm-unknown' ] }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^gadget/dist/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'test/tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: [ 'exports' ],
			conditionNames: [ 'import', 'node', 'default', 'types' ],
			mainFields: [ 'module', 'main', 'types' ],
			extensions: [ '.ts', '.js', '.vue', '.json', '.d.ts' ]
		}
	}
};
