// Puts a panel together as createPanel() does, with a host and a server that are played, and brings it to one
// moment. Everything else is the real thing.
import { shallowRef } from 'vue';
import aid from '../../gadget/aid/index.ts';
import course from '../../gadget/course/index.ts';
import type { Answer, Api } from '../../gadget/panel/api.ts';
import type { Panel } from '../../gadget/panel/panel.ts';
import type { Part, PartModule, Workings } from '../../gadget/panel/parts.ts';
import { DRAFT, useDraft } from '../../gadget/panel/useDraft.ts';
import { useGuidance } from '../../gadget/panel/useGuidance.ts';
import { usePage } from '../../gadget/panel/usePage.ts';
import type { PartHolder } from '../../gadget/panel/usePart.ts';
import { useSession } from '../../gadget/panel/useSession.ts';
import type { GuidanceText } from '../../gadget/panel/words.ts';
import { aHost, aSession, memory } from '../gadget/fixtures.ts';
import { ownPages, quiet, wikis } from './fixtures.ts';
import type { Moment } from './state.ts';

const never = (): Promise<never> => new Promise( () => undefined );
const answer = <T>( value: T ): Promise<Answer<T>> => Promise.resolve( { kind: 'answered', value } );

/** A server that takes its time with everything but what helps writing. */
function silent( { situation = quiet, answers }: Moment ): Api {
	return {
		setToken: () => undefined,
		exchange: never, readSession: never, confirmGuidance: never, endSession: never, submitPage: never, readPage: never, findPage: never,
		addNote: never, withdrawPage: never, pageAgain: never, openEvents: never,
		readFiles: () => answer( {} ),
		read: ( path ) => /^\/v1\/pages/.test( path ) ? answer( ownPages ) : path === '/v1/wikis' ? answer( wikis ) : situation ? answer( situation ) : Promise.resolve( { kind: 'noAnswer' } ),
		loadTranslations: () => Promise.resolve( null ),
		...answers
	};
}

function part( module: PartModule, workings: Workings, lack: 'loading' | 'missing' | undefined ): PartHolder {
	const created: Part = module.create( workings );
	return { state: shallowRef( lack ? { name: lack } : { name: 'ready', part: created } ), load: () => undefined };
}

/** @param readGuidance brings it in the language of the page */
export function play( moment: Moment, language: string, readGuidance: () => Promise<GuidanceText | null> ): Panel {
	const { kept = {}, written = {}, signIn, step, guidance: reading } = moment;
	const storage = memory( new Map( [ [ DRAFT, JSON.stringify( kept ) ] ] ) );
	const host = aHost( { language, storage, suggestedScope: 'enwiki', ...moment.host } );
	const api = silent( moment );
	const session = useSession( host, api );
	const guidance = useGuidance( api, session, reading === 'loading' ? never : reading === 'missing' ? () => Promise.resolve( null ) : readGuidance );
	const draft = useDraft( host, () => 'k'.repeat( 20 ) );
	Object.assign( draft.draft, written );
	const page = usePage( host, api, session, draft );
	const workings = { host, api, session, draft, page };
	const parts = { course: part( course, workings, moment.course ), aid: part( aid, workings, moment.aid ) };
	const isDue = reading !== undefined && reading !== 'again';
	const { token: _token, ...view } = aSession( { ...moment.session, ...isDue && { guidance: { version: 'a'.repeat( 16 ), confirmed: false } } } );
	if ( !signIn || ( signIn.name === 'signedOut' && signIn.why.kind === 'expired' ) ) {
		session.update( view );
	}
	if ( signIn ) {
		session.state.value = signIn;
	}
	guidance.hasChanged.value = reading === 'changed';
	if ( reading === 'again' ) {
		guidance.open();
	}
	if ( step ) {
		page.step.value = step;
	}
	if ( step?.name === 'following' ) {
		page.update( step.page, step.connected );
	}
	return {
		...workings, guidance, parts,
		reach: { hindrance: shallowRef( moment.hindrance ?? null ), files: () => Promise.resolve( {} ), look: () => undefined },
		refresh: () => Promise.resolve()
	};
}
