// The skins of the sandbox wiki and what tells them apart for a gadget: menus, night mode, styles.

export type SkinName = 'vector-2022' | 'minerva' | 'vector' | 'monobook' | 'timeless';

export interface Skin {
	name: SkinName;
	label: string;
	/** Has `skin-theme-clientpref-*` and Codex' tokens; the older ones have neither. */
	night: boolean;
	/** In client/. */
	sheet: string;
}

export const skins: readonly [ Skin, ...Skin[] ] = [
	{ name: 'vector-2022', label: 'Vector (2022)', night: true, sheet: 'vector-2022.css' },
	{ name: 'minerva', label: 'Minerva (mobile)', night: true, sheet: 'minerva.css' },
	{ name: 'vector', label: 'Vector legacy', night: false, sheet: 'legacy.css' },
	{ name: 'monobook', label: 'MonoBook', night: false, sheet: 'legacy.css' },
	{ name: 'timeless', label: 'Timeless', night: false, sheet: 'legacy.css' }
];

/** Unknown names fall back to the default skin, as in MediaWiki. */
export function skinNamed( name: string | undefined ): Skin {
	return skins.find( ( skin ) => skin.name === name ) ?? skins[ 0 ];
}
