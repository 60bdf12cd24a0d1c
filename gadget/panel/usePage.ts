// One page, from its first word to its resolution. One idempotency key per intent: made at the first
// submit, kept through every retry, reload and second sign-in, let go only when the page is accepted.
//
//   composing --review()--> reviewing --submit()--> submitting --accepted--> following
//      ^  ^                     |                    |  |  |  |                 ^
//      |  +------ edit() -------+                    |  |  |  +- key reused ----+ (the earlier version)
//      |                                             |  |  +- 401 --> interrupted --signed in--> submitting
//      |<---------- invalidRequest: faults ----------+  +- no answer --> unanswered --submit()--> submitting
//      |<---------- edit() -- refused <--------------+
//      |<---------- edit() -- unseen <---------------+ others have paged: submit() again, or adopt() --> following
//      +-- startNew() -- following                   +- guidance not confirmed --> reviewing, once it is
//
// Composing and following can be left for `listing` by go(), and come back to: there the sender's own pages are.
//
// After a sign-in, `resuming` looks for the page that this draft has already become, or that was
// followed before; refused and unanswered then lead back to resuming, not to submitting.
import { shallowRef, watch } from 'vue';
import type { ShallowRef } from 'vue';
import type { OpenPage, PageView } from '../../server/contract/page.ts';
import type { FieldFault, Problem } from '../../server/contract/problem.ts';
import type { SendPageInput } from '../../server/contract/sendPage.ts';
import type { OpenIncident } from '../../server/contract/situation.ts';
import type { Api } from './api.ts';
import { checkDraft, longest, tidy } from './checkDraft.ts';
import type { Host } from './host.ts';
import { isOver, lastSeq } from './pageView.ts';
import type { DraftHolder } from './useDraft.ts';
import type { SessionHolder } from './useSession.ts';

export type PageStep =
	| { name: 'composing'; faults: FieldFault[] }
	| { name: 'reviewing' | 'submitting' | 'interrupted' | 'resuming' | 'listing' }
	| { name: 'unanswered'; asked: Asked }
	| { name: 'refused'; problem: Problem; asked: Asked }
	| { name: 'unseen'; openPages: OpenPage[]; openIncidents: OpenIncident[] }
	| { name: 'following'; page: PageView; connected: boolean };

/** What got no good answer: the page itself, or only the question what became of it. */
export type Asked = 'submit' | 'resume';

export interface PageHolder {
	readonly step: ShallowRef<PageStep>;
	review(): void;
	edit(): void;
	submit(): Promise<void>;
	/** Does again what was refused or not answered. */
	retry(): Promise<void>;
	startNew(): void;
	/** Follows somebody else's page in place of the one that was written. */
	adopt( page: PageView ): void;
	/** To the sender's own pages, to one of them, or back. What is written stays. */
	go( to: PageStep ): void;
	/** Incidents of others that the sender has been shown, and pages beside. */
	see( incidents: readonly OpenIncident[] ): void;
	/** A fuller view of the page that is followed, or the same, and whether more is heard at once: as before, when it is left out. */
	update( page: PageView, connected?: boolean ): void;
}

/** Where the id of the page is kept that was followed last and is not over. */
export const FOLLOWED = 'page-sre-followed';

const empty: PageStep = { name: 'composing', faults: [] };

const signInIsOver = ( problem: Problem ): boolean => problem.status === 401;

/** As posted: what was left empty is left out, and the context is where the sender stands now. */
function asInput( holder: DraftHolder, host: Host, seen: string[], seenIncidents: string[] ): SendPageInput {
	const draft = holder.draft;
	const ircNick = tidy( draft.ircNick );
	const other = tidy( draft.contactOther );
	const input: SendPageInput = {
		idempotencyKey: holder.key(),
		summary: draft.summary,
		scope: draft.scope,
		since: draft.since,
		details: draft.details,
		contact: Object.assign( ircNick ? { ircNick } : {}, other ? { other } : {} ),
		context: holder.context(),
		language: host.language
	};
	return Object.assign(
		input, draft.private && { private: true }, draft.drill && { drill: true }, seen[ 0 ] && { seen }, seenIncidents[ 0 ] && { seenIncidents }
	);
}

/** Without the fields of these names. What they said is read in the details; where there is no room for it, that they said something. */
function inWords( input: SendPageInput, names: readonly string[] ): SendPageInput {
	let details = input.details || '';
	const kept = JSON.stringify( input, ( name: string, value: string ) => {
		if ( !names.includes( name ) ) {
			return value;
		}
		details += `\n${ name }: ${ value }`;
		return undefined;
	} );
	const points = Array.from( details );
	const note = `… (no room: ${ names.join( ', ' ) })`;
	if ( points.length > longest.details ) {
		details = points.slice( 0, longest.details - note.length ).join( '' ) + note;
	}
	return Object.assign( JSON.parse( kept ), { details } ) as SendPageInput;
}

export function usePage( host: Host, api: Api, session: SessionHolder, holder: DraftHolder ): PageHolder {
	const step = shallowRef<PageStep>( empty );
	// Others' open pages that were shown while this one was written.
	let seen: string[] = [];
	const seenIncidents = new Set<string>();
	const see = ( incidents: readonly OpenIncident[] ): void =>
		incidents.forEach( ( { provider, incident } ) => seenIncidents.add( `${ provider }/${ incident }` ) );
	// What the server is too old for.
	let unknown: string[] = [];

	function follow( page: PageView, connected = true ): void {
		step.value = { name: 'following', page, connected };
		// What is over is not brought back at the next visit.
		if ( !isOver( page ) ) {
			host.storage.set( FOLLOWED, page.id );
		} else if ( host.storage.get( FOLLOWED ) === page.id ) {
			host.storage.remove( FOLLOWED );
		}
	}

	function accept( page: PageView ): void {
		holder.wipe();
		seen = [];
		seenIncidents.clear();
		follow( page );
	}

	function refuse( problem: Problem, asked: Asked ): void {
		if ( signInIsOver( problem ) ) {
			step.value = asked === 'submit' ? { name: 'interrupted' } : empty;
			session.expire();
		} else if ( problem.code === 'invalidRequest' && problem.fields ) {
			step.value = { name: 'composing', faults: problem.fields };
			const more = problem.fields.map( ( { rule, field } ) => rule === 'unknownField' ? field.replace( /.*\./, '' ) : '' )
				.filter( ( name ) => name && !unknown.includes( name ) );
			if ( more.length > 0 ) {
				unknown = unknown.concat( more );
				void submit();
			}
		} else if ( problem.code === 'unseenPages' ) {
			const { openPages = [], openIncidents = [] } = problem;
			seen = seen.concat( openPages.map( ( { id } ) => id ) );
			see( openIncidents );
			step.value = { name: 'unseen', openPages, openIncidents };
		} else if ( problem.code === 'guidanceNotConfirmed' ) {
			step.value = { name: 'reviewing' };
			session.requireGuidance();
		} else {
			step.value = { name: 'refused', problem, asked };
		}
	}

	async function findByKey( otherwise: PageStep ): Promise<void> {
		step.value = { name: 'resuming' };
		const answer = await api.findPage( holder.key() );
		if ( answer.kind === 'noAnswer' ) {
			step.value = { name: 'unanswered', asked: 'resume' };
		} else if ( answer.kind === 'refused' ) {
			refuse( answer.problem, 'resume' );
		} else if ( answer.value ) {
			accept( answer.value );
		} else {
			step.value = otherwise;
		}
	}

	async function findById( id: string ): Promise<void> {
		step.value = { name: 'resuming' };
		const answer = await api.readPage( id );
		if ( answer.kind === 'answered' ) {
			follow( answer.value );
		} else if ( answer.kind === 'noAnswer' ) {
			step.value = { name: 'unanswered', asked: 'resume' };
		} else {
			if ( answer.problem.code === 'notFound' ) {
				host.storage.remove( FOLLOWED );
			}
			refuse( answer.problem, 'resume' );
		}
	}

	async function submit(): Promise<void> {
		if ( step.value.name === 'submitting' ) {
			return;
		}
		step.value = { name: 'submitting' };
		const answer = await api.submitPage( inWords( asInput( holder, host, seen, Array.from( seenIncidents ) ), unknown ) );
		if ( answer.kind === 'accepted' ) {
			accept( answer.page );
		} else if ( answer.kind === 'noAnswer' ) {
			step.value = { name: 'unanswered', asked: 'submit' };
		} else if ( answer.problem.code === 'idempotencyKeyReused' ) {
			await findByKey( { name: 'refused', problem: answer.problem, asked: 'submit' } );
		} else {
			refuse( answer.problem, 'submit' );
		}
	}

	async function resume(): Promise<void> {
		const followed = host.storage.get( FOLLOWED );
		if ( holder.draft.idempotencyKey ) {
			await findByKey( empty );
		} else if ( followed ) {
			await findById( followed );
		}
	}

	async function goOn(): Promise<void> {
		if ( step.value.name === 'interrupted' ) {
			await submit();
		} else if ( step.value.name === 'composing' ) {
			await resume();
		}
	}

	watch( session.state, ( now, before ) => {
		if ( now.name === 'signedIn' && before.name !== 'signedIn' ) {
			void goOn();
		}
	}, { flush: 'sync' } );

	return {
		step,
		review: () => {
			const faults = checkDraft( holder.draft );
			step.value = faults.length > 0 ? { name: 'composing', faults } : { name: 'reviewing' };
		},
		edit: () => {
			step.value = empty;
		},
		submit,
		retry: async () => 'asked' in step.value ? ( step.value.asked === 'submit' ? submit() : resume() ) : undefined,
		startNew: () => {
			host.storage.remove( FOLLOWED );
			holder.draft.note = '';
			step.value = empty;
		},
		adopt: accept,
		go: ( to ) => {
			step.value = to;
		},
		see,
		update: ( page, connected ) => {
			if ( step.value.name === 'following' && step.value.page.id === page.id ) {
				const { page: known, connected: before } = step.value;
				follow( lastSeq( page ) > lastSeq( known ) ? page : known, connected === undefined ? before : connected );
			}
		}
	};
}
