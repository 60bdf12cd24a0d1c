// What a state of the panel is here: a name to find it by, and the moment that brings it about. Who plays the
// moment is play.ts; which there are, states.ts.
import type { Situation } from '../../server/contract/situation.ts';
import type { SessionView } from '../../server/contract/session.ts';
import type { Api } from '../../gadget/panel/api.ts';
import type { Host } from '../../gadget/panel/host.ts';
import type { Draft } from '../../gadget/panel/useDraft.ts';
import type { PageStep } from '../../gadget/panel/usePage.ts';
import type { Hindrance } from '../../gadget/panel/useReach.ts';
import type { SessionState } from '../../gadget/panel/useSession.ts';

/** What is left out is as it is for a member who writes a page, and everything works. */
export interface Moment {
	session?: Partial<SessionView>;
	/** Instead of being signed in. */
	signIn?: SessionState;
	step?: PageStep;
	written?: Partial<Draft>;
	/** What was written at an earlier visit. */
	kept?: Partial<Draft>;
	host?: Partial<Host>;
	hindrance?: Hindrance;
	/** Parts that are not here. */
	course?: 'loading' | 'missing';
	aid?: 'loading' | 'missing';
	guidance?: 'loading' | 'missing' | 'changed' | 'again';
	/** None: it cannot be had. */
	situation?: Situation | null;
	answers?: Partial<Api>;
	/** What is clicked, one after the other; selectors. */
	clicks?: string[];
}

export interface State {
	name: string;
	moment: Moment;
	/** Its own text names the other ways. */
	namesOtherWays?: boolean;
	/** Two things at once, each with its heading: a page is followed, and somebody has to sign in. */
	isTwofold?: boolean;
}

export interface Group {
	name: string;
	states: State[];
}
