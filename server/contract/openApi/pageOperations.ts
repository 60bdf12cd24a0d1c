// Pages on the wire: made, listed, read, followed, and what their senders do with them.
import { z } from 'zod';
import { pageListSchema, pageQuerySchema } from '../listPages.ts';
import { pageSchema } from '../page.ts';
import { noteSchema, pageAgainSchema, sendPageSchema } from '../sendPage.ts';
import type { Operation } from './operation.ts';

const unchanged = { 304: { description: 'Nothing has changed since the ETag that was given.', headers: [ 'ETag' ] } } as const;
const page = { description: 'The page with its course until now.', json: pageSchema } as const;

export const pageOperations: readonly Operation[] = [
	{
		id: 'sendPage', method: 'post', path: '/v1/pages', access: 'session',
		summary: 'Page the engineers on call',
		description: 'Answered with 202 only after the page is durably stored. Membership is asked of the wiki at this moment. ' +
			'Sending the same page again under the same idempotency key gives the page that was accepted and never makes a second one.',
		body: sendPageSchema,
		answers: { 202: { ...page, description: 'Accepted: durably stored, and now being delivered.', headers: [ 'Location' ] } },
		refusals: [
			'notMember', 'guidanceNotConfirmed', 'idempotencyKeyReused', 'unseenPages', 'drillUnavailable', 'limitReached',
			'membershipUnknown'
		]
	},
	{
		id: 'listPages', method: 'get', path: '/v1/pages', access: 'session',
		summary: 'The sender\'s own pages, newest first',
		description: 'A part at a time: give `next` of one part as `before` of the following one.',
		query: pageQuerySchema, heeds: [ 'If-None-Match' ],
		answers: { 200: { description: 'A part of the list.', json: pageListSchema, headers: [ 'ETag' ] }, ...unchanged }
	},
	{
		id: 'readPage', method: 'get', path: '/v1/pages/{id}', access: 'session',
		summary: 'One page with its course',
		description: 'For its sender, for members who have added a note to it, and for responders.',
		heeds: [ 'If-None-Match' ],
		answers: { 200: { ...page, headers: [ 'ETag' ] }, ...unchanged },
		refusals: [ 'notFound' ]
	},
	{
		id: 'followPage', method: 'get', path: '/v1/pages/{id}/events', access: 'session',
		summary: 'The page\'s events as they happen',
		description: 'Server-Sent Events, named `page`. The data of each is a PageEvent, its id is the event\'s `seq`. The stream begins with ' +
			'everything after `Last-Event-ID`, or with the first event, and ends with the session or when the server stops: connect again.',
		heeds: [ 'Last-Event-ID' ],
		answers: { 200: { description: 'A stream that stays open.', media: 'text/event-stream' } },
		refusals: [ 'notFound' ]
	},
	{
		id: 'addNote', method: 'post', path: '/v1/pages/{id}/notes', access: 'session',
		summary: 'Add to an open page',
		description: 'Its sender; or another member, who follows the page from then on instead of paging too. It is told to the incident.',
		body: noteSchema,
		answers: { 200: page },
		refusals: [ 'notMember', 'notFound', 'pageNotOpen', 'membershipUnknown' ]
	},
	{
		id: 'withdrawPage', method: 'post', path: '/v1/pages/{id}/withdraw', access: 'session',
		summary: 'Take an open page back',
		description: 'The body may be left out. Withdrawing twice is withdrawing once.',
		body: z.strictObject( {} ).optional(),
		answers: { 200: page },
		refusals: [ 'notFound', 'pageNotOpen' ]
	},
	{
		id: 'pageAgain', method: 'post', path: '/v1/pages/{id}/again', access: 'session',
		summary: 'A new alert of an open page',
		description: '`round` is the one that this would be: asking twice for the same round pages once.',
		body: pageAgainSchema,
		answers: { 200: page },
		refusals: [ 'notFound', 'pageNotOpen', 'pagedAgainTooSoon' ]
	}
];
