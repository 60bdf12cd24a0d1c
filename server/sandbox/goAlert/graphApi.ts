// What GoAlert's GraphQL API answers to an API key: the one query that the key was made for, and no other.
// The query is read as far as its names of fields, so that one the schema does not have is an error here too.
import type { Answer } from '../onCall/faults.ts';
import { objectOf } from '../onCall/httpService.ts';
import type { ServiceRequest } from '../onCall/httpService.ts';
import type { GoAlertLedger, OnCallUser } from './alerts.ts';

export interface GraphApiOptions {
	key: string;
	/** The text that the key was made for. */
	keyQuery: string;
	serviceId: string;
	ledger: GoAlertLedger;
	onCall: () => readonly OnCallUser[];
	maintenanceExpiresAt: () => number | null;
}

type Selection = Map<string, Selection | null>;
type Fields = Record<string, unknown>;

export function createGraphApi( options: GraphApiOptions ): ( request: ServiceRequest ) => Answer {
	const { key, keyQuery, serviceId, ledger } = options;

	function whole(): Fields {
		const until = options.maintenanceExpiresAt();
		return {
			service: {
				id: serviceId, name: 'Page SRE', description: '', escalationPolicyID: 'sandbox-policy', isFavorite: false,
				maintenanceExpiresAt: until === null ? null : iso( until ),
				onCallUsers: options.onCall().map( ( { userName, stepNumber } ) => ( { userID: userName, userName, stepNumber } ) )
			},
			alerts: { nodes: ledger.list().toReversed().map( ( alert ) => ( {
				id: String( alert.id ), alertID: alert.id, status: alert.status, summary: alert.summary, details: alert.details,
				createdAt: iso( alert.createdAt ), serviceID: serviceId, metaValue: alert.meta[ metaKeyOf( keyQuery ) ] ?? '',
				recentEvents: { nodes: alert.log.toReversed().map( ( { at, message, messageId } ) => ( {
					timestamp: iso( at ), message, messageID: messageId, state: messageId === null ? null : { details: 'Delivered', status: 'OK' }
				} ) ) }
			} ) ) }
		};
	}

	return ( { headers, body } ) => {
		if ( headers.authorization !== `Bearer ${ key }` ) {
			return { status: 401, json: 'unauthorized' };
		}
		const { query = '', variables } = ( objectOf( body ) ?? {} ) as { query?: string; variables?: Fields };
		if ( query !== '' && query !== keyQuery ) {
			return refusal( 'wrong query for API key', 'invalid_query' );
		}
		if ( variables?.service !== serviceId ) {
			return refusal( 'not found', 'not_found' );
		}
		try {
			return { status: 200, json: { data: project( whole(), selectionOf( keyQuery ) ) } };
		} catch ( error ) {
			return refusal( ( error as Error ).message, 'GRAPHQL_VALIDATION_FAILED' );
		}
	};
}

function refusal( message: string, code: string ): Answer {
	return { status: 200, json: { errors: [ { message, extensions: { code } } ], data: null } };
}

/** Names and braces of a query; what stands in brackets is not looked at. */
function selectionOf( query: string ): Selection {
	const tokens = query.slice( query.indexOf( ')' ) + 1 ).replace( /\([^()]*\)/g, '' ).match( /[{}]|\w+/g ) ?? [];
	function read( from: number ): [ Selection, number ] {
		const selection: Selection = new Map();
		let last = '';
		for ( let index = from; index < tokens.length; index++ ) {
			const token = tokens[ index ]!;
			if ( token === '}' ) {
				return [ selection, index ];
			}
			if ( token === '{' ) {
				const [ inner, end ] = read( index + 1 );
				selection.set( last, inner );
				index = end;
			} else {
				selection.set( token, null );
				last = token;
			}
		}
		throw new Error( 'Expected }' );
	}
	return read( 1 )[ 0 ];
}

/** What was asked for, and nothing else. */
function project( value: unknown, selection: Selection | null ): unknown {
	if ( Array.isArray( value ) ) {
		return value.map( ( item ) => project( item, selection ) );
	}
	if ( typeof value !== 'object' || value === null || selection === null ) {
		return value;
	}
	return Object.fromEntries( Array.from( selection, ( [ name, inner ] ) => {
		if ( !Object.hasOwn( value, name ) ) {
			throw new Error( `Cannot query field "${ name }"` );
		}
		return [ name, project( ( value as Fields )[ name ], inner ) ];
	} ) );
}

function metaKeyOf( query: string ): string {
	return /metaValue\(\s*key:\s*"([^"]*)"/.exec( query )?.[ 1 ] ?? '';
}

function iso( at: number ): string {
	return new Date( at ).toISOString();
}
