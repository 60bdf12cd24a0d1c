// What is around paging: the situation, hooks of providers, words, health, and this description itself.
import { z } from 'zod';
import { healthSchema, readinessSchema } from '../health.ts';
import { situationSchema, wikisSchema } from '../situation.ts';
import type { Operation } from './operation.ts';

export const siteOperations: readonly Operation[] = [
	{
		id: 'readSituation', method: 'get', path: '/v1/situation', access: 'session',
		summary: 'What is going on now',
		description: 'Open pages, who is on call, incidents of others and the status page; every part has its own age and fails alone.',
		heeds: [ 'If-None-Match' ],
		answers: {
			200: { description: 'As far as it is known.', json: situationSchema, headers: [ 'ETag' ] },
			304: { description: 'Nothing has changed since the ETag that was given.', headers: [ 'ETag' ] }
		},
		refusals: [ 'notMember', 'membershipUnknown' ]
	},
	{
		id: 'listWikis', method: 'get', path: '/v1/wikis', access: 'session',
		summary: 'The farm\'s wikis',
		heeds: [ 'If-None-Match' ],
		answers: {
			200: { description: 'In the order of the wiki\'s own list.', json: wikisSchema, headers: [ 'ETag' ] },
			304: { description: 'Nothing has changed since the ETag that was given.', headers: [ 'ETag' ] }
		},
		refusals: [ 'notMember', 'membershipUnknown', 'wikiUnavailable' ]
	},
	{
		id: 'receiveHook', method: 'post', path: '/v1/hooks/{provider}', access: 'signature',
		summary: 'A webhook of an on-call service',
		description: 'Proved as each service does it. It is a hint to read back now: what it says is never believed, so a late or repeated one changes nothing.',
		answers: { 204: { description: 'Understood.' } },
		refusals: [ 'hookForged', 'notFound', 'payloadTooLarge' ]
	},
	{
		id: 'readMessages', method: 'get', path: '/i18n/{language}.json', access: 'everybody',
		summary: 'The panel\'s words in one language',
		answers: { 200: { description: 'Message key to text.', json: z.record( z.string(), z.unknown() ) } },
		refusals: [ 'notFound' ]
	},
	{
		id: 'live', method: 'get', path: '/healthz', access: 'everybody',
		summary: 'Does the process live?',
		answers: { 200: { description: 'It does.', json: healthSchema } }
	},
	{
		id: 'ready', method: 'get', path: '/readyz', access: 'everybody',
		summary: 'Could a page be taken now?',
		description: 'Its proxy keeps it inside.',
		answers: {
			200: { description: 'It could.', json: readinessSchema },
			503: { description: 'It could not.', json: readinessSchema }
		}
	},
	{
		id: 'metrics', method: 'get', path: '/metrics', access: 'metricsKey',
		summary: 'Figures for Prometheus',
		description: 'With a key of PAGE_SRE_METRICS_KEYS; without keys, to the machine itself only.',
		answers: { 200: { description: 'Text exposition format.', media: 'text/plain' } },
		refusals: [ 'notSignedIn' ]
	},
	{
		id: 'describe', method: 'get', path: '/openapi.json', access: 'everybody',
		summary: 'This description',
		answers: { 200: { description: 'OpenAPI 3.1.', json: z.looseObject( { openapi: z.string() } ) } }
	},
	{
		id: 'describeForPeople', method: 'get', path: '/api', access: 'everybody',
		summary: 'This description, for people',
		answers: { 200: { description: 'A page.', media: 'text/html' } }
	},
	{
		id: 'listErrors', method: 'get', path: '/errors', access: 'everybody',
		summary: 'Every refusal',
		answers: { 200: { description: 'A page.', media: 'text/html' } }
	},
	{
		id: 'explainError', method: 'get', path: '/errors/{code}', access: 'everybody',
		summary: 'What a refusal means and what to do',
		description: 'Where the `type` of a problem document leads.',
		answers: { 200: { description: 'A page.', media: 'text/html' } },
		refusals: [ 'notFound' ]
	}
];
