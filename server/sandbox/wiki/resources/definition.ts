// MediaWiki:Gadgets-definition: one line, one gadget. The line's form and its options are those of
// Extension:Gadgets (MediaWikiGadgetsDefinitionRepo, 2026-07); options it ignores are ignored here.

export interface Gadget {
	name: string;
	/** `ext.gadget.<name>`: what mw.loader calls it. */
	module: string;
	/** Titles of its pages, with the `MediaWiki:Gadget-` in front. */
	pages: string[];
	/** Without it, JavaScript is not loaded at all. */
	resourceLoader: boolean;
	/** CommonJS: the first script is the entry, the others and JSON pages are required. */
	package: boolean;
	/** On for everybody whom the conditions admit. */
	default: boolean;
	/** Not in anybody's preferences; loaded only when asked for, or with `default`. */
	hidden: boolean;
	/** Skips the check for ES2017, but not with `default`. */
	requiresES6: boolean;
	/** `?withgadget=<name>` loads it. */
	supportsUrlLoad: boolean;
	stylesOnly: boolean;
	dependencies: string[];
	/** The reader must have all of these. */
	rights: string[];
	/** Empty means any, here and below. */
	skins: string[];
	actions: string[];
	namespaces: string[];
}

/** What decides whether a gadget runs on a view of a title. */
export interface View {
	rights: readonly string[];
	skin: string;
	action: string;
	namespace: number;
	/** Named by `?withgadget=`. */
	withGadget: string | undefined;
}

const line = /^\*+ *([a-zA-Z](?:[-_:.\w ]*[a-zA-Z0-9])?)(\s*\[.*?\])?\s*((\|[^|]*)+)\s*$/;

export function parseDefinition( text: string ): Gadget[] {
	return text.split( '\n' ).flatMap( ( each ) => {
		const found = line.exec( each );
		return found ? [ makeGadget( found[ 1 ] ?? '', found[ 2 ] ?? '', found[ 3 ] ?? '' ) ] : [];
	} );
}

export function loadsOn( gadget: Gadget, view: View ): boolean {
	const anyOf = ( wanted: readonly string[], value: string ): boolean => wanted.length === 0 || wanted.includes( value );
	const asked = gadget.default || ( gadget.supportsUrlLoad && view.withGadget === gadget.name );
	return asked &&
		( gadget.resourceLoader || gadget.stylesOnly ) &&
		gadget.rights.every( ( right ) => view.rights.includes( right ) ) &&
		anyOf( gadget.skins, view.skin ) &&
		anyOf( gadget.actions, view.action ) &&
		anyOf( gadget.namespaces, String( view.namespace ) );
}

function makeGadget( rawName: string, rawOptions: string, rawPages: string ): Gadget {
	const name = rawName.replaceAll( ' ', '_' );
	const options = readOptions( rawOptions );
	const list = ( option: string ): string[] => ( options.get( option ) ?? '' ).split( ',' ).map( ( value ) => value.trim() ).filter( Boolean );
	const pages = rawPages.split( '|' ).map( ( page ) => page.trim() ).filter( Boolean );
	const dependencies = list( 'dependencies' );
	const onlyCss = pages.every( ( page ) => page.endsWith( '.css' ) ) && dependencies.length === 0;
	return {
		name,
		module: `ext.gadget.${ name }`,
		pages: pages.map( ( page ) => `MediaWiki:Gadget-${ page }` ),
		resourceLoader: options.has( 'ResourceLoader' ),
		package: options.has( 'package' ),
		default: options.has( 'default' ),
		hidden: options.has( 'hidden' ),
		requiresES6: options.has( 'requiresES6' ),
		supportsUrlLoad: options.get( 'supportsUrlLoad' ) !== 'false',
		stylesOnly: ( options.get( 'type' ) ?? ( onlyCss ? 'styles' : 'general' ) ) === 'styles',
		dependencies,
		rights: list( 'rights' ),
		skins: list( 'skins' ),
		actions: list( 'actions' ).flatMap( ( action ) => action === 'edit' ? [ 'edit', 'submit' ] : [ action ] ),
		namespaces: list( 'namespaces' )
	};
}

function readOptions( text: string ): Map<string, string> {
	return new Map( text.trim().replace( /^\[|\]$/g, '' ).split( '|' ).map( ( option ) => {
		const [ name = '', ...value ] = option.split( '=' );
		return [ name.trim(), value.join( '=' ).trim() ];
	} ) );
}
