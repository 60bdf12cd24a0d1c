// What the panel knows of its other parts, gadget/course and gadget/aid: what each brings, and what it is given.
// How the panel comes by them is usePart.ts.
import type { Component, ShallowRef } from 'vue';
import type { Problem } from '../../server/contract/problem.ts';
import type { Api } from './api.ts';
import type { Host } from './host.ts';
import type { DraftHolder } from './useDraft.ts';
import type { PageHolder } from './usePage.ts';
import type { SessionHolder } from './useSession.ts';
import type { English } from './words.ts';

// The panel has places for components of each part.

/** What becomes of a page, and what became of earlier ones. */
export type CoursePlace = 'OpenPages' | 'OwnPages' | 'PageProgress';
/** What helps writing: above the form, beside one field, below the fields, in the review, in the choice. */
export type AidPlace = 'Before' | 'Beside' | 'Below' | 'Checked' | 'OpenIncidents';
export type Place = CoursePlace | AidPlace;
export type PartName = 'course' | 'aid';

/** What a part works with. */
export interface Workings {
	host: Host;
	api: Api;
	session: SessionHolder;
	draft: DraftHolder;
	page: PageHolder;
}

export interface Part<P extends Place = never> {
	/** Its own words, which the panel does not carry. */
	english: English;
	components: Record<P, Component>;
	/** What each of its components is given beside the rest. */
	props: Record<string, unknown>;
}

export interface PartModule<P extends Place = never> {
	create( workings: Workings ): Part<P>;
}

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
