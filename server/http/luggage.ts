// What somebody's panel on a wiki hands over on the way to our own site: what they were writing, and where they
// stood. It goes back inside the document that answers, and nowhere else: it is not stored, and not logged.
import type { Request } from 'express';
import { z } from 'zod';
import { wikiContextSchema } from '../contract/sendPage.ts';
import type { IsWikiOrigin } from './wikiOrigins.ts';

/** 4,000 code points of details, percent-encoded from four bytes each, and as much again for what is too long to be handed in. */
export const MAX_LUGGAGE = '128kb';

const json = z.string().transform( ( text, context ): unknown => {
	try {
		return JSON.parse( text );
	} catch ( error ) {
		context.addIssue( { code: 'custom', message: 'no JSON' } );
		return z.NEVER;
	}
} );

const luggageSchema = z.strictObject( {
	// As the panel keeps it: it takes out of this what it knows.
	draft: json.pipe( z.record( z.string(), z.union( [ z.string(), z.boolean(), z.number() ] ) ) ).catch( {} ),
	context: json.pipe( wikiContextSchema ).catch( {} )
} );
export type Luggage = z.output<typeof luggageSchema>;

/** Only of the wikis' own panels: any other site could put words into a sender's mouth. Null: there is nothing to go on with. */
export function luggageOf( request: Request, isWiki: IsWikiOrigin ): Luggage | null {
	const parsed = luggageSchema.safeParse( request.body );
	return parsed.success && request.headers.origin !== undefined && isWiki( request.headers.origin ) ? parsed.data : null;
}
