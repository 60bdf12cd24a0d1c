// The gadget's builds: for a wiki, where ResourceLoader brings Vue and Codex; for our own origin, with
// both bundled; and the words of other languages, which our server serves to either. A build over its
// budget is a failed build.
import { createRequire } from 'node:module';
import { EsbuildPlugin } from 'esbuild-loader';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import { VueLoaderPlugin } from 'vue-loader';
import webpack from 'webpack';
import type { Configuration } from 'webpack';
import { keepBudgets } from './build/budget.ts';
import { emit } from './build/emit.ts';
import { budgets, definition, entries, header, userScript } from './build/gadgets.ts';
import { shortenExternals } from './build/localNames.ts';
import { emitTranslations, parseBundled, parseMessages, parsePart, parts } from './build/translations.ts';

const { version, homepage } = createRequire( import.meta.url )( '../package.json' ) as { version: string; homepage?: string };
const here = import.meta.dirname;
const root = `${ here }/..`;
const dist = `${ here }/dist`;

// ResourceLoader's validator takes nothing newer and replaces what it does not take by a log line.
const LANGUAGE_LEVEL = 'es2017';
// Where Wikimedia's instance lives; on the wikis' Content-Security-Policy list.
const BACKEND_URL = process.env.PAGE_SRE_BACKEND_URL ?? 'https://page-sre.toolforge.org';
// Where the gadget's titles are, for wikis of the farm that have not got the gadget.
const HOME_URL = process.env.PAGE_SRE_HOME_URL ?? 'https://meta.wikimedia.org/w/index.php';

const englishMessages = /[\\/]i18n[\\/]en\.json$/;

const shared: Configuration = {
	mode: 'production',
	context: root,
	target: [ 'web', 'es2017' ],
	devtool: false,
	// No stand-ins for Node's globals: they come with `new Function`.
	node: false,
	// What is promised about sizes is promised after gzip, below.
	performance: false,
	infrastructureLogging: { level: 'warn' },
	stats: { preset: 'errors-warnings', logging: 'info', loggingDebug: false },
	resolve: { extensions: [ '.ts', '.js' ] },
	module: {
		rules: [
			// What the compiler does for speed is 2 % of the panel, and nothing in it changes often. Comments would come along.
			{ test: /\.vue$/, loader: 'vue-loader', options: { compilerOptions: { hoistStatic: false, cacheHandlers: false, comments: false } } },
			{
				test: /\.ts$/,
				use: [ `${ here }/build/namelessComponents.ts`, { loader: 'esbuild-loader', options: { loader: 'ts', target: LANGUAGE_LEVEL } } ]
			},
			{ test: /\.css$/, use: [ MiniCssExtractPlugin.loader, 'css-loader' ] },
			{ test: englishMessages, resourceQuery: /^$/, type: 'json', parser: { parse: parseBundled } },
			{ test: englishMessages, resourceQuery: /^\?loader$/, type: 'json', parser: { parse: parseMessages } },
			...parts.map( ( part ) => (
				{ test: englishMessages, resourceQuery: new RegExp( `^\\?${ part }$` ), type: 'json', parser: { parse: ( source: string ) => parsePart( part, source ) } } ) )
		]
	},
	optimization: {
		// webpack's own minimizer for scripts: esbuild's makes the panel 2 % heavier, and leaves every Codex component
		// in the standalone build that nobody uses.
		minimizer: [ '...', new EsbuildPlugin( { target: LANGUAGE_LEVEL, css: true, include: /\.css$/ } ) ]
	}
};

const defined = {
	BACKEND_URL: JSON.stringify( BACKEND_URL ),
	HOME_URL: JSON.stringify( HOME_URL ),
	__VUE_OPTIONS_API__: 'true',
	__VUE_PROD_DEVTOOLS__: 'false',
	__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false'
};

/** For the server: file name -> the name with the hash of its content. */
const manifest = emit( 'manifest', ( { assets } ) => {
	const names = Object.keys( assets ).map( ( name ) => [ name.replace( /\.[0-9a-f]{12}\./, '.' ), name ] );
	return { 'manifest.json': JSON.stringify( Object.fromEntries( names ) ) };
} );

/** The loader's own words are in the loader only, another part's in that part only. */
const ownWords = (): webpack.NormalModuleReplacementPlugin =>
	new webpack.NormalModuleReplacementPlugin( englishMessages, ( asked: { context: string; request: string } ) => {
		const room = /[\\/]gadget[\\/](loader|course|aid)$/.exec( asked.context );
		if ( room ) {
			asked.request += `?${ room[ 1 ] }`;
		}
	} );

/** For gadget pages; the files are named as the titles they are put into. */
const wiki: Configuration = {
	...shared,
	name: 'wiki',
	entry: entries,
	output: { path: `${ dist }/wiki`, filename: '[name].js', clean: true },
	// This works however the wiki runs the file; a bare `require` only inside ResourceLoader's wrapping.
	externals: {
		vue: 'var mw.loader.require( "vue" )',
		'@wikimedia/codex': 'var mw.loader.require( "@wikimedia/codex" )',
		// What the other parts take from the panel. The panel itself asks for no such path.
		...Object.fromEntries( [ '..', '../..' ].map( ( up ) =>
			[ `${ up }/panel/shared.ts`, 'var mw.libs.pageSre.shared' ] ) )
	},
	plugins: [
		new VueLoaderPlugin(),
		new webpack.DefinePlugin( defined ),
		ownWords(),
		shortenExternals,
		new MiniCssExtractPlugin( { filename: '[name].css' } ),
		header( version, homepage ),
		definition,
		keepBudgets( budgets )
	]
};

const standalone: Configuration = {
	...shared,
	name: 'standalone',
	entry: { panel: './gadget/panel/standalone.ts' },
	output: {
		path: `${ dist }/standalone`, filename: '[name].[contenthash:12].js', publicPath: '/assets/', clean: true,
		// The one name that our Content-Security-Policy lets load a script (server/http/middleware/securityHeaders.ts).
		trustedTypes: 'page-sre'
	},
	module: {
		rules: [
			...shared.module?.rules ?? [],
			{ test: /[\\/]codex[\\/]dist[\\/]codex\.js$/, sideEffects: false, loader: `${ here }/build/pureComponents.ts` }
		]
	},
	plugins: [
		new VueLoaderPlugin(),
		new webpack.DefinePlugin( defined ),
		ownWords(),
		new MiniCssExtractPlugin( { filename: '[name].[contenthash:12].css' } ),
		manifest
	]
};

const words: Configuration = {
	...shared,
	name: 'i18n',
	entry: {},
	output: { path: `${ dist }/i18n`, clean: true },
	plugins: [
		emitTranslations( `${ root }/i18n` ),
		keepBudgets( [
			{ name: 'largest language, until a page is handed in', assets: /(?<!-course|-aid|-guidance)\.json$/, each: true, limit: 3000 },
			{ name: 'largest language, after that', assets: /-course\.json$/, each: true, limit: 3000 },
			{ name: 'largest language, what helps writing', assets: /-aid\.json$/, each: true, limit: 3000 },
			{ name: 'largest guidance', assets: /-guidance\.json$/, each: true, limit: 3000 }
		] )
	]
};

/** For whoever wants the link without a gadget. */
const forUsers: Configuration = {
	...shared,
	name: 'user',
	entry: {},
	output: { path: `${ dist }/user`, clean: true },
	// For eyes.
	optimization: { minimize: false },
	plugins: [ userScript( HOME_URL ) ]
};

export default [ wiki, standalone, words, forUsers ];
