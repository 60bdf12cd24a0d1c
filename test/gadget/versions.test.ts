// Promises where the panel and the server are not of one release: a page is never lost to that, and what one of them
// does not know of the other is said in words. The frozen wire lies in test/contract/wire.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../gadget/course/eventStream.ts';
import { withEvent } from '../../gadget/course/pageProgress.ts';
import { useDraft } from '../../gadget/panel/useDraft.ts';
import { usePage } from '../../gadget/panel/usePage.ts';
import type { PageHolder } from '../../gadget/panel/usePage.ts';
import type { PageEvent, PageView } from '../../server/contract/page.ts';
import type { FieldFault, Problem } from '../../server/contract/problem.ts';
import type { SendPageInput, WikiContext } from '../../server/contract/sendPage.ts';
import type { SessionView } from '../../server/contract/session.ts';
import { show, words } from './panel/components/show.ts';
import { fakeApi, settle } from './fakeApi.ts';
import type { FakeApi } from './fakeApi.ts';
import { fakeSession } from './fakeSession.ts';
import { aHost, aPage, aSession, AT, problem } from './fixtures.ts';

function frozen<T>( name: string ): T {
	return JSON.parse( readFileSync( join( import.meta.dirname, '../contract/wire/release-0.1.0', `${ name }.json` ), 'utf8' ) ) as T;
}

const newer = words.text( 'page-sre-outdated' );

describe( 'with a server that is older than the panel', () => {
	const [ , everything ] = frozen<Record<string, [ object, SendPageInput ]>>( 'requests' )[ 'POST /v1/pages' ]!;

	/** As strict as ours: it refuses what was not there yet, and says all of it at once. */
	function olderServer( api: FakeApi ): SendPageInput[] {
		const taken: SendPageInput[] = [];
		api.submitPage.mockImplementation( ( input ) => {
			const unknown = ( part: object, known: object, path = '' ): FieldFault[] => Object.keys( part ).filter( ( name ) => !( name in known ) )
				.map( ( name ) => ( { field: path + name, rule: 'unknownField' } ) );
			const faults = [ ...unknown( input, everything ), ...unknown( input.context ?? {}, everything.context ?? {}, 'context.' ) ];
			if ( faults.length > 0 ) {
				return Promise.resolve( { kind: 'refused', problem: problem( 'invalidRequest', { fields: faults } ) } );
			}
			taken.push( input );
			return Promise.resolve( { kind: 'accepted', page: aPage() } );
		} );
		return taken;
	}

	async function handIn( context: object, details = 'It began at noon.' ): Promise<{ api: FakeApi; page: PageHolder; taken: SendPageInput[] }> {
		const api = fakeApi();
		const taken = olderServer( api );
		const host = aHost( { context: () => context } );
		const draft = useDraft( host, () => 'k'.repeat( 20 ) );
		Object.assign( draft.draft, { summary: 'Login fails', scope: 'enwiki', details, private: true } );
		const page = usePage( host, api, fakeSession( { name: 'signedIn', session: aSession() } ), draft );
		await page.submit();
		await settle();
		return { api, page, taken };
	}

	it( 'hands the page in all the same, once, without what that server does not know', async () => {
		const { api, page, taken } = await handIn( { wiki: 'enwiki', mood: 'bad', tabs: 7 } );
		expect( page.step.value.name ).toBe( 'following' );
		expect( api.submitPage ).toHaveBeenCalledTimes( 2 );
		expect( taken ).toEqual( [ expect.objectContaining( { summary: 'Login fails', private: true, context: { wiki: 'enwiki' } } ) ] );
		expect( new Set( api.submitPage.mock.calls.map( ( [ input ] ) => input.idempotencyKey ) ).size ).toBe( 1 );
	} );

	it( 'drops nothing: it is read in the details', async () => {
		const { taken } = await handIn( { mood: 'bad', tabs: 7 } );
		expect( taken[ 0 ]!.details ).toBe( 'It began at noon.\nmood: bad\ntabs: 7' );
	} );

	it( 'says which of it has no room, and hands in no more than fits', async () => {
		const { taken } = await handIn( { mood: 'bad', tabs: 7 }, 'x'.repeat( 3990 ) );
		expect( taken[ 0 ]!.details ).toBe( `${ 'x'.repeat( 3977 ) }… (no room: mood, tabs)` );
		const half = ( await handIn( { mood: 'bad '.repeat( 50 ) }, 'It began at noon.'.padEnd( 3900, '.' ) ) ).taken[ 0 ]!.details!;
		expect( half ).toMatch( /^It began at noon\.+\nmood: (bad )+b?a?… \(no room: mood\)$/ );
		expect( half ).toHaveLength( 4000 );
	} );

	it( 'counts as people do, and breaks no character', async () => {
		const own = '😀'.repeat( 3000 );
		expect( ( await handIn( { mood: 'bad' }, own ) ).taken[ 0 ]!.details ).toBe( `${ own }\nmood: bad` );
		const { details } = ( await handIn( { mood: 'bad' }, '😀'.repeat( 4000 ) ) ).taken[ 0 ]!;
		expect( details ).toMatch( /^(😀)+… \(no room: mood\)$/u );
		expect( Array.from( details! ) ).toHaveLength( 4000 );
	} );

	it( 'says so when it refuses the same again, and asks no third time', async () => {
		const api = fakeApi();
		const fields: FieldFault[] = [ { field: 'context.mood', rule: 'unknownField' } ];
		api.submitPage.mockResolvedValue( { kind: 'refused', problem: problem( 'invalidRequest', { fields } ) } );
		const host = aHost( { context: () => ( { mood: 'bad' } ) as WikiContext } );
		const page = usePage( host, api, fakeSession( { name: 'signedIn', session: aSession() } ), useDraft( host, () => 'k'.repeat( 20 ) ) );
		await page.submit();
		await settle();
		expect( api.submitPage ).toHaveBeenCalledTimes( 2 );
		expect( page.step.value ).toEqual( { name: 'composing', faults: fields } );
		expect( show( page.step.value ).text() ).toContain( newer );
	} );

	it( 'shows a page as 0.1.0 told it, with every kind of event in words', () => {
		const { page, events, session } = frozen<{ page: PageView; events: PageEvent[]; session: SessionView }>( 'answers' );
		const told = events.reduce( withEvent, page );
		const { text, wrapper } = show( { name: 'following', page: told, connected: true }, { name: 'signedIn', session } );
		expect( wrapper.findAll( '.page-sre-progress li' ) ).toHaveLength( events.length );
		expect( text() ).not.toContain( newer );
		expect( text() ).not.toContain( words.text( 'page-sre-event-newer' ) );
	} );
} );

describe( 'with a server that is newer than the panel', () => {
	const fromTheFuture = <T>( value: object ): T => Object.assign( { addedLater: { deep: [ 1 ] } }, value ) as T;

	it( 'says of an unknown kind of event that there was one', () => {
		const { events } = readEvents( `id: 2\nevent: page\ndata: ${ JSON.stringify( { seq: 2, at: AT, kind: 'pigeonLanded', by: 'x' } ) }\n\n` );
		const page = withEvent( fromTheFuture<PageView>( aPage() ), events[ 0 ]! );
		const { text, wrapper } = show( { name: 'following', page, connected: true } );
		expect( text() ).toContain( words.text( 'page-sre-event-newer' ) );
		expect( wrapper.findAll( '.page-sre-progress li' ) ).toHaveLength( 2 );
		expect( page.state ).toBe( 'accepted' );
	} );

	it( 'has words for a state that it does not know', () => {
		const page = fromTheFuture<PageView>( { ...aPage(), state: 'hibernating' } );
		expect( show( { name: 'following', page, connected: true } ).wrapper.get( 'h2' ).text() ).toBe( newer );
	} );

	it.each<[ string, object, string[] ]>( [
		[ 'may be tried again', { code: 'moonInTheWay', retryable: true }, [ 'Try again', 'Edit' ] ],
		[ 'may not', { code: 'moonInTheWay', retryable: false }, [ 'Edit' ] ],
		[ 'has a reason that is not known', { code: 'notMember', reason: 'onHoliday' }, [ 'Edit' ] ],
		[ 'has a limit that is not known', { code: 'limitReached', retryable: true, limit: { scope: 'farm', max: 1, windowSeconds: 60, retryAt: AT } }, [ 'Try again', 'Edit' ] ]
	] )( 'refuses in words, with other ways in sight, where an unknown refusal %s', ( _what, change, buttons ) => {
		const refusal = fromTheFuture<Problem>( { ...problem( 'notFound' ), ...change } );
		const { text, wrapper } = show( { name: 'refused', problem: refusal, asked: 'submit' } );
		expect( wrapper.findAll( 'button' ).map( ( button ) => button.text() ) ).toEqual( buttons );
		expect( wrapper.get( '.cdx-message' ).text() ).not.toBe( '' );
		expect( text() ).toContain( words.text( 'page-sre-other-title' ) );
	} );

	it( 'marks a field whose fault breaks a rule that it does not know', () => {
		const { text } = show( { name: 'composing', faults: [ { field: 'summary', rule: 'tooSad' } as unknown as FieldFault ] } );
		expect( text() ).toContain( newer );
	} );

	it.each( [ { verdict: 'perhaps' }, { verdict: 'member', standing: 'byPigeon', source: 'pigeon', verifiedAt: AT, until: null } ] )(
		'lets somebody write whose membership it cannot name: %j', ( membership ) => {
			const session = fromTheFuture<SessionView>( { ...aSession(), membership } );
			expect( show( { name: 'composing', faults: [] }, { name: 'signedIn', session } ).wrapper.find( 'form' ).exists() ).toBe( true );
		} );

	it( 'says what became of a sign-in that failed by a code of tomorrow', () => {
		const { text } = show( { name: 'composing', faults: [] }, { name: 'signedOut', why: { kind: 'failed', error: 'moonInTheWay' } } );
		expect( text() ).toContain( newer );
	} );
} );
