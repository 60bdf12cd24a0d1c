// One call of api.php in the making: its parameters, who asks, what is warned about. Modules of
// action=query see nothing else of the request.
import type { Account } from '../accounts.ts';
import type { Site } from '../site.ts';

/** An error of the action API. Always HTTP 200; the code is repeated in a header. */
export class ApiError extends Error {
	readonly code: string;
	readonly extra: Record<string, unknown>;

	constructor( code: string, info: string, extra: Record<string, unknown> = {} ) {
		super( info );
		this.name = 'ApiError';
		this.code = code;
		this.extra = extra;
	}
}

export interface ApiCall {
	site: Site;
	/** Milliseconds by the wiki's clock. */
	time: number;
	/** By cookie or OAuth; undefined for nobody. */
	viewer: Account | undefined;
	get( name: string ): string | undefined;
	/** A list, split at `|`, or at U+001F when it begins with one. */
	list( name: string ): string[] | undefined;
	/** Like `list`, but values that the module does not know become a warning. */
	known<Value extends string>( name: string, values: readonly Value[], fallback?: readonly Value[] ): Value[];
	warn( module: string, text: string ): void;
	/** Where the next request has to go on. */
	continueFrom( parameters: Record<string, string> ): void;
	/** The answer is the same for everybody. */
	shareable(): void;
}

/** A submodule of action=query. */
export interface QueryModule {
	kind: 'list' | 'meta' | 'prop';
	name: string;
	parameters: readonly string[];
	/** @throws ApiError */
	run( call: ApiCall ): unknown;
}

export interface CallNotes {
	warnings: Map<string, string[]>;
	continuation: Record<string, string> | undefined;
	shareable: boolean;
}

export function createCall(
	site: Site, time: number, viewer: Account | undefined, parameters: ( name: string ) => string | undefined
): { call: ApiCall; notes: CallNotes } {
	const notes: CallNotes = { warnings: new Map(), continuation: undefined, shareable: false };
	const warn = ( module: string, text: string ): void => {
		notes.warnings.set( module, [ ...( notes.warnings.get( module ) ?? [] ), text ] );
	};
	const list = ( name: string ): string[] | undefined => {
		const value = parameters( name );
		if ( value === undefined ) {
			return undefined;
		}
		return value.startsWith( '\u001F' ) ? value.slice( 1 ).split( '\u001F' ) : value.split( '|' );
	};
	return {
		notes,
		call: {
			site, time, viewer, warn, list,
			get: parameters,
			known( name, values, fallback = [] ) {
				const given = list( name );
				const isKnown = ( value: string ): value is ( typeof values )[ number ] => ( values as readonly string[] ).includes( value );
				const unknown = given?.filter( ( value ) => value !== '' && !isKnown( value ) ) ?? [];
				if ( unknown.length > 0 ) {
					warn( moduleOf( name ), `Unrecognized value${ unknown.length > 1 ? 's' : '' } for parameter "${ name }": ${ unknown.join( ', ' ) }` );
				}
				return given?.filter( isKnown ) ?? [ ...fallback ];
			},
			continueFrom( next ) {
				notes.continuation = next;
			},
			shareable() {
				notes.shareable = true;
			}
		}
	};
}

const prefixes: Record<string, string> = {
	gui: 'globaluserinfo', gus: 'globalusers', agu: 'globalallusers', us: 'users', si: 'siteinfo', sm: 'sitematrix'
};

/** Which module a warning belongs to, by the parameter's prefix. */
function moduleOf( name: string ): string {
	const prefix = Object.keys( prefixes ).sort( ( a, b ) => b.length - a.length )
		.find( ( start ) => name.startsWith( start ) );
	return prefixes[ prefix ?? '' ] ?? 'query';
}
