// Which wikis the farm has, as the home wiki lists them (action=sitematrix). Read once a day at most; when the wiki
// does not answer, the last list goes on. Closed wikis are left out: nobody can tell that one of them is broken.
//
// {sitematrix: {count, 0: {site: [{url, dbname, closed?}]}, 1: ..., specials: [{url, dbname, private?, closed?}]}}
// (SiteMatrix, ApiSiteMatrix.php of 2026-08; a flag is true or absent, with formatversion=1 an empty string).
import { z } from 'zod';
import type { Wikis } from '../contract/situation.ts';
import { ServiceError } from '../errors.ts';
import type { Millis } from '../pages/page.ts';
import type { ActionApi, ApiResult } from './actionApi.ts';

const DAY_MS = 24 * 60 * 60_000;
/** After an attempt that failed. */
const RETRY_MS = 60_000;
/** Wikimedia has a thousand. */
const MOST = 5_000;

const siteSchema = z.object( { url: z.url( { protocol: /^https?$/ } ), dbname: z.string().regex( /^[a-z0-9_-]{1,64}$/ ) } );
const flagsSchema = z.object( { closed: z.unknown() } );
const matrixSchema = z.object( { sitematrix: z.record( z.string(), z.unknown() ) } );
const languageSchema = z.object( { site: z.array( z.unknown() ) } );

/** @throws ServiceError wikiUnavailable when there has never been an answer */
export type WikiList = () => Promise<Wikis>;

export function createWikiList( api: ActionApi, clock: { now(): Millis } ): WikiList {
	let list: Wikis | undefined;
	let again: Millis = 0;
	let underWay: Promise<void> | undefined;

	async function read(): Promise<void> {
		const result = await api.get( { action: 'sitematrix', smlangprop: 'site', smsiteprop: 'url|dbname' } );
		const wikis = wikisIn( result );
		list = wikis ?? list;
		again = clock.now() + ( wikis ? DAY_MS : RETRY_MS );
	}

	return async () => {
		// Further away than it can have been set: the clock was set back.
		if ( clock.now() >= again || again > clock.now() + DAY_MS ) {
			underWay ??= read().finally( () => {
				underWay = undefined;
			} );
		}
		// An old list is better than waiting.
		if ( list === undefined ) {
			await underWay;
		}
		if ( list === undefined ) {
			throw new ServiceError( 'wikiUnavailable' );
		}
		return list;
	};
}

/** Undefined: nobody knows. A wiki that knows no such action belongs to no farm that could be listed. */
function wikisIn( result: ApiResult ): Wikis | undefined {
	if ( result.kind === 'apiError' && ( result.code === 'badvalue' || result.code === 'unknown_action' ) ) {
		return { wikis: [] };
	}
	const matrix = result.kind === 'answer' ? matrixSchema.safeParse( result.body ).data?.sitematrix : undefined;
	if ( matrix === undefined ) {
		return undefined;
	}
	const { specials, ...languages } = matrix;
	const sites = Object.values( languages ).flatMap( ( language ) => languageSchema.safeParse( language ).data?.site ?? [] );
	return { wikis: [ ...sites, ...Array.isArray( specials ) ? specials as unknown[] : [] ].flatMap( wikiIn ).slice( 0, MOST ) };
}

function wikiIn( site: unknown ): Wikis[ 'wikis' ] {
	const found = siteSchema.safeParse( site ).data;
	const closed = flagsSchema.safeParse( site ).data?.closed;
	const isOpen = closed === undefined || closed === false;
	return found && isOpen ? [ { id: found.dbname, host: new URL( found.url ).host } ] : [];
}
