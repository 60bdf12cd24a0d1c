// How code looks: Wikimedia's conventions, restated because their own package speaks to an ESLint that is
// no longer maintained (ADR 2). Only looks and habits; mistakes are found by other rules.

/** https://www.mediawiki.org/wiki/Manual:Coding_conventions/JavaScript, as eslint-config-wikimedia 0.32 enforces it. */
export const style = {
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
export const styleInTemplates = Object.fromEntries( [
	'array-bracket-spacing', 'arrow-spacing', 'block-spacing', 'comma-dangle', 'comma-spacing', 'eqeqeq', 'key-spacing', 'keyword-spacing',
	'no-multi-spaces', 'no-useless-concat', 'object-curly-spacing', 'operator-linebreak', 'quote-props', 'space-in-parens',
	'space-infix-ops', 'space-unary-ops'
].map( ( rule ) => [ `vue/${ rule }`, style[ `@stylistic/${ rule }` ] ?? style[ rule ] ] ) );
