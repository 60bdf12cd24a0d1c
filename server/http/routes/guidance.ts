// A member says that they have read what to page for. The texts themselves are translations like all
// others and come from /i18n.
import { Router } from 'express';
import { confirmGuidanceSchema } from '../../contract/session.ts';
import type { Person } from '../../pages/page.ts';
import type { MembershipCheck } from '../../pages/ports.ts';
import { requireMember } from '../../pages/submitPage.ts';
import type { DescribeSession } from '../describeSession.ts';
import { sessionOf } from '../middleware/authenticate.ts';
import { onlyMethods } from '../middleware/onlyMethods.ts';
import { parseBody } from '../parse.ts';

export interface GuidanceRoutesDeps {
	membership: MembershipCheck;
	guidance: {
		/** @throws ServiceError guidanceOutdated: this is not the version of now */
		confirm( person: Person, confirmation: { version: string; language: string } ): Promise<void>;
	};
	describeSession: DescribeSession;
}

/** To be mounted at `/v1/guidance`, behind `authenticate`. */
export function guidanceRoutes( { membership, guidance, describeSession }: GuidanceRoutesDeps ): Router {
	const router = Router();

	router.post( '/', async ( request, response ) => {
		const confirmation = parseBody( confirmGuidanceSchema, request );
		const session = sessionOf( response );
		// Who could not page has nothing to confirm, and leaves no trace as if they had.
		const member = await requireMember( membership, session.sender );
		await guidance.confirm( session.sender, confirmation );
		response.json( await describeSession( session, member ) );
	} );

	router.all( '/', onlyMethods( 'POST' ) );

	return router;
}
