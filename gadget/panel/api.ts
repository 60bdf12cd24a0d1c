// Our server, as the panel sees it: the only fetch() there is. Every call ends within ten seconds in
// one of three ways that are never blurred: answered, refused, or no answer. Knows no Vue, no words.
import type { PageView } from '../../server/contract/page.ts';
import type { Problem } from '../../server/contract/problem.ts';
import type { SendPageInput } from '../../server/contract/sendPage.ts';
import type { Exchange, NewSessionView, SessionView } from '../../server/contract/session.ts';
import type { Translations } from './messages.ts';

/** Our server said no, and why. */
export interface Refused {
	kind: 'refused';
	problem: Problem;
}

/** Nothing of ours came back, or not all of it: what was asked for may have happened or not. */
export interface NoAnswer {
	kind: 'noAnswer';
}

export type Answer<T> = { kind: 'answered'; value: T } | Refused | NoAnswer;
export type Submission = { kind: 'accepted'; page: PageView } | Refused | NoAnswer;
export type ByteReader = ReadableStreamDefaultReader<Uint8Array>;

/** Which files of words there are now: name -> what their content is called. */
export type Files = Partial<Record<string, string>>;

export interface Api {
	/** Held in memory only; null on our own origin, where a cookie is the session. */
	setToken( token: string | null ): void;
	exchange( exchange: Exchange ): Promise<Answer<NewSessionView>>;
	readSession(): Promise<Answer<SessionView>>;
	/** Says that the guidance of this version was read, in this language. Safe to repeat. */
	confirmGuidance( confirmation: { version: string; language: string } ): Promise<Answer<SessionView>>;
	endSession(): Promise<Answer<null>>;
	/** Safe to repeat with the same idempotency key, whatever became of the first time. */
	submitPage( input: SendPageInput ): Promise<Submission>;
	readPage( id: string ): Promise<Answer<PageView>>;
	findPage( idempotencyKey: string ): Promise<Answer<PageView | null>>;
	/** Not recognised when it is repeated: look for it in the page's events first. */
	addNote( id: string, text: string ): Promise<Answer<PageView>>;
	/** Safe to repeat. */
	withdrawPage( id: string ): Promise<Answer<PageView>>;
	/** Safe to repeat for the same round: the one that this would be. */
	pageAgain( id: string, round: number ): Promise<Answer<PageView>>;
	/** The stream of a page's events after `seq`; open-ended, so only its beginning is timed. */
	openEvents( id: string, seq: number, signal: AbortSignal ): Promise<Answer<ByteReader>>;
	/** Asks each time whether they are still the same: who reads old guidance cannot confirm it. */
	readFiles( language: string ): Promise<Answer<Files>>;
	/** What a part asks for; out of the browser's cache, where our server says that it is still the same. */
	read( path: string ): Promise<Answer<unknown>>;
	/**
	 * What is not English, or the guidance; null when there is no answer. Asked for once: the name says the content.
	 *
	 * @param file a file's name and what its content is called
	 */
	loadTranslations( file: string ): Promise<Translations | null>;
}

// A person waits no longer for an emergency button; the server's own calls are bounded below this.
const LIMIT = 10000;

/** Also one whose code is newer than this panel: no proxy says whether to try again. */
function isProblem( body: Partial<Problem> ): body is Problem {
	return typeof body.retryable === 'boolean';
}

function isPage( body: Partial<PageView> ): body is PageView {
	return typeof body.id === 'string' && Array.isArray( body.events );
}

/**
 * @param backendUrl our server's origin, without a slash at the end
 * @param fetchFunction the browser's
 */
export function createApi( backendUrl: string, fetchFunction: typeof fetch = ( ...a ) => fetch( ...a ) ): Api {
	let token: string | null = null;

	async function call<T>(
		path: string,
		init: RequestInit,
		read: ( response: Response ) => Promise<T>,
		stream?: { last: number; signal: AbortSignal }
	): Promise<Answer<T>> {
		const abort = new AbortController();
		const stop = () => abort.abort();
		const timer = setTimeout( stop, LIMIT );
		const headers: Record<string, string> = {};
		if ( stream ) {
			headers.Accept = 'text/event-stream';
			headers[ 'Last-Event-ID' ] = String( stream.last );
			stream.signal.addEventListener( 'abort', stop );
		}
		if ( token !== null ) {
			headers.Authorization = `Bearer ${ token }`;
		}
		if ( init.body ) {
			headers[ 'Content-Type' ] = 'application/json';
		}
		try {
			// same-origin: on the wiki the token is the session, and no cookie may travel.
			const response = await fetchFunction( backendUrl + path, Object.assign(
				{ credentials: 'same-origin', cache: 'no-store', signal: abort.signal } as const,
				init,
				{ headers }
			) );
			if ( response.ok ) {
				return { kind: 'answered', value: await read( response ) };
			}
			const body = await json<Partial<Problem>>( response );
			// A proxy in between also says 403 or 502; only our own server's no is a no.
			return isProblem( body ) ? { kind: 'refused', problem: body } : { kind: 'noAnswer' };
		} catch ( error ) {
			return { kind: 'noAnswer' };
		} finally {
			clearTimeout( timer );
		}
	}

	const json = <T>( response: Response ): Promise<T> => response.json() as Promise<T>;
	const page = async ( response: Response ): Promise<PageView> => {
		const body = await json<Partial<PageView>>( response );
		if ( !isPage( body ) ) {
			throw new TypeError( 'not a page' );
		}
		return body;
	};
	const post = ( body: object ): RequestInit => ( { method: 'POST', body: JSON.stringify( body ) } );
	const wordsAt = ( file: string ): string => `/i18n/${ encodeURIComponent( file ) }.json`;
	const pathOf = ( id: string ): string => `/v1/pages/${ encodeURIComponent( id ) }`;

	return {
		setToken: ( given ) => {
			token = given;
		},
		exchange: ( exchange ) => call( '/v1/session', post( exchange ), json<NewSessionView> ),
		readSession: () => call( '/v1/session', {}, json<SessionView> ),
		confirmGuidance: ( confirmation ) => call( '/v1/guidance', post( confirmation ), json<SessionView> ),
		endSession: () => call( '/v1/session', { method: 'DELETE' }, async () => null ),
		submitPage: async ( input ) => {
			const answer = await call( '/v1/pages', post( input ), page );
			return answer.kind === 'answered' ? { kind: 'accepted', page: answer.value } : answer;
		},
		readPage: ( id ) => call( pathOf( id ), {}, page ),
		addNote: ( id, text ) => call( `${ pathOf( id ) }/notes`, post( { text } ), page ),
		withdrawPage: ( id ) => call( `${ pathOf( id ) }/withdraw`, post( {} ), page ),
		pageAgain: ( id, round ) => call( `${ pathOf( id ) }/again`, post( { round } ), page ),
		findPage: ( key ) => call(
			`/v1/pages?idempotencyKey=${ encodeURIComponent( key ) }`, {},
			async ( response ) => ( await json<{ pages: PageView[] }>( response ) ).pages[ 0 ] || null
		),
		openEvents: ( id, seq, signal ) => call(
			`${ pathOf( id ) }/events`,
			{},
			// Without a body this throws, and is no answer.
			async ( response ) => response.body!.getReader(),
			{ last: seq, signal }
		),
		read: ( path ) => call( path, { cache: 'no-cache' }, json ),
		readFiles: ( language ) => call( wordsAt( `${ language }.files` ), { cache: 'no-cache' }, json<Files> ),
		loadTranslations: async ( file ) => {
			const answer = await call( wordsAt( file ), { cache: 'default' }, json<Translations> );
			return answer.kind === 'answered' ? answer.value : null;
		}
	};
}
