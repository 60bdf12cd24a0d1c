// What a wiki page has before any module: mw.config, mw.hook, mw.log, mw.track and the module loader,
// with the names and states of MediaWiki's own. Nothing here knows Page SRE.
/* global window, document, console */
( function () {
	'use strict';

	function createMap( values ) {
		const own = new Map( Object.entries( values || {} ) );
		return {
			get( key, fallback ) {
				if ( Array.isArray( key ) ) {
					return Object.assign( {}, ...key.map( ( one ) => ( { [ one ]: this.get( one, fallback ) } ) ) );
				}
				if ( key === undefined ) {
					return Object.assign( {}, ...Array.from( own ).map( ( [ name, value ] ) => ( { [ name ]: value } ) ) );
				}
				return own.has( key ) ? own.get( key ) : fallback === undefined ? null : fallback;
			},
			set( key, value ) {
				const entries = typeof key === 'object' ? Object.entries( key ) : [ [ key, value ] ];
				entries.forEach( ( [ name, each ] ) => own.set( name, each ) );
				return true;
			},
			exists: ( key ) => own.has( key )
		};
	}

	// mw.track: handlers hear what was tracked before they came, too.
	const tracked = [];
	const handlers = [];
	function track( topic, data ) {
		tracked.push( { topic, data } );
		handlers.filter( ( handler ) => topic.startsWith( handler.prefix ) ).forEach( ( handler ) => handler.run( topic, data ) );
	}
	function trackSubscribe( prefix, run ) {
		handlers.push( { prefix, run } );
		tracked.filter( ( item ) => item.topic.startsWith( prefix ) ).forEach( ( item ) => run( item.topic, item.data ) );
	}

	const log = () => {};
	log.warn = ( ...args ) => console.warn( ...args );
	log.error = ( ...args ) => console.error( ...args );
	log.deprecate = ( object, key, value ) => {
		object[ key ] = value;
	};

	// mw.hook remembers the last firing for those who come late.
	const hooks = {};
	function hook( name ) {
		hooks[ name ] = hooks[ name ] || { handlers: [], last: null };
		const own = hooks[ name ];
		const api = {
			add( ...added ) {
				own.handlers.push( ...added );
				if ( own.last ) {
					added.forEach( ( handler ) => handler( ...own.last ) );
				}
				return api;
			},
			remove( ...removed ) {
				own.handlers = own.handlers.filter( ( handler ) => !removed.includes( handler ) );
				return api;
			},
			fire( ...args ) {
				own.last = args;
				own.handlers.slice().forEach( ( handler ) => handler( ...args ) );
				return api;
			}
		};
		return api;
	}

	window.mw = window.mediaWiki = {
		Map: createMap,
		config: createMap(),
		messages: createMap(),
		user: { options: createMap(), tokens: createMap() },
		libs: {},
		hook,
		log,
		track,
		trackSubscribe,
		now: () => window.performance.now(),
		errorLogger: {
			logError( error, topic ) {
				track( topic || 'error.caught', error );
				console.error( error );
			}
		}
	};
	document.documentElement.classList.replace( 'client-nojs', 'client-js' );
}() );
