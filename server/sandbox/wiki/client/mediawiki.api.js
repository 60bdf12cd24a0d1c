// mw.Api: reading from this wiki's api.php; nothing here writes.
/* global mw, fetch */
mw.Api = class {
	constructor( options = {} ) {
		this.defaults = Object.assign( { action: 'query', format: 'json' }, options.parameters );
	}

	get( parameters ) {
		const flat = Object.entries( Object.assign( {}, this.defaults, parameters ) )
			.filter( ( [ , value ] ) => value !== undefined && value !== false )
			.map( ( [ key, value ] ) => [ key, Array.isArray( value ) ? value.join( '|' ) : value === true ? '1' : String( value ) ] );
		return fetch( `${ mw.config.get( 'wgScriptPath' ) }/api.php?${ new URLSearchParams( flat ) }` )
			.then( ( response ) => response.json() )
			.then( ( body ) => {
				if ( body.error ) {
					throw Object.assign( new Error( body.error.code ), { code: body.error.code } );
				}
				return body;
			} );
	}
};
module.exports = mw.Api;
