// A sender's own pages: GET /v1/pages, a part at a time, newest first.
import { z } from 'zod';
import { pageSchema } from './page.ts';
import { idempotencyKeyPattern, pageIdPattern } from './sendPage.ts';
import { pattern } from './text.ts';

export const pageQuerySchema = z.strictObject( {
	/** Only the page that was accepted under this key, if there is one. */
	idempotencyKey: pattern( idempotencyKeyPattern ).optional(),
	/** Only pages older than this one: `next` of the part before. */
	before: pattern( pageIdPattern ).optional(),
	limit: z.coerce.number().int().min( 1 ).max( 50 ).default( 10 )
} );

export const pageListSchema = z.strictObject( {
	pages: z.array( pageSchema ),
	/** To be given as `before` for what follows; null: this was the end. */
	next: z.string().nullable()
} );
export type PageList = z.output<typeof pageListSchema>;
