// mw.language: the reader's language, its fallbacks and its plurals.
/* global mw */
const chain = mw.config.get( 'sandboxLanguageFallbacks' );

mw.language = {
	getFallbackLanguages: () => chain.slice( 1 ),
	getFallbackLanguageChain: () => chain.slice(),
	convertNumber: ( number ) => new Intl.NumberFormat( chain[ 0 ] === 'qqx' ? 'en' : chain[ 0 ] ).format( number ),
	/** Forms in the order of CLDR's categories for this language. */
	convertPlural( count, forms ) {
		const rules = new Intl.PluralRules( chain[ 0 ] === 'qqx' ? 'en' : chain[ 0 ] );
		const order = [ 'zero', 'one', 'two', 'few', 'many', 'other' ];
		const categories = rules.resolvedOptions().pluralCategories.slice().sort( ( a, b ) => order.indexOf( a ) - order.indexOf( b ) );
		const index = Math.min( categories.indexOf( rules.select( count ) ), forms.length - 1 );
		return forms[ index ] || '';
	},
	gender( gender, forms ) {
		const index = { male: 0, female: 1, unknown: 2 }[ gender ];
		return forms[ index ] === undefined ? forms[ 0 ] : forms[ index ];
	}
};
module.exports = mw.language;
