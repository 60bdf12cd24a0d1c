// How the sandbox wiki misbehaves on purpose, by surface. Which fault is on, and who waits for it to
// end; what a fault does to an answer is in misbehave.ts.
import type { OldWikiAnswer } from './api/actionApi.ts';

export type Fault =
	/** No answer until release(), then the right one, late. */
	| { kind: 'hang' }
	/** The connection ends in the middle of the body. */
	| { kind: 'truncate' }
	| { kind: 'tooManyRequests'; retryAfterSeconds: number }
	/** An error page of the edge, in HTML, whatever was asked for. */
	| { kind: 'serverErrorHtml'; status: number }
	/** Only on the API: HTTP 200 with an error body. */
	| { kind: 'maxlag' }
	/** The wiki's clock is ahead by this much; negative: behind. */
	| { kind: 'clockSkew'; seconds: number }
	/** Only on the API: a wiki without `list=globalusers`. */
	| { kind: 'oldWiki'; says?: OldWikiAnswer }
	/** Only on titles: their Content-Security-Policy names nobody but the wiki. */
	| { kind: 'strictPolicy' }
	/** The connection is reset without a byte. */
	| { kind: 'refuseConnections' };

export const surfaces = [ 'api', 'oauth', 'pages' ] as const;
/** api: api.php. oauth: everything at Special:OAuth. pages: titles, their scripts and styles. */
export type Surface = typeof surfaces[ number ];

/** Faults that only one surface can have. */
export const onlyOn: Partial<Record<Fault[ 'kind' ], Surface>> = { maxlag: 'api', oldWiki: 'api', strictPolicy: 'pages' };

export interface Faults {
	/** Null ends the fault there. Requests that hang go on hanging until release(). */
	set( fault: Fault | null, where?: Surface | 'all' ): void;
	on( surface: Surface ): Fault | undefined;
	/** Answers the requests that hang; the fault itself stays on. */
	release(): void;
	/** How many requests hang now. */
	hanging(): number;
	/** Resolves at the next release(). */
	hang(): Promise<void>;
	/** By how many milliseconds the wiki's clock is off. */
	skew( surface: Surface ): number;
}

export function createFaults(): Faults {
	const active = new Map<Surface, Fault>();
	let waiting: ( () => void )[] = [];
	return {
		set( fault, where = 'all' ) {
			for ( const surface of where === 'all' ? surfaces : [ where ] ) {
				if ( fault !== null && ( onlyOn[ fault.kind ] ?? surface ) === surface ) {
					active.set( surface, fault );
				} else {
					active.delete( surface );
				}
			}
		},
		on: ( surface ) => active.get( surface ),
		release() {
			const freed = waiting;
			waiting = [];
			freed.forEach( ( go ) => go() );
		},
		hanging: () => waiting.length,
		hang: () => new Promise( ( resolve ) => {
			waiting.push( resolve );
		} ),
		skew( surface ) {
			const fault = active.get( surface );
			return fault?.kind === 'clockSkew' ? fault.seconds * 1000 : 0;
		}
	};
}
