// How code looks and who may touch what. Wikimedia's conventions restated for flat config (ADR 2), the
// mistakes that types can find, and one owner for every library and every door to the outside.
// Which room may import which room is not decided here but in .dependency-cruiser.cjs.
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig } from 'eslint/config';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const code = [ 'server/**/*.ts', 'gadget/**/*.ts', 'gadget/**/*.vue', 'test/**/*.ts', '*.ts' ];

/** What has one owner. Libraries by import pattern, doors to the outside by global, property or syntax. */
const owned = {
	express: { imports: [ 'express', 'express/*' ] },
	passport: { imports: [ 'passport', 'passport-*' ] },
	jose: { imports: [ 'jose', 'jose/*' ] },
	axios: { imports: [ 'axios', 'axios/*' ] },
	database: { imports: [ 'kysely', 'kysely/*', 'node:sqlite', 'pg', 'pg-*' ] },
	pino: { imports: [ 'pino', 'pino/*' ] },
	ids: { imports: [ 'ulid' ] },
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
	{ files: [ 'server/server.ts', 'server/clock.ts' ], may: [ 'clock', 'ids' ] },
	{ files: [ 'server/main.ts' ], may: [ 'environment', 'clock', 'ids' ] },
	{ files: [ 'server/cli.ts' ], may: [ 'environment' ] },
	// The outside world keeps its own time, its wiki has its own mw, and its pages their own scripts.
	{ files: [ 'server/sandbox/**' ], may: [ 'clock', 'mw', 'network' ] },
	{ files: [ 'gadget/loader/**' ], may: [ 'mw' ] },
	{ files: [ 'gadget/panel/**' ], may: [ 'vue' ] },
	{ files: [ 'gadget/panel/host*.ts' ], may: [ 'vue', 'mw', 'clock' ] },
	{ files: [ 'gadget/panel/api.ts' ], may: [ 'vue', 'network' ] }
];

function ownership( { files, may } ) {
	const refused = Object.entries( owned ).filter( ( [ name ] ) => !may.includes( name ) );
	const owners = ( name ) => rooms.filter( ( room ) => room.may.includes( name ) ).flatMap( ( room ) => room.files ).join( ', ' );
	const each = ( kind, make ) => refused.flatMap( ( [ name, what ] ) =>
		( what[ kind ] ?? [] ).map( ( item ) => make( item, `Only ${ owners( name ) } may touch this.` ) ) );
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
			'no-restricted-properties': [ 'error', ...each( 'properties', ( item, message ) => ( { ...item, message } ) ) ],
			'no-restricted-syntax': [
				'error',
				...each( 'syntax', ( selector, message ) => ( { selector, message } ) ),
				{ selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that owns the name.' },
				{ selector: 'ExportNamedDeclaration[source]', message: 'No barrel files: import from the file that owns the name.' }
			]
		}
	};
}

/** CONTRIBUTING.md's conventions about comments, as far as a program can tell. */
const house = {
	rules: {
		'opens-with-purpose': {
			create: ( { sourceCode, report } ) => ( {
				Program( node ) {
					if ( !/^(#!.*\n)?\s*(\/\/|\/\*|<!--)(?! *eslint)/.test( sourceCode.text ) ) {
						report( { node, loc: { line: 1, column: 0 }, message: 'Open the file with a comment: what it is for and what must never enter it.' } );
					}
				}
			} )
		},
		'disable-says-why': {
			create: ( { sourceCode, report } ) => ( {
				Program() {
					for ( const comment of sourceCode.getAllComments() ) {
						if ( /^\s*eslint-disable/.test( comment.value ) && !/ -- \S/.test( comment.value ) ) {
							report( { loc: comment.loc, message: 'Say why: eslint-disable-next-line <rule> -- <reason>.' } );
						}
					}
				}
			} )
		}
	}
};

/** https://www.mediawiki.org/wiki/Manual:Coding_conventions/JavaScript, as eslint-config-wikimedia 0.32 enforces it. */
const style = {
	'@stylistic/array-bracket-spacing': [ 'error', 'always' ],
	'@stylistic/arrow-parens': [ 'error', 'always' ],
	'@stylistic/arrow-spacing': 'error',
	'@stylistic/block-spacing': 'error',
	'@stylistic/brace-style': [ 'error', '1tbs', { allowSingleLine: true } ],
	'@stylistic/comma-dangle': [ 'error', 'never' ],
	'@stylistic/comma-spacing': 'error',
	'@stylistic/comma-style': 'error',
	'@stylistic/computed-property-spacing': [ 'error', 'always' ],
	'@stylistic/dot-location': [ 'error', 'property' ],
	'@stylistic/eol-last': 'error',
	'@stylistic/function-call-spacing': 'error',
	'@stylistic/indent': [ 'error', 'tab', { SwitchCase: 1 } ],
	'@stylistic/key-spacing': 'error',
	'@stylistic/keyword-spacing': 'error',
	'@stylistic/linebreak-style': 'error',
	// 100 is what to aim at; a schema or a signature may read better on one longer line.
	'@stylistic/max-len': [ 'error', {
		code: 150, tabWidth: 4, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true
	} ],
	'@stylistic/max-statements-per-line': 'error',
	'@stylistic/member-delimiter-style': [ 'error', { singleline: { requireLast: false } } ],
	'@stylistic/new-parens': 'error',
	'@stylistic/no-extra-semi': 'error',
	'@stylistic/no-floating-decimal': 'error',
	'@stylistic/no-multi-spaces': 'error',
	'@stylistic/no-multiple-empty-lines': [ 'error', { max: 1, maxBOF: 0, maxEOF: 0 } ],
	'@stylistic/no-tabs': [ 'error', { allowIndentationTabs: true } ],
	'@stylistic/no-trailing-spaces': 'error',
	'@stylistic/no-whitespace-before-property': 'error',
	'@stylistic/object-curly-spacing': [ 'error', 'always' ],
	// A union of types on several lines begins each with its bar, as TypeScript's own writers do.
	'@stylistic/operator-linebreak': [ 'error', 'after', { overrides: { '|': 'ignore', '&': 'ignore' } } ],
	'@stylistic/quote-props': [ 'error', 'as-needed' ],
	'@stylistic/quotes': [ 'error', 'single', { avoidEscape: true, allowTemplateLiterals: 'always' } ],
	'@stylistic/rest-spread-spacing': 'error',
	'@stylistic/semi': 'error',
	'@stylistic/semi-spacing': 'error',
	'@stylistic/semi-style': 'error',
	'@stylistic/space-before-blocks': 'error',
	'@stylistic/space-before-function-paren': [ 'error', { anonymous: 'always', named: 'never', asyncArrow: 'always' } ],
	'@stylistic/space-in-parens': [ 'error', 'always', { exceptions: [ 'empty' ] } ],
	'@stylistic/space-infix-ops': 'error',
	'@stylistic/space-unary-ops': 'error',
	'@stylistic/spaced-comment': [ 'error', 'always', { exceptions: [ '*' ], block: { balanced: true } } ],
	'@stylistic/switch-colon-spacing': 'error',
	'@stylistic/type-annotation-spacing': 'error',
	'@stylistic/wrap-iife': 'error',
	'array-callback-return': 'error',
	camelcase: [ 'error', { properties: 'never' } ],
	curly: [ 'error', 'all' ],
	eqeqeq: 'error',
	'new-cap': [ 'error', { capIsNew: false } ],
	'no-bitwise': 'error',
	// Text that people type is checked for control characters by regular expressions.
	'no-control-regex': 'off',
	'no-eval': 'error',
	'no-implicit-coercion': [ 'error', { string: true, boolean: false, number: false } ],
	'no-loop-func': 'error',
	'no-return-assign': 'error',
	'no-self-compare': 'error',
	'no-sequences': 'error',
	'no-undef-init': 'error',
	'no-underscore-dangle': [ 'error', { allowFunctionParams: true } ],
	'no-unneeded-ternary': [ 'error', { defaultAssignment: false } ],
	'no-unreachable-loop': 'error',
	'no-useless-concat': 'error',
	'no-var': 'error',
	'prefer-const': [ 'error', { destructuring: 'all' } ],
	'unicode-bom': 'error',
	yoda: 'error'
};

/** eslint-plugin-vue's own copies of the rules above, for the expressions in templates. */
const inTemplates = Object.fromEntries( [
	'array-bracket-spacing', 'arrow-spacing', 'block-spacing', 'comma-dangle', 'comma-spacing', 'eqeqeq', 'key-spacing', 'keyword-spacing',
	'no-multi-spaces', 'no-useless-concat', 'object-curly-spacing', 'operator-linebreak', 'quote-props', 'quotes', 'space-in-parens',
	'space-infix-ops', 'space-unary-ops'
].map( ( rule ) => [ `vue/${ rule }`, style[ `@stylistic/${ rule }` ] ?? style[ rule ] ] ) );

/** What types can find. Rules that only ask for more words are left out. */
const typed = {
	'@typescript-eslint/consistent-type-exports': 'error',
	'@typescript-eslint/consistent-type-imports': [ 'error', { disallowTypeAnnotations: false } ],
	'@typescript-eslint/explicit-module-boundary-types': 'error',
	'@typescript-eslint/no-shadow': 'error',
	'@typescript-eslint/no-unused-vars': [ 'error', { argsIgnorePattern: '^_', caughtErrors: 'none' } ],
	'@typescript-eslint/no-use-before-define': [ 'error', { functions: false, typedefs: false, ignoreTypeReferences: true, variables: false } ],
	// What was caught is unknown, and rethrowing it is right.
	'@typescript-eslint/only-throw-error': [ 'error', { allowThrowingUnknown: true } ],
	'@typescript-eslint/prefer-promise-reject-errors': [ 'error', { allowThrowingUnknown: true } ],
	// Factories return functions that know no `this`.
	'@typescript-eslint/unbound-method': 'off',
	// An async function without await is how a port is implemented by something synchronous.
	'@typescript-eslint/require-await': 'off',
	'@typescript-eslint/restrict-template-expressions': [ 'error', { allowNumber: true } ],
	'@typescript-eslint/return-await': [ 'error', 'in-try-catch' ],
	'@typescript-eslint/switch-exhaustiveness-check': [ 'error', { considerDefaultExhaustiveForUnions: true } ],
	// Longer needs a reason, written into the disabling comment.
	'max-lines': [ 'error', { max: 250, skipBlankLines: true } ]
};

export default defineConfig(
	{ ignores: [ 'gadget/dist/**', 'data/**', 'test/screenshots/**' ] },
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	js.configs.recommended,
	{
		name: 'house/everything',
		plugins: { '@stylistic': stylistic, '@typescript-eslint': tseslint.plugin, house },
		rules: { ...style, 'house/opens-with-purpose': 'error', 'house/disable-says-why': 'error' }
	},
	{ name: 'house/tools', files: [ '*.js', '*.cjs' ], languageOptions: { globals: globals.node } },
	{
		// Few and small, served as they are; what has types belongs to the gadget.
		name: 'house/scripts-for-browsers',
		files: [ 'server/**/*.js' ],
		languageOptions: { sourceType: 'script', globals: globals.browser },
		rules: { 'no-redeclare': [ 'error', { builtinGlobals: false } ] }
	},
	{
		name: 'house/typed',
		files: code,
		extends: [ tseslint.configs.recommendedTypeChecked ],
		languageOptions: { parserOptions: {
			project: [ 'server/tsconfig.json', 'gadget/tsconfig.json', 'test/tsconfig.json' ],
			tsconfigRootDir: import.meta.dirname,
			extraFileExtensions: [ '.vue' ]
		} },
		rules: typed
	},
	{
		name: 'house/vue',
		files: [ 'gadget/**/*.vue' ],
		extends: [ vue.configs[ 'flat/recommended-error' ] ],
		languageOptions: { parserOptions: { parser: tseslint.parser } },
		rules: {
			...inTemplates,
			'vue/block-lang': [ 'error', { script: { lang: 'ts' } } ],
			'vue/block-order': [ 'error', { order: [ 'template', 'script', 'style' ] } ],
			'vue/component-api-style': [ 'error', [ 'script-setup' ] ],
			'vue/component-name-in-template-casing': [ 'error', 'PascalCase' ],
			'vue/define-macros-order': 'error',
			'vue/html-closing-bracket-newline': 'off',
			'vue/html-indent': [ 'error', 'tab' ],
			'vue/html-self-closing': [ 'error', { html: { void: 'never', normal: 'never', component: 'always' } } ],
			// Components are written in PascalCase in templates, so one word is not mistaken for an element.
			'vue/multi-word-component-names': 'off',
			'vue/max-attributes-per-line': [ 'error', { singleline: 2, multiline: 1 } ],
			'vue/mustache-interpolation-spacing': 'error',
			'vue/no-static-inline-styles': 'error',
			'vue/no-undef-components': 'error',
			'vue/no-unused-emit-declarations': 'error',
			'vue/no-unused-refs': 'error',
			'vue/no-useless-mustaches': 'error',
			'vue/no-useless-v-bind': 'error',
			'vue/no-v-html': 'error',
			'vue/padding-line-between-blocks': 'error',
			'vue/prefer-separate-static-class': 'error',
			'vue/singleline-html-element-content-newline': 'off',
			'@stylistic/max-len': 'off',
			'vue/max-len': [ 'error', { code: 150, template: 150, tabWidth: 4, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true } ]
		}
	},
	{
		// A component is `any` to this linter; vue-tsc knows its type and checks it.
		name: 'house/imports-of-components',
		files: [ 'gadget/**', 'test/gadget/**' ],
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/no-unsafe-argument': 'off',
			'@typescript-eslint/no-unsafe-assignment': 'off',
			'@typescript-eslint/no-unsafe-call': 'off',
			'@typescript-eslint/no-unsafe-member-access': 'off',
			'@typescript-eslint/no-unsafe-return': 'off'
		}
	},
	{
		name: 'house/http',
		files: [ 'server/http/**/*.ts' ],
		// Express 5 takes handlers that return a promise.
		rules: { '@typescript-eslint/no-misused-promises': [ 'error', { checksVoidReturn: { arguments: false } } ] }
	},
	{
		name: 'house/auth',
		files: [ 'server/auth/**/*.ts' ],
		// The libraries under passport name the functions that we override with an underscore.
		rules: { 'no-underscore-dangle': 'off' }
	},
	...rooms.map( ownership ),
	{
		name: 'house/tests',
		files: [ 'test/**/*.ts' ],
		rules: {
			'no-restricted-properties': [ 'error', ...[ 'skip', 'only', 'todo', 'skipIf', 'runIf', 'fails' ].flatMap( ( property ) =>
				[ 'describe', 'it', 'test' ].map( ( object ) => ( { object, property, message: 'Every test runs, everywhere.' } ) ) ) ],
			'no-restricted-syntax': [ 'error', {
				selector: 'CallExpression[callee.property.name=/^toMatch(Inline|File)?Snapshot$/]',
				message: 'A snapshot promises nothing; say what must hold.'
			} ]
		}
	}
);
