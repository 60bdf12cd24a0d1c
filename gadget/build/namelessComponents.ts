// A webpack loader for our components: takes away what is there for debuggers and type checkers only, 3 % of the
// panel. Vue's compiler cannot be told (3.5).
/**
 * Names of a script that are no refs, which Vue's compiler cannot know: what is imported, the panel, and what it
 * consists of. What those consist of may be refs, all but the draft's text.
 */
function plainNames( source: string ): string[] {
	const lists = [
		...source.matchAll( /^import (\w+) from/gm ), ...source.matchAll( /^import \{ ([^}]*) \} from/gm ),
		...source.matchAll( /\bconst (\w+) = use(?:Panel|Words)\(\)/g ), ...source.matchAll( /\bconst \{ (.*) \} = (?:usePanel\(\)|panel);/g )
	];
	return lists.flatMap( ( [ , list = '' ] ) => list.replace( 'draft: { draft }', 'draft' ).replace( /\w+: \{[^}]*\}/g, '' ).split( ', ' ) )
		.map( ( name ) => name.replace( /^.*(: | as )/, '' ) );
}

export default function namelessComponents( source: string ): string {
	const plain = plainNames( source );
	return source
		.replace( /\b__name: "\w+",/g, '' )
		// Of an object it makes that object.
		.replace( /(\/\* ?@__PURE__ ?\*\/ ?)?\b_?defineComponent\(\{/g, '({' )
		// What an empty place is called.
		.replace( /createCommentVNode\("v-if", true\)/g, 'createCommentVNode("", true)' )
		.replace( /\b_?unref\((\w+)\)/g, ( whole, name: string ) => plain.includes( name ) ? name : whole );
}
