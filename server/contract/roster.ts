// Who can page now and why, for identity systems and responders: GET /v1/roster.
import { z } from 'zod';

const reasonSchema = z.discriminatedUnion( 'standing', [
	/** `verifiedAt`: when the wiki last said so. */
	z.strictObject( { standing: z.literal( 'group' ), group: z.string(), verifiedAt: z.iso.datetime() } ),
	z.strictObject( {
		standing: z.literal( 'grant' ), grantedBy: z.string(), since: z.iso.datetime(), until: z.iso.datetime(),
		/** When the wiki last said that the account exists and is not locked. */
		verifiedAt: z.iso.datetime()
	} )
] );

export const rosterSchema = z.strictObject( {
	group: z.string(),
	/** When the wiki last gave us the whole list; null: never. */
	readAt: z.iso.datetime().nullable(),
	/** By name. Each has at least one reason. */
	members: z.array( z.strictObject( { centralId: z.int(), name: z.string(), because: z.array( reasonSchema ) } ) )
} );
export type RosterView = z.output<typeof rosterSchema>;
