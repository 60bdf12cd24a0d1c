// How one operation of the API is described; the tables beside this file are made of it. Shapes of bodies and
// answers are never written here: they are the schemas that the server itself parses by.
import type { z } from 'zod';
import type { ErrorCode } from '../problem.ts';

/** `session`: a bearer token, or our cookie on our own origin. `rosterKey`: a key of PAGE_SRE_ROSTER_KEYS, or a responder's cookie. */
export type Access = 'everybody' | 'session' | 'rosterKey' | 'metricsKey' | 'signature';

export interface Answer {
	description: string;
	/** JSON of this shape; or another type of content; or nothing. */
	json?: z.ZodType;
	media?: string;
	/** Names of headers that belong to it. */
	headers?: readonly ( keyof typeof answerHeaders )[];
}

export interface Operation {
	/** Unique; what generated clients name their functions by. */
	id: string;
	method: 'get' | 'post' | 'delete';
	/** As OpenAPI writes it: `/v1/pages/{id}`. */
	path: string;
	summary: string;
	description?: string;
	access: Access;
	/** Each a parameter of the query. */
	query?: z.ZodObject;
	/** Headers of the request that change the answer. */
	heeds?: readonly ( keyof typeof requestHeaders )[];
	body?: z.ZodType;
	/** A form's body instead of JSON's. */
	form?: boolean;
	answers: Readonly<Record<number, Answer>>;
	/** Beyond those that every operation of its kind may meet (refusals.ts). */
	refusals?: readonly ErrorCode[];
}

export const answerHeaders = {
	Location: 'Where the page is from now on, or where the browser goes.',
	ETag: 'Names this very answer.',
	'Retry-After': 'In how many seconds it may be tried again.'
} as const;

export const requestHeaders = {
	'If-None-Match': 'An ETag: if nothing has changed since, the answer is an empty 304.',
	'Last-Event-ID': 'The number of the last event that was seen; the stream goes on after it.'
} as const;

export const pathParameters: Readonly<Record<string, string>> = {
	id: 'The id of a page: a ULID.',
	provider: 'Name of an on-call service as PAGE_SRE_PROVIDERS has it.',
	language: 'A language code of MediaWiki\'s, and the part of the messages: `de`, `de-course`, `de-guidance`.',
	code: 'The code of a refusal.'
};
