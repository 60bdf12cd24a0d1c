// Turns a message into words: parameters, PLURAL and GENDER as MediaWiki's translators know them,
// and nothing else. Ours rather than the wiki's, so that both hosts render alike. Knows no Vue.

/** A name is kept apart from the words around it, because its writing direction may differ. */
export interface Name {
	name: string;
}

export interface Link {
	text: string;
	href: string;
}

/** Numbers are counted and formatted, plain strings (a gender, an id) are taken as they are. */
export type Parameter = string | number | Name | Link;

export type Part = string | Name | Link;

// The order in which translators give the forms (CLDR's, as MediaWiki documents it). Intl lists a
// language's categories in no promised order.
const categoryOrder: readonly Intl.LDMLPluralRule[] = [ 'zero', 'one', 'two', 'few', 'many', 'other' ];
const genderOrder = [ 'male', 'female', 'unknown' ];

function nthOrLast( forms: readonly string[], index: number ): string {
	return forms[ Math.min( index, forms.length - 1 ) ] || '';
}

function pluralForm( count: number, forms: readonly string[], language: string ): string {
	const rules = new Intl.PluralRules( language );
	const known = rules.resolvedOptions().pluralCategories;
	const ordered = categoryOrder.filter( ( category ) => known.includes( category ) );
	return nthOrLast( forms, ordered.indexOf( rules.select( count ) ) );
}

function genderForm( gender: unknown, forms: readonly string[] ): string {
	// With two forms the first also serves where the gender is not known, as in MediaWiki.
	const wanted = genderOrder.indexOf( String( gender ) );
	return wanted === 2 && forms.length < 3 ? nthOrLast( forms, 0 ) : nthOrLast( forms, Math.max( wanted, 0 ) );
}

function shown( parameter: Parameter | undefined, index: number, language: string ): Part {
	if ( parameter === undefined ) {
		return `$${ index }`;
	}
	return typeof parameter === 'number' ? new Intl.NumberFormat( language ).format( parameter ) : parameter;
}

/**
 * @param template as in i18n/*.json; parameters count from $1
 * @param language BCP 47 code of the template, for plural categories and digits
 */
export function renderMessage( template: string, parameters: readonly Parameter[], language: string ): Part[] {
	const chosen = template.replace(
		/\{\{(PLURAL|GENDER):\$(\d)\|([^{}]*)\}\}/g,
		( _whole, magic: string, index: string, rest: string ) => {
			const parameter = parameters[ Number( index ) - 1 ];
			const forms = rest.split( '|' );
			return magic === 'PLURAL' ? pluralForm( Number( parameter ), forms, language ) : genderForm( parameter, forms );
		}
	);
	return chosen.split( /(\$\d)/ ).filter( ( piece ) => piece !== '' ).map( ( piece ) => {
		const index = /^\$\d$/.test( piece ) ? Number( piece[ 1 ] ) : 0;
		return index === 0 ? piece : shown( parameters[ index - 1 ], index, language );
	} );
}

/** The same as plain text, for labels and announcements. Isolates keep names from turning the line. */
export function plainText( parts: readonly Part[] ): string {
	return parts.map( ( part ) => {
		if ( typeof part === 'string' ) {
			return part;
		}
		return `\u2068${ 'name' in part ? part.name : part.text }\u2069`;
	} ).join( '' );
}
