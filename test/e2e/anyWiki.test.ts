// The story for any wiki, told on the sandbox wiki: `npm run test:wiki` tells the same on a real one. So the
// sandbox has to have a real wiki's forms, and the story cannot learn the sandbox's ways.
import { afterAll, describe, expect, it } from 'vitest';
import { sandboxPassword } from '../../server/sandbox/wiki/people.ts';
import { startSandboxWiki, type SandboxWiki } from '../../server/sandbox/wiki/index.ts';
import { freePort, newConsumer } from '../environment.ts';
import { readRealWiki } from '../wiki/realWiki.ts';
import { tellStory } from '../wiki/story.ts';

describe( 'On the sandbox wiki', () => {
	let sandbox: SandboxWiki;
	afterAll( () => sandbox.stop() );
	tellStory( async () => {
		const consumer = newConsumer( await freePort() );
		sandbox = await startSandboxWiki( { gadgetPages: async () => ( {} ), consumer, backendUrl: '' } );
		return {
			url: sandbox.url, group: 'steward', consumer,
			member: { name: 'Steward Foo', password: sandboxPassword },
			nonMember: { name: 'Plain Baz', password: sandboxPassword }
		};
	} );
} );

describe( 'What a real wiki needs', () => {
	const files: Record<string, string> = { '/run/secret': 'correct horse\n' };
	const read = ( env: Record<string, string> ): ReturnType<typeof readRealWiki> => readRealWiki( env, ( path ) => {
		if ( files[ path ] === undefined ) {
			throw new Error( path );
		}
		return files[ path ];
	} );
	const complete = {
		PAGE_SRE_TEST_WIKI: 'https://wiki.example.org',
		PAGE_SRE_TEST_MEMBER: 'Steward Foo', PAGE_SRE_TEST_MEMBER_PASSWORD_FILE: '/run/secret',
		PAGE_SRE_TEST_NON_MEMBER: 'Plain Baz', PAGE_SRE_TEST_NON_MEMBER_PASSWORD: 'battery staple',
		PAGE_SRE_TEST_OAUTH_KEY: '0123456789abcdef0123456789abcdef', PAGE_SRE_TEST_OAUTH_SECRET: 'secret'
	};

	it( 'is read from variables and files', () => {
		expect( read( complete ) ).toEqual( {
			url: 'https://wiki.example.org', group: 'steward',
			member: { name: 'Steward Foo', password: 'correct horse' },
			nonMember: { name: 'Plain Baz', password: 'battery staple' },
			consumer: { key: '0123456789abcdef0123456789abcdef', secret: 'secret', callbackUrl: 'http://localhost:3000/oauth/callback' }
		} );
	} );

	it( 'is named at once when it is missing', () => {
		let said = '';
		try {
			read( {} );
		} catch ( error ) {
			said = ( error as Error ).message;
		}
		expect( said.match( /PAGE_SRE_TEST_\w+(?= is missing)/g ) ).toEqual( Object.keys( complete ).map( ( name ) => name.replace( '_FILE', '' ) ) );
	} );

	it.each( [
		[ { PAGE_SRE_TEST_WIKI: 'https://wiki.example.org/wiki/' }, 'PAGE_SRE_TEST_WIKI must' ],
		[ { PAGE_SRE_TEST_CALLBACK: 'https://elsewhere.example/oauth/callback' }, 'PAGE_SRE_TEST_CALLBACK must' ],
		[ { PAGE_SRE_TEST_MEMBER_PASSWORD_FILE: '/gone' }, 'PAGE_SRE_TEST_MEMBER_PASSWORD_FILE names' ]
	] )( 'is refused when it cannot be right: %j', ( more, said ) => {
		expect( () => read( { ...complete, ...more } ) ).toThrow( said );
	} );
} );
