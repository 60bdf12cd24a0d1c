// Promises of an accepted page without its course: how it stands is asked, and a sign-in that has ended is told once.
import { beforeEach, describe, expect, it } from 'vitest';
import { refreshPage } from '../../../gadget/panel/refreshPage.ts';
import { useDraft } from '../../../gadget/panel/useDraft.ts';
import { usePage, type PageHolder } from '../../../gadget/panel/usePage.ts';
import type { SessionHolder } from '../../../gadget/panel/useSession.ts';
import { fakeApi, type FakeApi } from '../fakeApi.ts';
import { fakeSession } from '../fakeSession.ts';
import { aHost, aPage, aSession, anEvent, problem } from '../fixtures.ts';

let api: FakeApi;
let session: SessionHolder;
let page: PageHolder;

beforeEach( () => {
	api = fakeApi();
	session = fakeSession( { name: 'signedIn', session: aSession() } );
	page = usePage( aHost(), api, session, useDraft( aHost(), () => 'k'.repeat( 20 ) ) );
} );

describe( 'refreshPage', () => {
	async function accepted(): Promise<void> {
		api.submitPage.mockResolvedValue( { kind: 'accepted', page: aPage() } );
		await page.submit();
	}

	it( 'shows how the page stands now', async () => {
		await accepted();
		const delivered = aPage( { state: 'delivered', events: [ ...aPage().events, anEvent( 2, { kind: 'delivered', provider: 'splunk', incident: null } ) ] } );
		api.readPage.mockResolvedValue( { kind: 'answered', value: delivered } );
		await refreshPage( api, page, session );
		expect( page.step.value ).toEqual( { name: 'following', page: delivered, connected: true } );
	} );

	it( 'asks to sign in when that has ended, and nothing more until somebody has', async () => {
		await accepted();
		api.readPage.mockResolvedValue( { kind: 'refused', problem: problem( 'sessionExpired' ) } );
		await refreshPage( api, page, session );
		await refreshPage( api, page, session );
		expect( session.expire ).toHaveBeenCalledTimes( 1 );
		expect( api.readPage ).toHaveBeenCalledTimes( 1 );
		expect( page.step.value.name ).toBe( 'following' );
	} );

	it( 'changes nothing without an answer', async () => {
		await accepted();
		api.readPage.mockResolvedValue( { kind: 'noAnswer' } );
		await refreshPage( api, page, session );
		expect( page.step.value ).toMatchObject( { name: 'following', page: { state: 'accepted' } } );
	} );
} );
