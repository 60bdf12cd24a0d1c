// Whether our server can be reached from here at all: known before anybody signs in, from the smallest thing that
// it serves, which says what files of words there are now. Shows nothing, and keeps nobody waiting.
//
//   null -- no answer in 3 s, or none at all --> gone: asked again every 10 s --answer--> null
//   any of them --the browser says that the wiki's policy forbids it--> forbidden
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import type { Api, Files } from './api.ts';
import type { Host } from './host.ts';

/** Null: nothing speaks against it. */
export type Hindrance = 'gone' | 'forbidden' | null;

export interface ReachHolder {
	readonly hindrance: ShallowRef<Hindrance>;
	/** Which files of the reader's language there are at this moment; none when our server does not say. Does not reject. */
	files(): Promise<Files>;
	/** The panel is shown: asks, unless somebody has just done so. */
	look(): void;
}

// Whoever opens an emergency panel must not wonder for longer.
const PATIENCE = 3000;
const PAUSE = 10000;

export function useReach( host: Host, api: Api, page: Document = document ): ReachHolder {
	const hindrance = shallowRef<Hindrance>( null );
	let asked: Promise<Files> | null = null;
	let askedAt = 0;

	// What the wiki's policy forbids stays forbidden.
	const learn = ( news: Hindrance ): void => {
		hindrance.value = hindrance.value === 'forbidden' ? 'forbidden' : news;
	};

	async function ask(): Promise<Files> {
		askedAt = host.now();
		const patience = setTimeout( learn, PATIENCE, 'gone' );
		const answer = await api.readFiles( host.language );
		clearTimeout( patience );
		asked = null;
		if ( answer.kind === 'noAnswer' ) {
			learn( 'gone' );
			// Not what is forbidden: each time would be a line in the wiki's log.
			if ( hindrance.value === 'gone' ) {
				setTimeout( () => void files(), PAUSE );
			}
		} else {
			learn( null );
		}
		return answer.kind === 'answered' && answer.value || {};
	}

	function files(): Promise<Files> {
		asked = asked || ask();
		return asked;
	}

	// fetch() only fails then, as it does when nobody is there. The event may come before or after that.
	page.addEventListener( 'securitypolicyviolation', ( { blockedURI } ) => {
		if ( blockedURI.startsWith( host.backendUrl ) ) {
			learn( 'forbidden' );
		}
	} );

	return {
		hindrance,
		files,
		look: () => {
			if ( host.now() - askedAt >= PAUSE ) {
				void files();
			}
		}
	};
}
