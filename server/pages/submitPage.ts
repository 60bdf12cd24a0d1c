// May this person page now, and is it the same page as before? The answer "accepted" means stored
// durably, nothing more. The order matters: a repeated key is answered from the store even when
// the wiki is down, because that page has been accepted already.
import { createHash } from 'node:crypto';
import type { OpenIncident } from '../contract/situation.ts';
import type { SendPage } from '../contract/sendPage.ts';
import { ServiceError } from '../errors.ts';
import { openPage } from './openPage.ts';
import { actorOf, type Member, type Page, type Person } from './page.ts';
import type { AcceptOutcome, Clock, GuidanceCheck, Limit, MembershipCheck, PageStore } from './ports.ts';
import type { UnseenIncidents } from './unseenIncidents.ts';

export interface SubmitPageDeps {
	store: Pick<PageStore, 'findByKey' | 'accept'>;
	membership: MembershipCheck;
	guidance: GuidanceCheck;
	limits: readonly Limit[];
	/** Names of the configured providers, in order. */
	providers: readonly string[];
	drills: {
		/** Names of those who take drills; never one of the above. */
		providers: readonly string[];
		/** Whether there is a route, and a drill is known to wake nobody now. */
		isSafe: () => boolean;
	};
	/** Incidents of others that this intent has to be asked about (unseenIncidents.ts). */
	incidents: UnseenIncidents;
	clock: Pick<Clock, 'now'>;
	newId: () => string;
	/** From acceptance until a page that nobody took is called undelivered. */
	deadlineMs: number;
	/** After the COMMIT of a new page; must not throw, and nobody waits for what it starts. */
	onAccepted: ( page: Page ) => void;
	/** A limit was met. */
	onLimited: ( limit: Limit ) => void;
}

/**
 * @throws ServiceError notMember, membershipUnknown, guidanceNotConfirmed, limitReached, unseenPages,
 * drillUnavailable, idempotencyKeyReused, storeUnavailable
 */
export type SubmitPage = ( person: Person, request: SendPage ) => Promise<Page>;

export function createSubmitPage( deps: SubmitPageDeps ): SubmitPage {
	return async ( person, request ) => {
		const { idempotencyKey, seen, seenIncidents, drill, ...content } = request;
		const contentHash = hashOf( { drill, ...content } );
		const earlier = await deps.store.findByKey( person.centralId, idempotencyKey );
		if ( earlier ) {
			return sameContent( earlier, contentHash );
		}

		const intent = `${ person.centralId }/${ idempotencyKey }`;
		// Asked for at the same time as the wiki, so that it costs no time of its own.
		const looking = drill ? Promise.resolve( [] ) : deps.incidents.unseen( intent, seenIncidents );
		const membership = await requireMember( deps.membership, person );
		const guidance = await requireGuidance( deps.guidance, person );
		if ( drill && !deps.drills.isSafe() ) {
			throw new ServiceError( 'drillUnavailable' );
		}
		const unseenIncidents = await looking;
		const acceptedAt = deps.clock.now();
		const outcome = await deps.store.accept( {
			id: deps.newId(),
			kind: drill ? 'drill' : 'page',
			idempotencyKey,
			contentHash,
			content,
			// The wiki's present name, should the person have been renamed since signing in.
			sender: { centralId: person.centralId, name: membership.name, email: person.singleSignOn?.email ?? null },
			membership,
			state: 'accepted',
			acceptedAt,
			deadlineAt: acceptedAt + deps.deadlineMs,
			round: 1
		}, drill ? deps.drills.providers : deps.providers, {
			limits: deps.limits, seen, askAnyway: unseenIncidents.length > 0, actor: { ...actorOf( person ), name: membership.name }, guidance
		} );
		if ( outcome.kind === 'unseen' ) {
			deps.incidents.told( intent );
		}
		return pageOf( outcome, unseenIncidents, deps );
	};
}

function pageOf( outcome: AcceptOutcome, unseenIncidents: OpenIncident[], { onAccepted, onLimited }: SubmitPageDeps ): Page {
	switch ( outcome.kind ) {
		case 'accepted':
			onAccepted( outcome.page );
			return outcome.page;
		case 'repeated':
			return outcome.page;
		case 'keyReused':
			throw new ServiceError( 'idempotencyKeyReused' );
		case 'unseen':
			throw new ServiceError( 'unseenPages', { openPages: outcome.pages.map( openPage ), openIncidents: unseenIncidents } );
		case 'limited': {
			const { scope, max, windowMs } = outcome.limit;
			onLimited( outcome.limit );
			throw new ServiceError( 'limitReached', { limit: { scope, max, windowSeconds: windowMs / 1000, retryAt: new Date( outcome.retryAt ).toISOString() } } );
		}
	}
}

/** @throws ServiceError notMember, membershipUnknown */
export async function requireMember( check: MembershipCheck, person: Person ): Promise<Member> {
	const membership = await check.check( person );
	switch ( membership.verdict ) {
		case 'member':
			return membership;
		case 'notMember':
			throw new ServiceError( 'notMember', { reason: membership.reason } );
		case 'unknown':
			throw new ServiceError( 'membershipUnknown', {}, new Error( `the wiki did not answer: ${ membership.reason }` ) );
	}
}

async function requireGuidance( check: GuidanceCheck, { centralId }: Person ): Promise<{ version: string; language: string }> {
	const { version } = check;
	const language = await check.confirmedIn( centralId );
	if ( language === undefined ) {
		throw new ServiceError( 'guidanceNotConfirmed' );
	}
	return { version, language };
}

function sameContent( earlier: Page, contentHash: string ): Page {
	if ( earlier.contentHash !== contentHash ) {
		throw new ServiceError( 'idempotencyKeyReused' );
	}
	return earlier;
}

function hashOf( content: Omit<SendPage, 'idempotencyKey' | 'seen' | 'seenIncidents'> ): string {
	// The schema fixes the order of keys, so equal content is equal JSON.
	return createHash( 'sha256' ).update( JSON.stringify( content ) ).digest( 'base64url' );
}
