// A short wave of what `npm run attack` does for longer: nothing that anybody types breaks out of the line, the
// cell or the element that it stands in. And that no field and no outlet is left out.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerNames } from '../../server/providerConfig.ts';
import { attack } from './campaign.ts';
import { outletCampaigns } from './outlets.ts';
import { documents } from './outletsOfMarkup.ts';
import { startServices, type Services } from './services.ts';

const CASES = 1_500;
const root = join( import.meta.dirname, '../..' );

describe( 'Text of others', () => {
	let services: Services;
	beforeAll( async () => {
		services = await startServices( () => 0 );
	} );
	afterAll( () => services.stop() );

	it( 'stays where it was put, in every outlet', async () => {
		expect( await attack( outletCampaigns( services ), { cases: CASES, seed: Date.now() % 2 ** 31, limitMs: 20_000 } ) ).toBeGreaterThan( 0 );
	} );

	it( 'is tried at every on-call service', () => {
		expect( [ ...services.providers.keys() ].sort() ).toEqual( providerNames.toSorted() );
	} );

	/** Parts of a whole document, and what shows nothing of others. */
	const parts = [ 'answerHtml', 'senderHtml', 'timelineHtml' ];

	it( 'is tried in every document of the responders\' site', () => {
		const files = globSync( 'server/http/responders/*Html.ts', { cwd: root } ).map( ( path ) => basename( path, '.ts' ) );
		expect( files.filter( ( name ) => !parts.includes( name ) ).sort() ).toEqual( Object.keys( documents ).sort() );
		const page = readFileSync( join( root, 'server/http/responders/pageHtml.ts' ), 'utf8' );
		expect( parts.filter( ( name ) => !page.includes( `./${ name }.ts` ) ) ).toEqual( [] );
	} );

	it( 'is never written to a wiki: only the command that publishes the gadget edits titles', () => {
		const editing = globSync( 'server/**/*.ts', { cwd: root } ).filter( ( path ) => /from '[^']*\/titleEditor\.ts'/.test( readFileSync( join( root, path ), 'utf8' ) ) );
		expect( editing.sort() ).toEqual( [ 'server/commands/gadgetComparison.ts', 'server/commands/gadgetPublish.ts' ] );
	} );
} );
