// What the panel knows of its second part, gadget/course, and how it comes by it: loaded behind the panel as soon
// as that is shown, tried again by itself while a wiki is breaking, and whenever somebody asks.
//
//   idle --load()--> loading --came--> ready
//                     ^  |              ^
//              load() |  +-- failed, or too late --> missing: tried again in the background, a few times
//                     +---------------------------------+
import { shallowRef } from 'vue';
import type { Component, ShallowRef } from 'vue';
import type { Problem } from '../../server/contract/problem.ts';
import type { Api } from './api.ts';
import type { DraftHolder } from './useDraft.ts';
import type { PageHolder } from './usePage.ts';
import type { SessionHolder } from './useSession.ts';
import type { English } from './words.ts';

export type ActionState =
	| { name: 'idle' | 'underWay' | 'done' | 'noAnswer' }
	| { name: 'refused'; problem: Problem };

export interface PageAction {
	readonly state: ShallowRef<ActionState>;
	/** Does nothing while it is under way. */
	run(): Promise<void>;
}

export interface PageActions {
	/** Of what the draft has as its note. */
	addNote: PageAction;
	withdraw: PageAction;
	pageAgain: PageAction;
	/** The one action for each open page of somebody else's: what the draft has as its note makes one follow it. */
	join( pageId: string ): PageAction;
}

export interface Course {
	/** Its own words, which the panel does not carry. */
	english: English;
	OpenPages: Component;
	PageProgress: Component;
	actions: PageActions;
}

export interface CourseModule {
	/** Follows the page that is followed from now on. */
	createCourse( api: Api, page: PageHolder, session: SessionHolder, draft: DraftHolder ): Course;
}

export type CourseState = { name: 'idle' | 'loading' | 'missing' } | { name: 'ready'; course: Course };

export interface CourseHolder {
	readonly state: ShallowRef<CourseState>;
	/** Does nothing while it is loading, or there. */
	load(): void;
}

// ResourceLoader does not say when a request is lost; after this long something is wrong.
const PATIENCE = 10000;
// Quick at first, for a line that broke; then a servers' trouble has a minute to pass.
const PAUSES = [ 1000, 4000, 15000, 40000 ];

/** @param create called once, with what came */
export function useCourse( load: () => PromiseLike<CourseModule>, create: ( module: CourseModule ) => Course ): CourseHolder {
	const state = shallowRef<CourseState>( { name: 'idle' } );
	let pause: ReturnType<typeof setTimeout> | undefined;

	async function attempt( failures: number ): Promise<void> {
		let patience: ReturnType<typeof setTimeout> | undefined;
		const late = new Promise<never>( ( _resolve, reject ) => {
			patience = setTimeout( reject, PATIENCE );
		} );
		try {
			const module = await Promise.race( [ load(), late ] );
			// Somebody who did not wait for the background may have been faster.
			if ( state.value.name !== 'ready' ) {
				state.value = { name: 'ready', course: create( module ) };
			}
		} catch ( error ) {
			if ( state.value.name !== 'ready' ) {
				state.value = { name: 'missing' };
				clearTimeout( pause );
				if ( failures < PAUSES.length ) {
					pause = setTimeout( () => void attempt( failures + 1 ), PAUSES[ failures ] );
				}
			}
		}
		clearTimeout( patience );
	}

	return {
		state,
		load: () => {
			if ( state.value.name === 'idle' || state.value.name === 'missing' ) {
				clearTimeout( pause );
				state.value = { name: 'loading' };
				void attempt( 0 );
			}
		}
	};
}
