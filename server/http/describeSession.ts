// What a panel is told about who has signed in: asked live, so that who may not page, or has something to
// read before, learns it before writing.
import type { StoredSession } from '../auth/ports.ts';
import type { SessionView } from '../contract/session.ts';
import type { Membership, Person } from '../pages/page.ts';
import type { GuidanceCheck, MembershipCheck } from '../pages/ports.ts';
import { sessionView, type PersonLinks } from './views.ts';

export interface DescribeSessionDeps {
	membership: MembershipCheck;
	guidance: GuidanceCheck;
	isResponder: ( person: Person ) => Promise<boolean>;
	/** Whether a drill has somewhere to go. */
	drillOffered: () => boolean;
	group: string;
	personLinks: ( name: string ) => PersonLinks;
	/** Finds out whether there is an e-mail form for them, in short time; the links know it from then on. Never throws. */
	askMailable: ( name: string ) => Promise<void>;
}

/** @param known the verdict of just now, if it has been asked for already */
export type DescribeSession = ( session: Pick<StoredSession, 'sender' | 'expiresAt'>, known?: Membership ) => Promise<SessionView>;

export function createDescribeSession( deps: DescribeSessionDeps ): DescribeSession {
	const { guidance, group, personLinks } = deps;
	return async ( session, known ) => {
		const { sender } = session;
		const [ membership, readIn, responder ] = await Promise.all( [
			known ?? deps.membership.check( sender ),
			guidance.confirmedIn( sender.centralId ),
			deps.isResponder( sender ),
			sender.singleSignOn ? undefined : deps.askMailable( sender.name )
		] );
		return sessionView( session, {
			membership, group, personLinks, responder,
			guidance: { version: guidance.version, confirmed: readIn !== undefined },
			drill: deps.drillOffered()
		} );
	};
}
