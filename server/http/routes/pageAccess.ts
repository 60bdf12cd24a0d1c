// Whose page is whose: its sender does everything with it, who has added to it follows it, responders read
// all. For everybody else a page is as unknown as none.
import type { Response } from 'express';
import { ServiceError } from '../../errors.ts';
import type { Page, Person } from '../../pages/page.ts';
import type { MembershipCheck, PageStore } from '../../pages/ports.ts';
import { requireMember } from '../../pages/submitPage.ts';
import { sessionOf } from '../middleware/authenticate.ts';

export interface PageAccessDeps {
	store: Pick<PageStore, 'find' | 'isFollower'>;
	membership: MembershipCheck;
	isResponder: ( person: Person ) => Promise<boolean>;
}

/** Each returns the page, or throws ServiceError notFound. */
export interface PageAccess {
	own( pageId: string, response: Response ): Promise<Page>;
	readable( pageId: string, response: Response ): Promise<Page>;
	/** Own ones; and others' that are not private, for those who may page. @throws ServiceError notMember, membershipUnknown */
	addable( pageId: string, response: Response ): Promise<Page>;
}

export function createPageAccess( { store, membership, isResponder }: PageAccessDeps ): PageAccess {
	const find = async ( pageId: string ): Promise<Page> => {
		const page = await store.find( pageId );
		if ( !page || page.kind === 'heartbeat' ) {
			throw new ServiceError( 'notFound' );
		}
		return page;
	};
	const isOwn = ( page: Page, { centralId }: Person ): boolean => page.sender.centralId === centralId;
	return {
		async own( pageId, response ) {
			const page = await find( pageId );
			if ( !isOwn( page, sessionOf( response ).sender ) ) {
				throw new ServiceError( 'notFound' );
			}
			return page;
		},
		async readable( pageId, response ) {
			const page = await find( pageId );
			const { sender } = sessionOf( response );
			if ( !isOwn( page, sender ) && !await store.isFollower( pageId, sender.centralId ) && !await isResponder( sender ) ) {
				throw new ServiceError( 'notFound' );
			}
			return page;
		},
		async addable( pageId, response ) {
			const page = await find( pageId );
			const { sender } = sessionOf( response );
			if ( isOwn( page, sender ) ) {
				return page;
			}
			if ( page.kind !== 'page' || page.content.private ) {
				throw new ServiceError( 'notFound' );
			}
			await requireMember( membership, sender );
			return page;
		}
	};
}
