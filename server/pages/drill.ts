// The course of a drill after its delivery: nobody is woken, so nobody would answer it, and its sender would
// see half of what becomes of a page. So we answer in our own name, unless a person does. A page that is no
// drill must never be answered from here.
//
//   delivered --15 s--> acknowledged --15 s--> resolved        by us, for as long as nobody else has touched it
import { OWN_SITE, type PageEvent } from '../contract/page.ts';
import { ServiceError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Actor, Millis, Page } from './page.ts';
import type { Clock, CourseStore, PageFeed, PageStore } from './ports.ts';

export interface DrillConductorDeps {
	list: PageStore[ 'list' ];
	eventsAfter: PageStore[ 'eventsAfter' ];
	course: Pick<CourseStore, 'answer'>;
	feed: Pick<PageFeed, 'changed'>;
	clock: Pick<Clock, 'now'>;
	log: Logger;
}

export interface DrillConductor {
	/** Takes every step that is due, and returns how many ms from now to come again. */
	round(): Promise<number>;
}

/** Long enough to be seen happening, short enough to be waited for. */
const STEP_MS = 15_000;

/** One that nobody took for so long has shown what a drill can show; nobody waits for its course. */
const PATIENCE_MS = 60 * 60_000;

/** How soon to look again for what was delivered meanwhile: while a drill waits for that, and otherwise. */
const LOOK_MS = 5_000;
const LOOK_SELDOM_MS = 15_000;

/** The newest; an older one that is still open waits for a person. */
const AT_ONCE = 200;

const conductor: Actor = { kind: 'server', centralId: null, name: 'Page SRE' };

interface Step {
	phase: 'acknowledged' | 'resolved';
	at: Millis;
}

export function createDrillConductor( { list, eventsAfter, course, feed, clock, log }: DrillConductorDeps ): DrillConductor {
	/** When to look at it again; Infinity: it does not need us. */
	async function goOn( page: Page ): Promise<Millis> {
		if ( page.kind !== 'drill' ) {
			return Infinity;
		}
		if ( page.state === 'accepted' || page.state === 'undelivered' ) {
			return clock.now() < page.acceptedAt + PATIENCE_MS ? clock.now() + LOOK_MS : Infinity;
		}
		const step = nextStep( page, await eventsAfter( page.id, 0 ) );
		if ( step === undefined || step.at > clock.now() ) {
			return step?.at ?? Infinity;
		}
		try {
			await course.answer( page.id, step.phase, conductor, [], clock.now() );
		} catch ( error ) {
			if ( !( error instanceof ServiceError ) || ( error.code !== 'pageNotOpen' && error.code !== 'answerElsewhere' ) ) {
				throw error;
			}
			log.info( { pageId: page.id, code: error.code }, 'drill: somebody else was faster' );
			return Infinity;
		}
		log.info( { pageId: page.id, phase: step.phase }, 'drill: answered by ourselves' );
		feed.changed( page.id );
		return step.phase === 'acknowledged' ? clock.now() + STEP_MS : Infinity;
	}

	return {
		async round() {
			let next = clock.now() + LOOK_SELDOM_MS;
			for ( const page of await list( { open: true, kind: 'drill', limit: AT_ONCE } ) ) {
				next = Math.min( next, await goOn( page ) );
			}
			return next - clock.now();
		}
	};
}

/** Undefined where the next step is a person's: they have it, or have given it back. */
function nextStep( { state }: Page, events: readonly PageEvent[] ): Step | undefined {
	const touched = events.findLast( ( { kind } ) => kind === 'acknowledged' || kind === 'reopened' );
	const delivered = events.find( ( { kind } ) => kind === 'delivered' );
	if ( state === 'delivered' && delivered !== undefined && touched === undefined ) {
		return { phase: 'acknowledged', at: Date.parse( delivered.at ) + STEP_MS };
	}
	const isOurs = touched?.kind === 'acknowledged' && touched.provider === OWN_SITE && touched.by === conductor.name;
	return state === 'acknowledged' && isOurs ? { phase: 'resolved', at: Date.parse( touched.at ) + STEP_MS } : undefined;
}
