// The API's description in OpenAPI 3.1, made of the very schemas that the server parses by: there is no second
// place where a shape is written down.
import { z } from 'zod';
import { errorPages } from '../errorPages.ts';
import { pageListSchema } from '../listPages.ts';
import { openPageSchema, pageEventSchema, pageSchema } from '../page.ts';
import { errorCodes, problemSchema, type ErrorCode } from '../problem.ts';
import { rosterSchema } from '../roster.ts';
import { noteSchema, pageAgainSchema, sendPageSchema } from '../sendPage.ts';
import { confirmGuidanceSchema, exchangeSchema, newSessionSchema, sessionSchema } from '../session.ts';
import { openIncidentSchema, situationSchema, statusReportSchema, wikisSchema } from '../situation.ts';
import { readinessSchema } from '../health.ts';
import { answerHeaders, pathParameters, requestHeaders, type Access, type Answer, type Operation } from './operation.ts';
import { pageOperations } from './pageOperations.ts';
import { personOperations } from './personOperations.ts';
import { refusalsOf } from './refusals.ts';
import { siteOperations } from './siteOperations.ts';

type Json = Record<string, unknown>;

export interface OpenApiDocument {
	openapi: string;
	info: { title: string; version: string; description: string; license: Json };
	paths: Record<string, Record<string, Json & { operationId: string; responses: Record<string, Json> }>>;
	components: { schemas: Record<string, Json>; securitySchemes: Record<string, Json> };
	[ more: string ]: unknown;
}

export const operations: readonly Operation[] = [ ...pageOperations, ...personOperations, ...siteOperations ];

/** In these an unknown field is refused. Answers may grow, so what is unknown in them is passed over. */
const asked = {
	SendPage: sendPageSchema, Note: noteSchema, PageAgain: pageAgainSchema, Exchange: exchangeSchema, ConfirmGuidance: confirmGuidanceSchema
};

const answered = {
	Page: pageSchema, PageEvent: pageEventSchema, PageList: pageListSchema, OpenPage: openPageSchema,
	Session: sessionSchema, NewSession: newSessionSchema, Roster: rosterSchema,
	Situation: situationSchema, OpenIncident: openIncidentSchema, StatusReport: statusReportSchema, Wikis: wikisSchema,
	Readiness: readinessSchema, Problem: problemSchema
};

const named = new Map<z.ZodType, string>( Object.entries( { ...asked, ...answered } ).map( ( [ id, schema ] ) => [ schema, id ] ) );
const reference = ( id: string ): string => `#/components/schemas/${ id }`;

/** @param version of the program */
export function openApiDocument( version: string ): OpenApiDocument {
	const paths: OpenApiDocument[ 'paths' ] = {};
	for ( const operation of operations ) {
		paths[ operation.path ] = { ...paths[ operation.path ], [ operation.method ]: described( operation ) };
	}
	return {
		openapi: '3.1.1',
		info: {
			title: 'Page SRE',
			version,
			description: 'How trusted volunteers of a wiki farm wake an on-call engineer. What stays as it is from one version to the next is in ' +
				'docs/wire.md of the source. Every GET also answers HEAD. OPTIONS names the methods of an address in `Allow`: of pages and of the ' +
				'guidance only within a session, and not of words. ' +
				'Refusals are problem documents (RFC 9457) with a `code`; each is explained at /errors/<code>.',
			license: { name: 'GPL-2.0-or-later', identifier: 'GPL-2.0-or-later' }
		},
		servers: [ { url: '/', description: 'This origin.' } ],
		paths,
		components: {
			schemas: componentSchemas(),
			securitySchemes: {
				bearer: { type: 'http', scheme: 'bearer', description: 'The token of POST /v1/session: opaque, kept in memory only.' },
				cookie: {
					type: 'apiKey', in: 'cookie', name: '__Host-page-sre-session',
					description: 'On our own origin only, and never across sites: whatever is not a read needs our own `Origin`. Without https it lacks its prefix.'
				},
				metricsKey: { type: 'http', scheme: 'bearer', description: 'One of PAGE_SRE_METRICS_KEYS.' },
				rosterKey: { type: 'http', scheme: 'bearer', description: 'One of PAGE_SRE_ROSTER_KEYS.' }
			}
		}
	};
}

const security: Record<Access, Json[]> = {
	everybody: [],
	session: [ { bearer: [] }, { cookie: [] } ],
	rosterKey: [ { rosterKey: [] }, { cookie: [] } ],
	metricsKey: [ {}, { metricsKey: [] } ],
	// OpenAPI has no word for a signature over the body.
	signature: []
};

function described( operation: Operation ): Json & { operationId: string; responses: Record<string, Json> } {
	const { id, summary, description, access, body, answers } = operation;
	return {
		operationId: id,
		summary,
		...description === undefined ? {} : { description },
		security: security[ access ],
		parameters: parametersOf( operation ),
		...body ? { requestBody: { required: !body.safeParse( undefined ).success, content: { 'application/json': { schema: schemaOf( body ) } } } } : {},
		responses: {
			...Object.fromEntries( Object.entries( answers ).map( ( [ status, answer ] ) => [ status, responseOf( answer ) ] ) ),
			...refusalResponses( refusalsOf( operation ) )
		}
	};
}

function parametersOf( { path, query, heeds = [] }: Operation ): Json[] {
	const inPath = [ ...path.matchAll( /\{(\w+)\}/g ) ].map( ( [ , name ] ) =>
		( { name, in: 'path', required: true, description: pathParameters[ name! ], schema: { type: 'string' } } ) );
	const { properties = {}, required = [] }: { properties?: Json; required?: string[] } = query ? schemaOf( query ) : {};
	return [
		...inPath,
		...Object.entries( properties ).map( ( [ name, schema ] ) => ( { name, in: 'query', required: required.includes( name ), schema } ) ),
		...heeds.map( ( name ) => ( { name, in: 'header', required: false, description: requestHeaders[ name ], schema: { type: 'string' } } ) )
	];
}

function responseOf( { description, json, media, headers = [] }: Answer ): Json {
	return {
		description,
		...headers.length === 0 ? {} : {
			headers: Object.fromEntries( headers.map( ( name ) => [ name, { description: answerHeaders[ name ], schema: { type: 'string' } } ] ) )
		},
		...json ? { content: { 'application/json': { schema: loosened( schemaOf( json ) ) } } } : {},
		...media === undefined ? {} : { content: { [ media ]: { schema: { type: 'string' } } } }
	};
}

/** One response for each status: a problem document whose code is one of those with this status. */
function refusalResponses( codes: readonly ErrorCode[] ): Record<string, Json> {
	const byStatus = Map.groupBy( codes, ( code ) => errorCodes[ code ].status );
	return Object.fromEntries( [ ...byStatus ].map( ( [ status, here ] ) => [ status, {
		description: here.map( ( code ) => `\`${ code }\`: ${ errorPages[ code ].title }.` ).join( ' ' ),
		...here.includes( 'limitReached' ) ? { headers: { 'Retry-After': { description: answerHeaders[ 'Retry-After' ], schema: { type: 'string' } } } } : {},
		content: { 'application/problem+json': { schema: {
			allOf: [ { $ref: reference( 'Problem' ) }, { type: 'object', properties: { code: { enum: here } } } ]
		} } }
	} ] ) );
}

function schemaOf( schema: z.ZodType ): Json {
	const id = named.get( schema );
	return id === undefined ? readable( z.toJSONSchema( schema, { io: 'input' } ) ) : { $ref: reference( id ) };
}

function componentSchemas(): Record<string, Json> {
	const registry = z.registry<{ id: string }>();
	named.forEach( ( id, schema ) => registry.add( schema, { id } ) );
	const { schemas } = z.toJSONSchema( registry, { io: 'input', uri: reference } );
	return Object.fromEntries( Object.entries( schemas ).map( ( [ id, schema ] ) =>
		[ id, id in asked ? readable( schema ) : loosened( readable( schema ) ) ] ) );
}

/** Without what stands in a document of its own; and the pattern of a date says nothing that its format does not. */
function readable( schema: unknown ): Json {
	return rewritten( schema, ( { $schema, $id, ...rest } ) => {
		if ( rest.format === 'date-time' ) {
			delete rest.pattern;
		}
		return rest;
	} ) as Json;
}

function loosened( schema: Json ): Json {
	return rewritten( schema, ( { additionalProperties, ...rest } ) =>
		additionalProperties === undefined || additionalProperties === false ? rest : { ...rest, additionalProperties } ) as Json;
}

function rewritten( value: unknown, rewrite: ( one: Json ) => Json ): unknown {
	if ( Array.isArray( value ) ) {
		return value.map( ( one ) => rewritten( one, rewrite ) );
	}
	return typeof value === 'object' && value !== null ?
		Object.fromEntries( Object.entries( rewrite( value as Json ) ).map( ( [ key, one ] ) => [ key, rewritten( one, rewrite ) ] ) ) :
		value;
}
