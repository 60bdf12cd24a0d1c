// The store of a measured server, seen from outside while it runs: to let people in without a thousand sign-ins,
// and to know when nothing waits to be delivered any more.
import { setTimeout as pause } from 'node:timers/promises';
import { createSessions } from '../../server/auth/sessions.ts';
import { Secret } from '../../server/secret.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import { createSessionStore } from '../../server/store/sessionStore.ts';

export interface Person {
	centralId: number;
	/** Whether a single sign-on has said who it is: then nobody is asked whether they are a member. */
	named: boolean;
}

export interface KeptStore {
	/** Tokens of so many sessions of this person. */
	signIn( person: Person, sessions: number ): Promise<string[]>;
	/** These members are told of the course of this page. */
	follow( pageId: string, centralIds: readonly number[] ): Promise<void>;
	/**
	 * Resolves when every accepted page is delivered, and resolves those as responders would: no page of this load
	 * stands open in the way of the next.
	 */
	settle(): Promise<void>;
	close(): Promise<void>;
}

const LOOK_EVERY_MS = 50;

export async function openKeptStore( env: Readonly<Record<string, string>> ): Promise<KeptStore> {
	const database = await openDatabase( env.DATABASE_URL === undefined ? env.PAGE_SRE_STORE! : new Secret( env.DATABASE_URL ) );
	const sessions = createSessions( createSessionStore( database ), { now: Date.now } );
	return {
		async signIn( { centralId, named }, count ) {
			const singleSignOn = named ? { email: null, roles: [ 'member' as const ], at: Date.now() } : null;
			const opened = Array.from( { length: count }, () => sessions.open( { centralId, name: `Member ${ centralId }`, singleSignOn } ) );
			return ( await Promise.all( opened ) ).map( ( { token } ) => token );
		},
		async follow( pageId, centralIds ) {
			const rows = centralIds.map( ( centralId ) => ( { page_id: pageId, central_id: centralId, at: Date.now() } ) );
			await database.insertInto( 'page_followers' ).values( rows ).execute();
		},
		async settle() {
			while ( await somethingWaits( database ) ) {
				await pause( LOOK_EVERY_MS );
			}
			await database.updateTable( 'pages' ).set( { state: 'resolved', unanswered_at: null } ).where( 'state', '=', 'delivered' ).execute();
		},
		close: () => database.destroy()
	};
}

async function somethingWaits( database: Database ): Promise<boolean> {
	return await database.selectFrom( 'pages' ).select( 'id' ).where( 'state', '=', 'accepted' ).limit( 1 ).executeTakeFirst() !== undefined;
}
