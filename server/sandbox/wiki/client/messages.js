// mw.message and mw.msg: parameters are filled in, markup is not parsed. PLURAL and GENDER come with the
// module mediawiki.jqueryMsg, as on a real wiki; before that they stay as they are written.
/* global window, mw */
( function () {
	'use strict';

	const escape = ( text ) => text.replace( /[&<>"']/g, ( sign ) => `&#${ sign.charCodeAt( 0 ) };` );

	class Message {
		constructor( map, key, parameters ) {
			Object.assign( this, { map, key, parameters: parameters || [] } );
		}

		params( more ) {
			this.parameters = this.parameters.concat( more );
			return this;
		}

		exists() {
			return mw.config.get( 'wgUserLanguage' ) === 'qqx' || this.map.exists( this.key );
		}

		/** With the parameters filled in; mediawiki.jqueryMsg replaces this. */
		parser( text ) {
			return text.replace( /\$(\d+)/g, ( whole, index ) => {
				const value = this.parameters[ index - 1 ];
				return value === undefined ? whole : String( value );
			} );
		}

		raw() {
			if ( mw.config.get( 'wgUserLanguage' ) === 'qqx' ) {
				return `(${ [ this.key, ...this.parameters ].join( this.parameters.length > 0 ? ': ' : '' ) })`;
			}
			return this.map.exists( this.key ) ? this.map.get( this.key ) : `⧼${ this.key }⧽`;
		}

		plain() {
			return this.basicParser( this.raw() );
		}

		text() {
			return this.parser( this.raw() );
		}

		escaped() {
			return escape( this.text() );
		}

		parse() {
			return escape( this.text() );
		}

		toString() {
			return this.text();
		}
	}
	Message.prototype.basicParser = Message.prototype.parser;

	mw.Message = Message;
	mw.message = ( key, ...parameters ) => new Message( mw.messages, key, parameters );
	mw.msg = ( key, ...parameters ) => mw.message( key, ...parameters ).text();
	mw.html = { escape };
	mw.notify = ( message, options ) => mw.loader.using( 'mediawiki.notification' )
		.then( () => mw.notification.notify( message, options ) );
	window.addEventListener( 'error', ( happened ) => mw.track( 'global.error', { errorMessage: happened.message } ) );
}() );
