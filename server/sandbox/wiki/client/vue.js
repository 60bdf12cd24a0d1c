// Vue as MediaWiki gives it: with createMwApp, which adds messages, error logging and the place where
// Codex puts dialogs. Vue's own file runs before this, in the same function.
/* global document, mw, Vue */
Vue.createMwApp = ( ...args ) => {
	const app = Vue.createApp( ...args );
	let target = document.getElementById( 'mw-teleport-target' );
	if ( !target ) {
		target = document.createElement( 'div' );
		target.id = 'mw-teleport-target';
		document.body.append( target );
	}
	app.config.errorHandler = ( error ) => mw.errorLogger.logError( error, 'error.vue' );
	app.config.globalProperties.$i18n = ( key, ...parameters ) => mw.message( key, ...parameters );
	app.provide( 'CdxTeleportTarget', target );
	return app;
};
module.exports = Vue;
