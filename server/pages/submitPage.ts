// May this person page now, and is it the same page as before? The answer "accepted" means stored
// durably, nothing more. The order matters: a repeated key is answered from the store even when
// the wiki is down, because that page has been accepted already.
import { createHash } from 'node:crypto';
import type { SendPage } from '../contract/sendPage.ts';
import { ServiceError } from '../errors.ts';
import type { Member, Page, Sender } from './page.ts';
import type { Clock, MembershipCheck, PageStore } from './ports.ts';

export interface SubmitPageDeps {
	store: PageStore;
	membership: MembershipCheck;
	/** Names of the configured providers, in order. */
	providers: readonly string[];
	clock: Pick<Clock, 'now'>;
	newId: () => string;
	/** From acceptance until a page that nobody took is called undelivered. */
	deadlineMs: number;
	/** After the COMMIT of a new page; must not throw, and nobody waits for what it starts. */
	onAccepted: ( page: Page ) => void;
}

/**
 * @throws ServiceError notMember, membershipUnknown, idempotencyKeyReused, storeUnavailable
 */
export type SubmitPage = ( sender: Sender, request: SendPage ) => Promise<Page>;

export function createSubmitPage( deps: SubmitPageDeps ): SubmitPage {
	return async ( sender, request ) => {
		const { idempotencyKey, ...content } = request;
		const contentHash = hashOfContent( content );
		const earlier = await deps.store.findByKey( sender.centralId, idempotencyKey );
		if ( earlier ) {
			return sameContent( earlier, contentHash );
		}

		const membership = await requireMember( deps.membership, sender );
		const acceptedAt = deps.clock.now();
		const outcome = await deps.store.accept( {
			id: deps.newId(),
			idempotencyKey,
			contentHash,
			content,
			// The wiki's present name, should the person have been renamed since signing in.
			sender: { centralId: sender.centralId, name: membership.name },
			membership,
			state: 'accepted',
			acceptedAt,
			deadlineAt: acceptedAt + deps.deadlineMs,
			round: 1
		}, deps.providers );
		switch ( outcome.kind ) {
			case 'accepted':
				deps.onAccepted( outcome.page );
				return outcome.page;
			case 'repeated':
				return outcome.page;
			case 'keyReused':
				throw new ServiceError( 'idempotencyKeyReused' );
		}
	};
}

async function requireMember( check: MembershipCheck, sender: Sender ): Promise<Member> {
	const membership = await check.check( sender.centralId );
	switch ( membership.verdict ) {
		case 'member':
			return membership;
		case 'notMember':
			throw new ServiceError( 'notMember', { reason: membership.reason } );
		case 'unknown':
			throw new ServiceError( 'membershipUnknown', {}, new Error( `the wiki did not answer: ${ membership.reason }` ) );
	}
}

function sameContent( earlier: Page, contentHash: string ): Page {
	if ( earlier.contentHash !== contentHash ) {
		throw new ServiceError( 'idempotencyKeyReused' );
	}
	return earlier;
}

function hashOfContent( content: Omit<SendPage, 'idempotencyKey'> ): string {
	// The schema fixes the order of keys, so equal content is equal JSON.
	return createHash( 'sha256' ).update( JSON.stringify( content ) ).digest( 'base64url' );
}
