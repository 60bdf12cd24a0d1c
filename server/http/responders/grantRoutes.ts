// Adding and revoking access grants from a form. Which grants are possible is decided in access/; here a
// refusal finds its field.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { pattern } from '../../contract/text.ts';
import { actorOf } from '../../pages/page.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parse } from '../parse.ts';
import type { ResponderDeps } from './deps.ts';
import { responderOf } from './entry.ts';
import { fieldWords, type FieldWords } from './faults.ts';
import { SITE } from './frame.ts';
import { DEFAULT_HOURS, durations, grantsHtml, type GrantDraft } from './grantsHtml.ts';

/** The latest; older ones are in the audit log. */
const LISTED = 200;

const postedSchema = z.union( [
	z.strictObject( { name: z.string(), reason: z.string(), hours: z.enum( durations.map( String ) ) } ),
	z.strictObject( { revoke: pattern( /^[1-9]\d{0,14}$/ ) } )
] );

const refusals = {
	accountUnknown: { name: 'The wiki knows no such account. Names are case-sensitive after the first letter.' },
	accountNotUsable: { name: 'This account is locked, so it cannot page.' },
	wikiUnavailable: { name: 'The wiki does not answer, so the account cannot be looked up. Try again.' }
} as const satisfies Record<string, FieldWords>;

export function grantRoutes( { grants, clock }: Pick<ResponderDeps, 'grants' | 'clock'> ): Router {
	const router = Router();

	const show = async ( response: Response, draft: GrantDraft, faults: FieldWords ): Promise<void> => {
		const inForce = await grants.list( { inForce: true, limit: LISTED } );
		const past = ( await grants.list( { inForce: false, limit: LISTED } ) ).filter( ( { id } ) => !inForce.some( ( grant ) => grant.id === id ) );
		response.send( grantsHtml( { inForce, past, person: responderOf( response ), now: clock.now(), draft, faults } ) );
	};

	router.get( '/', async ( _request, response ) => {
		await show( response, { name: '', reason: '', hours: String( DEFAULT_HOURS ) }, {} );
	} );

	router.post( '/', async ( request, response ) => {
		const posted = parse( postedSchema, request.body ?? {} );
		if ( 'revoke' in posted ) {
			await grants.revoke( Number( posted.revoke ), actorOf( responderOf( response ) ) );
		} else {
			const faults = await add( posted, response );
			if ( faults !== undefined ) {
				await show( response.status( 422 ), posted, faults );
				return;
			}
		}
		response.redirect( 303, `${ SITE }/grants` );
	} );
	router.all( '/', onlyMethods( 'GET', 'POST' ) );

	async function add( { name, reason, hours }: GrantDraft, response: Response ): Promise<FieldWords | undefined> {
		// A reason is one line wherever it is shown; a phone's keyboard has a return key all the same.
		const request = { name: name.trim(), reason: reason.replace( /\s+/g, ' ' ).trim(), hours: Number( hours ) };
		try {
			await grants.add( request, actorOf( responderOf( response ) ) );
		} catch ( error ) {
			const faults = fieldWords( error, refusals );
			if ( faults === undefined ) {
				throw error;
			}
			return faults;
		}
	}

	return router;
}
