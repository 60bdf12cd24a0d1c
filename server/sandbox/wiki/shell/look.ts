// How a reader wants to see the wiki: language, skin, day or night. From the address, else from a cookie;
// what the address says is remembered, because there are no preferences here.
import { isLanguageCode, isRightToLeft } from './languages.ts';
import { skinNamed } from './skins.ts';
import type { Skin } from './skins.ts';
import type { WikiRequest } from '../request.ts';

export const themes = [ 'day', 'night', 'os' ] as const;
export type Theme = typeof themes[ number ];

export interface Look {
	language: string;
	direction: 'ltr' | 'rtl';
	skin: Skin;
	theme: Theme;
	/** Values of Set-Cookie. */
	cookies: string[];
}

const nightModes: Record<string, Theme> = { 0: 'day', 1: 'night', 2: 'os' };

export function lookOf( { query, cookies }: WikiRequest ): Look {
	const language = [ query.get( 'uselang' ), cookies.get( 'sandboxLanguage' ) ]
		.find( ( code ) => code && isLanguageCode( code ) ) ?? 'en';
	const theme = nightModes[ query.get( 'vectornightmode' ) ?? query.get( 'minervanightmode' ) ?? '' ] ??
		themes.find( ( name ) => name === cookies.get( 'sandboxTheme' ) ) ?? 'day';
	const skin = skinNamed( query.get( 'useskin' ) ?? cookies.get( 'sandboxSkin' ) );
	const remember = ( asked: boolean, name: string, value: string ): string[] =>
		asked ? [ `${ name }=${ value }; Path=/; SameSite=Lax` ] : [];
	return {
		language, theme, skin,
		direction: isRightToLeft( language ) ? 'rtl' : 'ltr',
		cookies: [
			...remember( query.has( 'uselang' ), 'sandboxLanguage', language ),
			...remember( query.has( 'useskin' ), 'sandboxSkin', skin.name ),
			...remember( query.has( 'vectornightmode' ) || query.has( 'minervanightmode' ), 'sandboxTheme', theme )
		]
	};
}
