// PLURAL and GENDER in messages, once this module is there. Links and other markup stay text.
/* global mw */
mw.Message.prototype.parser = function ( text ) {
	return this.basicParser( text ).replace( /\{\{(PLURAL|GENDER):([^|}]*)\|([^}]*)\}\}/gi, ( _whole, word, value, forms ) => {
		const each = forms.split( '|' );
		return word.toUpperCase() === 'PLURAL' ?
			mw.language.convertPlural( Number( value ), each ) :
			mw.language.gender( value || 'unknown', each );
	} );
};
