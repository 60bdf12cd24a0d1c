// mw.storage: localStorage and sessionStorage that answer false instead of throwing.
/* global window, mw */
const safe = ( store ) => {
	const attempt = ( run, otherwise ) => {
		try {
			return run( window[ store ] );
		} catch ( error ) {
			return otherwise;
		}
	};
	return {
		get: ( key ) => attempt( ( own ) => own.getItem( key ), false ),
		set: ( key, value ) => attempt( ( own ) => {
			own.setItem( key, value );
			return true;
		}, false ),
		remove: ( key ) => attempt( ( own ) => {
			own.removeItem( key );
			return true;
		}, false ),
		getObject( key ) {
			const text = this.get( key );
			try {
				return text === null || text === false ? text : JSON.parse( text );
			} catch ( error ) {
				return null;
			}
		},
		setObject( key, value ) {
			return this.set( key, JSON.stringify( value ) );
		}
	};
};
mw.storage = Object.assign( safe( 'localStorage' ), { session: safe( 'sessionStorage' ) } );
module.exports = mw.storage;
