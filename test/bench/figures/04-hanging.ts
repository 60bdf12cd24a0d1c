// Who is served while the provider hangs for a minute with 20 pages waiting, and while the wiki does, with some 30
// submits waiting for it: probes ten times a second, at two installations at once. A submit cannot be answered at
// once without the wiki; it is to be accepted all the same, by the last list of the group, soon.
import { setTimeout as pause } from 'node:timers/promises';
import { aPage } from '../../harness.ts';
import { memberOf } from '../asking.ts';
import type { Figure } from '../figure.ts';
import { install } from '../outside.ts';
import type { Workbench } from '../workbench.ts';

const HANG_MS = 60_000;
const EVERY_MS = 100;
const SOON_MS = 1_000;
/** The product waits 3 s for a wiki. */
const WITHOUT_WIKI_MS = 4_000;

/** Whether each was answered as it should, in time. */
type Probe = () => Promise<boolean>;

export const hanging: Figure = {
	number: 4, title: 'Served while others hang for a minute',
	async measure( bench ) {
		const [ provider, wiki ] = await Promise.all( [ providerHangs( bench ), wikiHangs( bench ) ] );
		const goal = { words: '100 %', least: 100 };
		return [
			...Object.entries( provider ).map( ( [ what, share ] ) => ( { what: `provider hangs: ${ what } within 1 s`, values: [ share ], unit: '%', goal } ) ),
			...Object.entries( wiki ).map( ( [ what, share ] ) => ( { what: `wiki hangs: ${ what }`, values: [ share ], unit: '%', goal } ) )
		];
	}
};

async function providerHangs( bench: Workbench ): Promise<Record<string, number>> {
	const installation = await install( bench );
	await installation.start();
	const asked = await installation.members( { people: 2 } );
	const [ sender, other ] = [ memberOf( asked, 0 ), memberOf( asked, 1 ) ];
	installation.provider.delay( Infinity );
	const pages = await Promise.all( Array.from( { length: 20 }, () => sender.page() ) );
	const seen = pages.map( ( { id } ) => id );
	return served( {
		'a page\'s course': async () => await sender.status( 'GET', `/v1/pages/${ seen[ 0 ]! }`, undefined, SOON_MS ) === 200,
		'the situation': async () => await other.status( 'GET', '/v1/situation', undefined, SOON_MS ) === 200,
		'own pages': async () => await sender.status( 'GET', '/v1/pages', undefined, SOON_MS ) === 200,
		'another\'s submit accepted': async () => await other.status( 'POST', '/v1/pages', aPage( { seen } ), SOON_MS ) === 202
	} );
}

async function wikiHangs( bench: Workbench ): Promise<Record<string, number>> {
	const installation = await install( bench );
	await installation.start();
	const member = memberOf( await installation.members() );
	const { id } = await member.page();
	// Their panel is open: that they may look was asked then.
	await member.status( 'GET', '/v1/situation' );
	installation.wiki.hang( true );
	const shares = await served( {
		'a page\'s course within 1 s': async () => await member.status( 'GET', `/v1/pages/${ id }`, undefined, SOON_MS ) === 200,
		'the situation within 1 s': async () => await member.status( 'GET', '/v1/situation', undefined, SOON_MS ) === 200,
		'own pages within 1 s': async () => await member.status( 'GET', '/v1/pages', undefined, SOON_MS ) === 200,
		'submits accepted within 4 s': async () => await member.status( 'POST', '/v1/pages', aPage(), WITHOUT_WIKI_MS ) === 202
	} );
	installation.wiki.hang( false );
	return shares;
}

/** Of each, asked by the clock whatever is answered: the share in percent. */
async function served( probes: Record<string, Probe> ): Promise<Record<string, number>> {
	const answers = new Map( Object.keys( probes ).map( ( name ): [ string, Promise<boolean>[] ] => [ name, [] ] ) );
	for ( const began = performance.now(); performance.now() - began < HANG_MS; await pause( EVERY_MS ) ) {
		answers.forEach( ( asked, name ) => asked.push( probes[ name ]!() ) );
	}
	const shares: Record<string, number> = {};
	for ( const [ name, asked ] of answers ) {
		const all = await Promise.all( asked );
		shares[ name ] = 100 * all.filter( Boolean ).length / all.length;
	}
	return shares;
}
