// `npm run attack -- --cases 1000000 --hours 24 --streams 10000 --seed 7 --only doors`: against loopback only, and
// ends by itself. Prints what was tried; fails at the first thing that gets through.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startKillableWorld } from '../childServer.ts';
import { startWorld } from '../harness.ts';
import { attack } from './campaign.ts';
import { openDoors } from './doors.ts';
import { besides, bodyFlood, churn, guessTokens, headerFlood, idleStreams, slowLoris, type Target } from './floods.ts';
import { heapMegabytes } from './heap.ts';
import { liveThrough } from './longDay.ts';
import { outletCampaigns } from './outlets.ts';

const { values } = parseArgs( { options: {
	cases: { type: 'string', default: '1000000' },
	hours: { type: 'string', default: '24' },
	streams: { type: 'string', default: '10000' },
	minutes: { type: 'string', default: '60' },
	seed: { type: 'string', default: String( randomInt( 1_000_000 ) ) },
	only: { type: 'string' }
} } );
const [ cases, hours, streams, minutes, seed ] = [ values.cases, values.hours, values.streams, values.minutes, values.seed ].map( ( text ) => {
	if ( !/^\d+(\.\d+)?$/.test( text ) ) {
		throw new Error( `${ text } is not a number` );
	}
	return Number( text );
} ) as [ number, number, number, number, number ];

const say = ( line: string ): void => void process.stdout.write( `${ line }\n` );

function mustHold( holds: boolean, what: string ): void {
	if ( !holds ) {
		throw new Error( what );
	}
}

const waves: Record<string, () => Promise<void>> = {
	async doors() {
		const world = await startWorld();
		const doors = await openDoors( world, await world.signIn( 'Steward Foo' ) );
		try {
			// In tenths, so that growth shows and what was logged is looked at.
			let tried = 0;
			for ( let tenth = 0; tenth < 10; tenth++ ) {
				tried += await attack( [ ...doors.campaigns, ...outletCampaigns ], {
					cases: cases / 10, seed: seed + tenth, limitMs: minutes * 6_000
				} );
				await doors.stillWell();
				say( `doors and outlets: ${ tried } cases, ${ await heapMegabytes() } MB of heap` );
			}
		} finally {
			await doors.stop();
			await world.stop();
		}
	},

	async floods() {
		const world = await startKillableWorld();
		try {
			await world.start();
			const target: Target = { url: world.url, sender: await world.signIn( 'Steward Foo' ) };
			const { body: page } = await target.sender.sendPage();
			const { result, others } = await besides( target, async () => {
				const hungUp = await slowLoris( target, 500, 60_000 );
				mustHold( hungUp.every( Number.isFinite ), 'a connection that drips was never hung up on' );
				say( `500 connections that drip: hung up on within ${ Math.round( Math.max( ...hungUp ) ) } ms` );
				mustHold( await headerFlood( target, 5_000_000 ) === 431, '5 MB of headers were not refused' );
				const endless = 4 * 1024 ** 3;
				for ( const path of [ '/v1/pages', '/v1/session', '/v1/hooks/splunk-on-call' ] ) {
					const { bytes } = await bodyFlood( target, path, { 'Content-Type': 'application/json' }, endless );
					mustHold( bytes < endless, `a body without end was read at ${ path }` );
				}
				const idle = await idleStreams( target, page.id, streams );
				say( `${ streams } streams asked for, ${ idle.failed } could not be opened, ${ idle.open() } still open` );
				mustHold( ( await target.sender.sendPage() ).status === 202, 'no page beside idle streams' );
				idle.close();
				await churn( target, 20_000 );
				return guessTokens( target, 20_000 );
			} );
			mustHold( [ ...result.statuses ].join() === '401', `a guess was answered ${ [ ...result.statuses ].join() }` );
			say( `20000 connections gone at once, 20000 guesses at ${ Math.round( result.perSecond ) } a second of 2^256` );
			say( `others meanwhile: ${ others.waits.length } asked, ${ others.unserved } not served within a second` );
			mustHold( ( await target.sender.sendPage() ).status === 202, 'no page after the floods' );
		} finally {
			await world.stop();
		}
	},

	async day() {
		const { accepted, refused, breaches, heap } = await liveThrough( { hours, pageEveryMinutes: 5 } );
		say( `${ hours } hours: ${ accepted } pages accepted, ${ refused } refused, heap ${ heap.join( ' -> ' ) } MB` );
		say( `breaches: ${ breaches.join( '; ' ) || 'none' }` );
		mustHold( breaches.length === 0, 'a page was lost or told wrongly' );
	}
};

for ( const [ name, wave ] of Object.entries( waves ).filter( ( [ one ] ) => values.only === undefined || values.only === one ) ) {
	say( `${ name }, seed ${ seed }` );
	await wave();
}
