// What `npm run lint:code` asks: Wikimedia's style, the mistakes that types can find, one owner for every
// library and door, and our conventions about comments. What is long lies in .eslint/.
import js from '@eslint/js';
import stylistic from '@stylistic/eslint-plugin';
import { defineConfig } from 'eslint/config';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { conventions } from './.eslint/conventions.js';
import { ownership } from './.eslint/ownership.js';
import { style, styleInTemplates } from './.eslint/style.js';

const code = [ 'server/**/*.ts', 'gadget/**/*.ts', 'gadget/**/*.vue', 'test/**/*.ts', '*.ts' ];

const unusedVariables = { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true };

/** What types can find. Rules that only ask for more words are left out. */
const typed = {
	'@typescript-eslint/consistent-type-exports': 'error',
	'@typescript-eslint/consistent-type-imports': [ 'error', { disallowTypeAnnotations: false } ],
	'@typescript-eslint/explicit-module-boundary-types': 'error',
	'@typescript-eslint/no-shadow': 'error',
	'@typescript-eslint/no-unused-vars': [ 'error', unusedVariables ],
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
		plugins: { '@stylistic': stylistic, '@typescript-eslint': tseslint.plugin, house: conventions },
		rules: {
			...style,
			'no-unused-vars': [ 'error', unusedVariables ],
			'house/opens-with-purpose': 'error',
			'house/disable-says-why': 'error'
		}
	},
	{ name: 'house/tools', files: [ '*.js', '*.cjs', '.eslint/*.js' ], languageOptions: { globals: globals.node } },
	{
		name: 'house/sandbox-modules',
		files: [ 'server/sandbox/wiki/**/*.js' ],
		// The sandbox wiki's loader wraps them as ResourceLoader does.
		languageOptions: { globals: { module: 'writable', require: 'readonly', mw: 'readonly' } }
	},
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
			...styleInTemplates,
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
			'vue/max-attributes-per-line': [ 'error', { singleline: 3, multiline: 1 } ],
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
		files: [ 'gadget/**', 'test/gadget/**', 'test/states/**' ],
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
	...ownership,
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
