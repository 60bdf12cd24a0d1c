// An Api whose answers a test decides call by call, and which fails a test that asks for more.
import { vi } from 'vitest';
import type { Mock } from 'vitest';
import type { Api } from '../../gadget/panel/api.ts';

export type FakeApi = { [ K in keyof Api ]: Mock<Api[ K ]> };

/** Lets promises that are already settled run. */
export async function settle(): Promise<void> {
	for ( let turn = 0; turn < 10; turn++ ) {
		await Promise.resolve();
	}
}

export function fakeApi(): FakeApi {
	const unexpected = ( name: string ) => () => {
		throw new Error( `unexpected ${ name }` );
	};
	return {
		setToken: vi.fn(),
		exchange: vi.fn<Api[ 'exchange' ]>( unexpected( 'exchange' ) ),
		readSession: vi.fn<Api[ 'readSession' ]>( unexpected( 'readSession' ) ),
		confirmGuidance: vi.fn<Api[ 'confirmGuidance' ]>( unexpected( 'confirmGuidance' ) ),
		endSession: vi.fn<Api[ 'endSession' ]>( () => Promise.resolve( { kind: 'answered', value: null } ) ),
		submitPage: vi.fn<Api[ 'submitPage' ]>( unexpected( 'submitPage' ) ),
		readPage: vi.fn<Api[ 'readPage' ]>( unexpected( 'readPage' ) ),
		findPage: vi.fn<Api[ 'findPage' ]>( unexpected( 'findPage' ) ),
		addNote: vi.fn<Api[ 'addNote' ]>( unexpected( 'addNote' ) ),
		withdrawPage: vi.fn<Api[ 'withdrawPage' ]>( unexpected( 'withdrawPage' ) ),
		pageAgain: vi.fn<Api[ 'pageAgain' ]>( unexpected( 'pageAgain' ) ),
		// A line that stays silent.
		openEvents: vi.fn<Api[ 'openEvents' ]>( () => new Promise( () => undefined ) ),
		readFiles: vi.fn<Api[ 'readFiles' ]>( () => Promise.resolve( { kind: 'answered', value: {} } ) ),
		// Nothing of what helps writing.
		read: vi.fn<Api[ 'read' ]>( () => Promise.resolve( { kind: 'noAnswer' } ) ),
		loadTranslations: vi.fn<Api[ 'loadTranslations' ]>( () => Promise.resolve( null ) )
	};
}
