// Asks about people while somebody waits for the answer. Whoever waits at the same moment shares a call, and
// whoever asks first goes at once: nobody ever waits for company. Nothing is remembered between answers.
//
//   together --(free slot: up to 50 in one call)--> under way --> answered
//                                                      |              ^
//                           the wiki has no such list  v              |
//                                                    alone --(free slot: one a call)
//
// From every place an asker leaves after 3 s, answered `timeout`.
import type { AccountAnswer, AccountReader } from '../access/ports.ts';
import type { Millis } from '../pages/page.ts';
import { createAccountCalls, MOST_TOGETHER } from './accountCalls.ts';
import type { ActionApi } from './actionApi.ts';

/** What Wikimedia asks of API clients (Wikimedia APIs/Rate limits, 2026-04). */
const MOST_CALLS = 3;

/** From the asking: longer counts as no answer, for somebody waits. */
const LIMIT_MS = 3_000;

/** Everybody who waits to hear about one person. */
interface Question {
	centralId: number;
	/** When the last of them leaves, in ms by the monotonic clock. */
	until: number;
	askers: Set<( answer: AccountAnswer ) => void>;
}

export interface AccountReaderSettings {
	withRights: boolean;
	clock: { now(): Millis };
	limitMs?: number;
}

export function createAccountReader( api: ActionApi, { withRights, clock, limitMs = LIMIT_MS }: AccountReaderSettings ): AccountReader {
	const calls = createAccountCalls( api, { withRights, clock } );
	const together = new Map<number, Question>();
	const alone = new Set<Question>();
	/** What went out in this very turn of the event loop: nothing can have been read of it yet. */
	const justNow = new Map<number, Question>();
	let underWay = 0;
	let notBefore: Millis = 0;

	/** Only what has not gone out before is shared: what is under way may have been read before this asking. */
	function questionAbout( centralId: number ): Question {
		const leaving = justNow.get( centralId );
		if ( leaving ) {
			return leaving;
		}
		const question = together.get( centralId ) ?? { centralId, until: 0, askers: new Set() };
		question.until = performance.now() + limitMs;
		together.set( centralId, question );
		return question;
	}

	function join( question: Question, resolve: ( answer: AccountAnswer ) => void ): void {
		const hear = ( answer: AccountAnswer ): void => {
			clearTimeout( leaving );
			question.askers.delete( hear );
			resolve( answer );
		};
		const leaving = setTimeout( () => {
			hear( { kind: 'noAnswer', reason: 'timeout' } );
			if ( question.askers.size === 0 ) {
				forget( question );
			}
		}, limitMs );
		question.askers.add( hear );
	}

	function forget( question: Question ): void {
		alone.delete( question );
		if ( together.get( question.centralId ) === question ) {
			together.delete( question.centralId );
		}
	}

	function tell( question: Question, answer: AccountAnswer ): void {
		question.askers.forEach( ( hear ) => hear( answer ) );
	}

	function sendOut(): void {
		if ( clock.now() < notBefore ) {
			for ( const question of [ ...alone, ...together.values() ] ) {
				forget( question );
				tell( question, { kind: 'noAnswer', reason: 'rateLimited' } );
			}
		}
		while ( underWay < MOST_CALLS && alone.size + together.size > 0 ) {
			underWay++;
			void nextCall();
		}
	}

	/** Who is alone has waited longer. */
	async function nextCall(): Promise<void> {
		const [ single ] = alone;
		const questions = single ? [ single ] : [ ...together.values() ].slice( 0, MOST_TOGETHER );
		questions.forEach( forget );
		questions.forEach( ( question ) => justNow.set( question.centralId, question ) );
		queueMicrotask( () => justNow.clear() );
		// It ends with the last who waits for it, and so keeps nobody else from theirs.
		const left = Math.max( ...questions.map( ( { until } ) => until ) ) - performance.now();
		const withinMs = Math.max( 0, Math.ceil( left ) );
		const said = single ?
			await calls.globalUserInfo( single.centralId, withinMs ) :
			await calls.globalUsers( questions.map( ( { centralId } ) => centralId ), withinMs );
		underWay--;
		if ( said.kind === 'unsupported' ) {
			questions.filter( ( { askers } ) => askers.size > 0 ).forEach( ( question ) => alone.add( question ) );
		} else {
			notBefore = Math.max( notBefore, said.notBefore ?? 0 );
			questions.forEach( ( question ) => tell( question, said.about( question.centralId ) ) );
		}
		sendOut();
	}

	return {
		ask( centralId ) {
			// CentralAuth counts from 1; anything else would spoil the call for those who share it.
			if ( !Number.isSafeInteger( centralId ) || centralId < 1 ) {
				return Promise.resolve( { kind: 'missing', at: clock.now() } );
			}
			return new Promise( ( resolve ) => {
				join( questionAbout( centralId ), resolve );
				sendOut();
			} );
		}
	};
}
