// Which real wiki the story is told on, and who plays in it, out of the environment: or one message that names
// everything that is missing, before a browser is started.
import { readFileSync } from 'node:fs';
import type { AnyWiki } from './story.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const prefix = 'PAGE_SRE_TEST_';

const patterns = {
	WIKI: /^https?:\/\/[^/]+$/,
	MEMBER: /./,
	MEMBER_PASSWORD: /./,
	NON_MEMBER: /./,
	NON_MEMBER_PASSWORD: /./,
	OAUTH_KEY: /^[0-9a-f]{32}$/,
	OAUTH_SECRET: /./,
	// Our server runs where the consumer's people are sent back to.
	CALLBACK: /^http:\/\/localhost:\d+\/oauth\/callback$/,
	GROUP: /^[a-z][a-z0-9-]*$/
};
type Name = keyof typeof patterns;

const usual: Partial<Record<Name, string>> = { CALLBACK: 'http://localhost:3000/oauth/callback', GROUP: 'steward' };

/** @throws Error that names every variable at fault, and no value */
export function readRealWiki( env: Environment, readFile: ( path: string ) => string ): AnyWiki {
	const faults: string[] = [];
	const read = ( name: Name ): string => {
		const variable = prefix + name;
		const file = env[ `${ variable }_FILE` ];
		let value = env[ variable ] ?? usual[ name ];
		if ( file !== undefined ) {
			try {
				value = readFile( file ).trim();
			} catch {
				faults.push( `${ variable }_FILE names a file that cannot be read` );
				return '';
			}
		}
		if ( !value ) {
			faults.push( `${ variable } is missing` );
		} else if ( !patterns[ name ].test( value ) ) {
			faults.push( `${ variable } must match ${ patterns[ name ].source }` );
		}
		return value ?? '';
	};
	const wiki: AnyWiki = {
		url: read( 'WIKI' ),
		member: { name: read( 'MEMBER' ), password: read( 'MEMBER_PASSWORD' ) },
		nonMember: { name: read( 'NON_MEMBER' ), password: read( 'NON_MEMBER_PASSWORD' ) },
		consumer: { key: read( 'OAUTH_KEY' ), secret: read( 'OAUTH_SECRET' ), callbackUrl: read( 'CALLBACK' ) },
		group: read( 'GROUP' )
	};
	if ( faults.length > 0 ) {
		throw new Error( [
			'The story on a real wiki needs the wiki, two accounts there and an OAuth consumer:',
			...faults.map( ( fault ) => `  ${ fault }` ),
			'Each may also be the path of a file, as …_FILE. CONTRIBUTING.md says what they are.'
		].join( '\n' ) );
	}
	return wiki;
}

export const realWiki = (): AnyWiki => readRealWiki( process.env, ( path ) => readFileSync( path, 'utf8' ) );

/** For vitest: before the first test. */
export function setup(): void {
	realWiki();
}
