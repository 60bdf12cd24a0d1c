// CONTRIBUTING.md's conventions about comments, as far as a program can tell. No opinions on code.

export const conventions = {
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
