// mw.user: who looks at the page. For showing things, never for deciding what somebody may do.
/* global mw */
Object.assign( mw.user, {
	getId: () => mw.config.get( 'wgUserId' ) || 0,
	getName: () => mw.config.get( 'wgUserName' ),
	isAnon: () => mw.user.getName() === null,
	isTemp: () => mw.config.get( 'wgUserIsTemp' ) === true,
	isNamed: () => !mw.user.isAnon() && !mw.user.isTemp(),
	getGroups: ( callback ) => Promise.resolve( mw.config.get( 'wgUserGroups' ) ).then( callback ),
	getRegistration: () => mw.user.isAnon() ? false : new Date( mw.config.get( 'wgUserRegistration' ) ),
	sessionId: () => {
		const known = mw.storage.session.get( 'mwuser-sessionId' );
		const id = known || Array.from( crypto.getRandomValues( new Uint8Array( 10 ) ), ( byte ) => byte.toString( 16 ).padStart( 2, '0' ) ).join( '' );
		mw.storage.session.set( 'mwuser-sessionId', id );
		return id;
	}
} );
module.exports = mw.user;
