// Sessions and sign-ins under way. Only hashes of tokens, codes and browser secrets are kept.
import type { Kysely } from 'kysely';
import type { SessionStore, SignInStore } from '../auth/ports.ts';
import type { SingleSignOn } from '../pages/page.ts';
import { guarded } from './database.ts';
import type { Schema } from './schema.ts';

export function createSessionStore( database: Kysely<Schema> ): SessionStore {
	return {
		insert: ( { tokenHash, sender, expiresAt } ) => guarded( async () => {
			await database.insertInto( 'sessions' ).values( {
				token_hash: tokenHash,
				central_id: sender.centralId,
				name: sender.name,
				single_sign_on: sender.singleSignOn && JSON.stringify( sender.singleSignOn ),
				expires_at: expiresAt
			} ).execute();
		} ),
		find: ( tokenHash ) => guarded( async () => {
			const row = await database.selectFrom( 'sessions' ).selectAll().where( 'token_hash', '=', tokenHash ).executeTakeFirst();
			return row && {
				tokenHash,
				sender: {
					centralId: row.central_id,
					name: row.name,
					singleSignOn: row.single_sign_on === null ? null : JSON.parse( row.single_sign_on ) as SingleSignOn
				},
				expiresAt: row.expires_at
			};
		} ),
		delete: ( tokenHash ) => guarded( async () => {
			await database.deleteFrom( 'sessions' ).where( 'token_hash', '=', tokenHash ).execute();
		} ),
		deleteExpired: ( before ) => guarded( async () => {
			await database.deleteFrom( 'sessions' ).where( 'expires_at', '<', before ).execute();
		} )
	};
}

export function createSignInStore( database: Kysely<Schema> ): SignInStore {
	return {
		begin: ( signIn ) => guarded( async () => {
			await database.insertInto( 'sign_ins' ).values( {
				request_token_hash: signIn.requestTokenHash,
				request_token_secret: signIn.requestTokenSecret,
				browser_hash: signIn.browserHash,
				origin: signIn.origin,
				challenge: signIn.challenge,
				return_to: signIn.returnTo,
				expires_at: signIn.expiresAt
			} ).execute();
		} ),
		find: ( requestTokenHash ) => guarded( async () => {
			const row = await database.selectFrom( 'sign_ins' ).selectAll()
				.where( 'request_token_hash', '=', requestTokenHash ).where( 'code_hash', 'is', null )
				.executeTakeFirst();
			return row && {
				requestTokenHash,
				requestTokenSecret: row.request_token_secret,
				browserHash: row.browser_hash,
				origin: row.origin,
				challenge: row.challenge,
				returnTo: row.return_to,
				expiresAt: row.expires_at
			};
		} ),
		identified: ( requestTokenHash, { codeHash, sender, expiresAt } ) => guarded( async () => {
			await database.updateTable( 'sign_ins' )
				.set( { code_hash: codeHash, central_id: sender.centralId, name: sender.name, expires_at: expiresAt, request_token_secret: '' } )
				.where( 'request_token_hash', '=', requestTokenHash ).where( 'code_hash', 'is', null )
				.execute();
		} ),
		delete: ( requestTokenHash ) => guarded( async () => {
			// Not one that the wiki has answered meanwhile: the same callback may have come twice.
			await database.deleteFrom( 'sign_ins' ).where( 'request_token_hash', '=', requestTokenHash ).where( 'code_hash', 'is', null ).execute();
		} ),
		takeByCode: ( codeHash ) => guarded( async () => {
			// One statement finds and removes: of two exchanges of one code, one gets it.
			const row = await database.deleteFrom( 'sign_ins' ).where( 'code_hash', '=', codeHash ).returningAll().executeTakeFirst();
			return row && row.central_id !== null && row.name !== null ? {
				sender: { centralId: row.central_id, name: row.name },
				origin: row.origin,
				challenge: row.challenge,
				browserHash: row.browser_hash,
				expiresAt: row.expires_at
			} : undefined;
		} ),
		keepNewest: ( count ) => guarded( async () => {
			const last = await database.selectFrom( 'sign_ins' ).select( 'expires_at' ).where( 'code_hash', 'is', null )
				.orderBy( 'expires_at', 'desc' ).limit( 1 ).offset( count )
				.executeTakeFirst();
			if ( last ) {
				await database.deleteFrom( 'sign_ins' ).where( 'code_hash', 'is', null ).where( 'expires_at', '<=', last.expires_at ).execute();
			}
		} ),
		deleteExpired: ( before ) => guarded( async () => {
			await database.deleteFrom( 'sign_ins' ).where( 'expires_at', '<', before ).execute();
		} )
	};
}
