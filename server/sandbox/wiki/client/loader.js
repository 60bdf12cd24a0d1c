// mw.loader: registers, fetches and executes modules. States as in MediaWiki:
//
//   registered -> loading -> loaded -> executing -> ready
//                    |                     |
//                 missing                error     (an error reaches every module that depends on it)
/* global window, document, mw */
( function () {
	'use strict';

	const registry = new Map();
	let waiting = [];

	function require( name ) {
		const module = registry.get( name );
		if ( !module || module.state !== 'ready' ) {
			throw new Error( `Module "${ name }" is not loaded` );
		}
		return module.exports;
	}

	/** A module and all it depends on, dependencies first. */
	function resolve( names, found = [] ) {
		names.forEach( ( name ) => {
			const module = registry.get( name );
			if ( !module ) {
				throw new Error( `Unknown module: ${ name }` );
			}
			if ( !found.includes( name ) ) {
				resolve( module.dependencies, found );
				found.push( name );
			}
		} );
		return found;
	}

	function addStyle( css ) {
		const style = document.createElement( 'style' );
		style.textContent = css;
		document.head.append( style );
		return style;
	}

	function addScript( url ) {
		return new Promise( ( done, failed ) => {
			const script = document.createElement( 'script' );
			script.src = url;
			script.onload = () => done();
			script.onerror = () => failed( new Error( `Failed to load script: ${ url }` ) );
			document.head.append( script );
		} );
	}

	/** A package module's own files, each executed once, when first required. */
	function runPackage( { main, files } ) {
		const done = {};
		const requireFrom = ( name ) => {
			const path = name.replace( /^\.\//, '' );
			if ( path === name ) {
				return require( name );
			}
			if ( !( path in files ) ) {
				throw new Error( `Cannot require undefined file ${ name }` );
			}
			if ( !( path in done ) ) {
				done[ path ] = { exports: {} };
				if ( typeof files[ path ] === 'function' ) {
					files[ path ]( requireFrom, done[ path ], done[ path ].exports );
				} else {
					done[ path ].exports = files[ path ];
				}
			}
			return done[ path ].exports;
		};
		return requireFrom( `./${ main }` );
	}

	function execute( module ) {
		module.state = 'executing';
		try {
			mw.messages.set( module.messages || {} );
			( module.css || [] ).forEach( addStyle );
			if ( typeof module.script === 'function' ) {
				const own = { exports: {} };
				module.script( window.jQuery, window.jQuery, require, own );
				module.exports = own.exports;
			} else if ( module.script ) {
				module.exports = runPackage( module.script );
			}
			module.state = 'ready';
		} catch ( error ) {
			module.state = 'error';
			mw.log.error( error );
			mw.track( 'resourceloader.exception', { exception: error, module: module.name, source: 'module-execute' } );
		}
	}

	/** Executes whatever can be by now, and tells those who wait. */
	function proceed() {
		const states = ( module ) => module.dependencies.map( ( name ) => registry.get( name ).state );
		const bad = ( state ) => state === 'error' || state === 'missing';
		let again = true;
		while ( again ) {
			again = false;
			for ( const module of registry.values() ) {
				if ( module.state === 'loaded' && states( module ).every( ( state ) => state === 'ready' ) ) {
					execute( module );
					again = true;
				} else if ( [ 'loading', 'loaded' ].includes( module.state ) && states( module ).some( bad ) ) {
					module.state = 'error';
					again = true;
				}
			}
		}
		const settled = ( names ) => names.some( ( name ) => bad( registry.get( name ).state ) ) ? 'failed' :
			names.every( ( name ) => registry.get( name ).state === 'ready' ) ? 'ready' : 'waiting';
		const now = waiting;
		waiting = now.filter( ( job ) => settled( job.names ) === 'waiting' );
		now.forEach( ( job ) => {
			const outcome = settled( job.names );
			if ( outcome === 'ready' ) {
				job.ready( require );
			} else if ( outcome === 'failed' ) {
				job.failed( new Error( `Module failed: ${ job.names.join( ', ' ) }` ) );
			}
		} );
	}

	function fetchModules( names ) {
		const missing = names.filter( ( name ) => registry.get( name ).state === 'registered' );
		missing.forEach( ( name ) => {
			registry.get( name ).state = 'loading';
		} );
		if ( missing.length > 0 ) {
			const query = new URLSearchParams( {
				lang: mw.config.get( 'wgUserLanguage' ), modules: missing.join( '|' ), skin: mw.config.get( 'skin' )
			} );
			addScript( `/w/load.php?${ query }` ).catch( () => {
				mw.loader.state( Object.assign( {}, ...missing.map( ( name ) => ( { [ name ]: 'error' } ) ) ) );
			} );
		}
	}

	mw.loader = {
		require,
		register( modules ) {
			modules.forEach( ( [ name, dependencies = [] ] ) => registry.set( name, { name, dependencies, state: 'registered', exports: {} } ) );
		},
		implement( name, script, style = {}, messages = {} ) {
			if ( !registry.has( name ) ) {
				mw.loader.register( [ [ name ] ] );
			}
			const module = registry.get( name );
			if ( [ 'registered', 'loading' ].includes( module.state ) ) {
				Object.assign( module, { script, css: style.css, messages, state: 'loaded' } );
				proceed();
			}
		},
		state( states ) {
			Object.entries( states ).forEach( ( [ name, state ] ) => {
				if ( !registry.has( name ) ) {
					mw.loader.register( [ [ name ] ] );
				}
				registry.get( name ).state = state;
			} );
			proceed();
		},
		getState: ( name ) => registry.has( name ) ? registry.get( name ).state : null,
		getModuleNames: () => Array.from( registry.keys() ),
		getScript: addScript,
		addStyleTag: addStyle,
		using( dependencies, ready, failed ) {
			const promise = new Promise( ( done, broken ) => {
				const names = resolve( [].concat( dependencies ) );
				waiting.push( { names, ready: done, failed: broken } );
				fetchModules( names );
				proceed();
			} );
			if ( ready || failed ) {
				promise.then( ready, failed );
			}
			return promise;
		},
		load( modules, type ) {
			if ( typeof modules === 'string' && /^(https?:)?\/?\//.test( modules ) ) {
				if ( type === 'text/css' ) {
					const link = document.createElement( 'link' );
					link.rel = 'stylesheet';
					link.href = modules;
					document.head.append( link );
				} else {
					addScript( modules ).catch( ( error ) => mw.log.error( error ) );
				}
				return;
			}
			[].concat( modules ).forEach( ( name ) => {
				try {
					fetchModules( resolve( [ name ] ) );
				} catch ( error ) {
					// As in MediaWiki: load() never throws for a name it does not know.
					mw.track( 'resourceloader.exception', { exception: error, source: 'resolve' } );
				}
			} );
			proceed();
		}
	};
}() );
