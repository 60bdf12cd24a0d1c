// Reads and edits titles of a wiki in the name of a bot password. It keeps the session's cookies, of this wiki only, and
// writes nothing that another edit came before. The server itself never edits: only `page-sre gadget publish` does.
import axios from 'axios';
import { z } from 'zod';
import type { Secret } from '../secret.ts';
import { resultOf, resultOfFailure, type ActionApiSettings, type ApiResult } from './actionApi.ts';

export interface StoredTitle {
	text: string;
	revision: number;
	/** ISO 8601. */
	timestamp: string;
	user: string;
}

/** `refused`: the wiki said no, by its own code and words. `noAnswer`: nobody knows whether it happened. */
export type TitleResult<T> =
	| { kind: 'done'; value: T }
	| { kind: 'refused'; code: string; info: string }
	| { kind: 'noAnswer' };

export interface Edit {
	title: string;
	text: string;
	summary: string;
	/** What the edit is made from; null: the title must not exist. */
	base: StoredTitle | null;
	/** Not shown among recent changes by default. */
	bot: boolean;
}

export interface TitleEditor {
	/** Null for a title that is not there. Needs no login. */
	read( titles: readonly string[] ): Promise<TitleResult<Map<string, StoredTitle | null>>>;
	/** @param name as Special:BotPasswords gave it: `Account@app` */
	logIn( name: string, password: Secret ): Promise<TitleResult<null>>;
	/** `refused` with `editconflict` where the title is not what `base` says. */
	edit( edit: Edit ): Promise<TitleResult<null>>;
}

const titlesSchema = z.object( { query: z.object( { pages: z.array( z.object( {
	title: z.string(),
	missing: z.boolean().optional(),
	revisions: z.array( z.object( {
		revid: z.int(), timestamp: z.string(), user: z.string().default( '' ), slots: z.object( { main: z.object( { content: z.string() } ) } )
	} ) ).optional()
} ) ) } ) } );
const tokenSchema = z.object( { query: z.object( {
	tokens: z.object( { logintoken: z.string().optional(), csrftoken: z.string().optional() } )
} ) } );
const loginSchema = z.object( { login: z.object( { result: z.string(), reason: z.unknown().optional() } ) } );
const editSchema = z.object( { edit: z.object( { result: z.string(), nochange: z.unknown().optional(), oldrevid: z.int().optional() } ) } );

/** A script of 100 kB takes a slow wiki this long to check and store. */
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Seconds of replication lag beyond which programs should wait (mediawiki.org, Manual:Maxlag parameter). */
const MAXLAG = '5';

export function createTitleEditor( { wikiUrl, userAgent, clock }: Pick<ActionApiSettings, 'wikiUrl' | 'userAgent' | 'clock'> ): TitleEditor {
	const cookies = new Map<string, string>();
	const client = axios.create( {
		baseURL: wikiUrl, headers: { 'User-Agent': userAgent, Accept: 'application/json' },
		maxRedirects: 0, maxContentLength: MAX_BYTES, proxy: false, responseType: 'text',
		transformResponse: ( text: unknown ) => text, validateStatus: () => true
	} );

	async function post( parameters: Record<string, string> ): Promise<ApiResult> {
		try {
			// Posted throughout: what is in a form is in no log of addresses.
			const form = new URLSearchParams( { format: 'json', formatversion: '2', ...parameters } );
			const { status, data, headers } = await client.post<string>( '/w/api.php', form, {
				headers: cookies.size > 0 ? { Cookie: [ ...cookies ].map( ( [ name, value ] ) => `${ name }=${ value }` ).join( '; ' ) } : {},
				signal: AbortSignal.timeout( TIMEOUT_MS )
			} );
			for ( const cookie of headers[ 'set-cookie' ] ?? [] ) {
				const [ , name = '', value = '' ] = /^([^=;]+)=([^;]*)/.exec( cookie ) ?? [];
				cookies.set( name, value );
			}
			return resultOf( status, data, headers, clock.now() );
		} catch ( error ) {
			return resultOfFailure( error );
		}
	}

	async function asked<T>( parameters: Record<string, string>, schema: z.ZodType<T> ): Promise<TitleResult<T>> {
		const result = await post( parameters );
		if ( result.kind === 'apiError' ) {
			return { kind: 'refused', code: result.code, info: result.info ?? '' };
		}
		const parsed = result.kind === 'answer' ? schema.safeParse( result.body ) : undefined;
		if ( parsed?.success ) {
			return { kind: 'done', value: parsed.data };
		}
		return result.kind !== 'unreadable' ? { kind: 'noAnswer' } :
			{ kind: 'refused', code: result.reason, info: 'The wiki does not answer as its API does.' };
	}

	return {
		async read( titles ) {
			const answer = await asked( {
				action: 'query', prop: 'revisions', rvprop: 'ids|timestamp|user|content', rvslots: 'main', titles: titles.join( '|' )
			}, titlesSchema );
			return answer.kind !== 'done' ? answer : {
				kind: 'done',
				value: new Map( answer.value.query.pages.map( ( { title, revisions } ): [ string, StoredTitle | null ] => {
					const [ latest ] = revisions ?? [];
					return [ title, latest === undefined ? null : {
						text: latest.slots.main.content, revision: latest.revid, timestamp: latest.timestamp, user: latest.user
					} ];
				} ) )
			};
		},
		async logIn( name, password ) {
			const token = await asked( { action: 'query', meta: 'tokens', type: 'login' }, tokenSchema );
			if ( token.kind !== 'done' ) {
				return token;
			}
			const answer = await asked( {
				action: 'login', lgname: name, lgpassword: password.reveal(), lgtoken: token.value.query.tokens.logintoken ?? ''
			}, loginSchema );
			if ( answer.kind !== 'done' ) {
				return answer;
			}
			const { result, reason } = answer.value.login;
			return result === 'Success' ? { kind: 'done', value: null } :
				{ kind: 'refused', code: `login: ${ result }`, info: typeof reason === 'string' ? reason : '' };
		},
		async edit( { title, text, summary, base, bot } ) {
			const token = await asked( { action: 'query', meta: 'tokens', type: 'csrf', assert: 'user' }, tokenSchema );
			if ( token.kind !== 'done' ) {
				return token;
			}
			const answer = await asked( {
				action: 'edit', assert: 'user', maxlag: MAXLAG, title, text, summary, watchlist: 'nochange',
				...bot ? { bot: '1' } : {},
				...base === null ? { createonly: '1' } : { nocreate: '1', baserevid: String( base.revision ), basetimestamp: base.timestamp },
				// Last, so that half a request has none.
				token: token.value.query.tokens.csrftoken ?? ''
			}, editSchema );
			if ( answer.kind !== 'done' ) {
				return answer;
			}
			const { result, nochange, oldrevid } = answer.value.edit;
			if ( result !== 'Success' ) {
				return { kind: 'refused', code: `edit: ${ result }`, info: '' };
			}
			// A wiki merges what does not touch the same lines, which half a script may come of.
			return nochange === undefined && ( oldrevid ?? 0 ) !== ( base?.revision ?? 0 ) ?
				{ kind: 'refused', code: 'merged', info: 'Somebody edited it at the same moment, and the wiki put both together. Look at it.' } :
				{ kind: 'done', value: null };
		}
	};
}
