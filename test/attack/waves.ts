// The long forms of the attacks, one after the other: each says what it does as it goes, returns what it tried in
// one sentence, and throws at the first thing that gets through.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { attack } from './campaign.ts';
import { openDoors } from './doors.ts';
import { besides, bodyFlood, churn, guessTokens, headerFlood, idleStreams, slowLoris } from './floods.ts';
import { ENOUGH, growth } from './heap.ts';
import { liveThrough } from './longDay.ts';
import { startTarget, type Target } from './target.ts';

export interface Measure {
	cases: number;
	hours: number;
	streams: number;
	/** After so many no new cases are made. */
	minutes: number;
	seed: number;
	/** The tenth of the cases to begin with: to go on where a run was stopped. */
	from: number;
	say: ( line: string ) => void;
}

/** Of one sender, as the server allows them. */
const STREAMS_OF_ONE = 50;
/** Longer than the pause between two signs of life of a stream. */
const HOLD_MS = 20_000;
/** For words to reach every stream. */
const SPREAD_MS = 60_000;

function mustHold( holds: boolean, what: string ): void {
	if ( !holds ) {
		throw new Error( what );
	}
}

export const waves = {
	async doors( { cases, minutes, seed, from, say }: Measure ): Promise<string> {
		const doors = await openDoors();
		const { target } = doors;
		try {
			const began = await target.look();
			const heap: number[] = [];
			const started = performance.now();
			let tried = 0;
			// In tenths, so that growth shows and what was logged is looked at.
			for ( let tenth = from; tenth <= 10; tenth++ ) {
				tried += await attack( doors.campaigns, { cases: cases / 10, seed: seed + tenth, limitMs: minutes * 6_000 } );
				const look = await doors.stillWell();
				heap.push( look.heap );
				say( `  ${ tenth }/10: ${ tried } cases, ${ look.heap } MB of heap, ${ look.resident } MB resident` );
			}
			const wrong = heap.length >= ENOUGH ? growth( heap ) : undefined;
			mustHold( wrong === undefined, wrong! );
			const { heap: ended, resident } = await target.look();
			return `${ tried } cases at ${ Math.round( tried * 1000 / ( performance.now() - started ) ) } a second, heap ${ began.heap } -> ${ ended } MB, resident ${ began.resident } -> ${ resident } MB`;
		} finally {
			await doors.stop();
		}
	},

	async floods( { streams, say }: Measure ): Promise<string> {
		mustBeAbleToOpen( streams + 500 );
		const target = await startTarget();
		try {
			const sender = await target.signIn( 'Steward Foo' );
			const { body: page } = await sender.sendPage();
			const tokens = await followers( target, page.id, Math.ceil( streams / STREAMS_OF_ONE ) );
			const before = await target.look();
			const { result: [ guesses, during ], others } = await besides( target, async () => {
				const hungUp = await slowLoris( target, 500, 60_000 );
				mustHold( hungUp.every( Number.isFinite ), 'a connection that drips was never hung up on' );
				say( `  500 connections that drip: hung up on within ${ Math.round( Math.max( ...hungUp ) ) } ms` );
				// Hung up on while it still talks, it may not read why.
				mustHold( [ 0, 431 ].includes( await headerFlood( target, 5_000_000 ) ), '5 MB of headers were not refused' );
				const endless = 4 * 1024 ** 3;
				for ( const path of [ '/v1/pages', '/v1/session', '/v1/hooks/splunk-on-call' ] ) {
					const { bytes } = await bodyFlood( target, path, { 'Content-Type': 'application/json' }, endless );
					mustHold( bytes < endless, `a body without end was read at ${ path }` );
				}
				const idle = await idleStreams( target, page.id, tokens, streams );
				mustHold( idle.failed === 0 && idle.open() === streams, `of ${ streams } streams ${ idle.open() } are open, ${ idle.failed } could not be opened` );
				await pause( HOLD_MS );
				const held = await target.look();
				say( `  ${ streams } idle streams of ${ tokens.length } people, ${ idle.open() } open after ${ HOLD_MS / 1000 } s, ${ held.heap } MB of heap, ${ held.resident } MB resident` );
				mustHold( idle.open() === streams, 'idle streams were ended' );
				mustHold( ( await sender.sendPage() ).status === 202, 'no page beside idle streams' );
				const spread = await spreads( () => idle.heard( 'Heard by everybody' ) === streams, () => sender.call( 'POST', `/v1/pages/${ page.id }/notes`, { text: 'Heard by everybody' } ) );
				mustHold( Number.isFinite( spread ), `a note reached ${ idle.heard( 'Heard by everybody' ) } of ${ streams } streams` );
				say( `  a note reached all of them within ${ Math.round( spread ) } ms` );
				idle.close();
				await churn( { url: target.url, token: sender.token }, 20_000 );
				return [ await guessTokens( target, 20_000 ), held ] as const;
			} );
			mustHold( [ ...guesses.statuses ].join() === '401', `a guess was answered ${ [ ...guesses.statuses ].join() }` );
			say( `  20000 connections gone at once, 20000 guesses at ${ Math.round( guesses.perSecond ) } a second of 2^256` );
			mustHold( ( await sender.sendPage() ).status === 202, 'no page after the floods' );
			const after = await target.look();
			mustHold( [ ...before.errors, ...during.errors, ...after.errors ].length === 0, `logged: ${ [ ...before.errors, ...during.errors, ...after.errors ].join( '; ' ) }` );
			const wrong = growth( [ ...Array<number>( 7 ).fill( before.heap ), ...Array<number>( 3 ).fill( after.heap ) ] );
			mustHold( wrong === undefined, wrong! );
			return `${ streams } streams, 20000 connections, 20000 guesses; heap ${ before.heap } -> ${ during.heap } -> ${ after.heap } MB, resident ${ before.resident } -> ${ during.resident } -> ${ after.resident } MB; ` +
				`others asked ${ others.waits.length } times meanwhile, ${ others.unserved } not served within a second`;
		} finally {
			await target.stop();
		}
	},

	async day( { hours, say }: Measure ): Promise<string> {
		const { accepted, refused, breaches, heap } = await liveThrough( { hours, pageEveryMinutes: 5, told: ( line ) => say( `  ${ line }` ) } );
		mustHold( breaches.length === 0, `a page was lost or told wrongly: ${ breaches.join( '; ' ) }` );
		mustHold( refused === 0, `${ refused } pages were refused` );
		const wrong = growth( heap );
		mustHold( wrong === undefined, wrong! );
		return `${ hours } hours, ${ accepted } pages accepted, none lost; heap ${ heap[ 0 ] } -> ${ heap.at( -1 ) } MB`;
	}
} satisfies Record<string, ( measure: Measure ) => Promise<string>>;

export type WaveName = keyof typeof waves;

/** People who may listen to this page, because each has added to it. */
async function followers( target: Target, pageId: string, count: number ): Promise<string[]> {
	const tokens: string[] = [];
	for ( let index = 0; index < count; index++ ) {
		const name = `Listener ${ index + 1 }`;
		target.wiki.accounts.add( { name, globalGroups: [ { group: 'steward', expiry: 'infinity' } ] } );
		const { token, call } = await target.signIn( name );
		const { status } = await call( 'POST', `/v1/pages/${ pageId }/notes`, { text: `I see it, too (${ index + 1 })` } );
		mustHold( status === 200, `a note was answered ${ status }` );
		tokens.push( token );
	}
	return tokens;
}

/** ms until it is so; Infinity: not in time. */
async function spreads( isSo: () => boolean, begin: () => Promise<unknown> ): Promise<number> {
	const began = performance.now();
	await begin();
	while ( !isSo() ) {
		if ( performance.now() - began > SPREAD_MS ) {
			return Infinity;
		}
		await pause( 50 );
	}
	return performance.now() - began;
}

/** Both we and the server, each a process with this limit, which Node has raised as far as it may. */
function mustBeAbleToOpen( files: number ): void {
	const [ , soft = '0' ] = /^Max open files +(\d+|unlimited)/m.exec( readFileSync( '/proc/self/limits', 'utf8' ) ) ?? [];
	mustHold( soft === 'unlimited' || Number( soft ) >= files, `this machine lets a process open ${ soft } files, and ${ files } are needed: ulimit -Hn ${ files } first, as root, or fewer --streams` );
}
