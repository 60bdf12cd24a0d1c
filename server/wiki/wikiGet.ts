// One bounded, anonymous GET of anything at a wiki, with what came back as it came: for who examines a wiki
// and must say what is wrong with it. What decides about people asks by actionApi.ts.
import axios, { isAxiosError } from 'axios';

/** `noAnswer`: what happened, as a sentence. */
export type WikiAnswer =
	| { kind: 'answer'; status: number; text: string; header( name: string ): string | undefined }
	| { kind: 'noAnswer'; reason: string };

/** Never throws. */
export type WikiGet = ( url: string ) => Promise<WikiAnswer>;

/** A wiki's main page is a tenth of it. */
const MAX_BYTES = 4 * 1024 * 1024;
/** To the mobile site, or from / to the main page. */
const MAX_REDIRECTS = 3;

const sentences: Record<string, string> = {
	ECONNABORTED: 'The connection broke off.',
	ECONNREFUSED: 'Nobody listens there.',
	ECONNRESET: 'The connection was cut before the answer was whole.',
	ENOTFOUND: 'There is no such host.',
	ERR_BAD_RESPONSE: 'The answer was cut off in the middle.',
	ERR_CANCELED: 'No answer in time.'
};

export function createWikiGet( { userAgent, timeoutMs }: { userAgent: string; timeoutMs: number } ): WikiGet {
	const client = axios.create( {
		headers: { 'User-Agent': userAgent },
		maxRedirects: MAX_REDIRECTS,
		maxContentLength: MAX_BYTES,
		proxy: false,
		responseType: 'text',
		transformResponse: ( text: unknown ) => text,
		validateStatus: () => true
	} );
	return async ( url ) => {
		try {
			const { status, data, headers } = await client.get<string>( url, { signal: AbortSignal.timeout( timeoutMs ) } );
			return { kind: 'answer', status, text: data, header: ( name ) => headers[ name.toLowerCase() ] as string | undefined };
		} catch ( error ) {
			const code = isAxiosError( error ) ? error.code ?? '' : '';
			return { kind: 'noAnswer', reason: sentences[ code ] ?? `The connection failed (${ code || 'no reason given' }).` };
		}
	};
}
