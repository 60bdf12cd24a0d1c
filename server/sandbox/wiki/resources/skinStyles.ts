// The styles of a skin: Codex' design tokens with their night values where the skin has a night mode,
// then the sandbox's own sheets.
import { clientFile, packageFile } from './builtIn.ts';
import { skinNamed } from '../shell/skins.ts';

const tokens = '@wikimedia/codex-design-tokens/dist/theme-wikimedia-ui';

export async function skinStyles( name: string ): Promise<string> {
	const skin = skinNamed( name );
	const sheets = await Promise.all( [ 'wiki.css', skin.sheet ].map( clientFile ) );
	return [ skin.night ? await tokensForDayAndNight() : '', ...sheets ].join( '\n' );
}

/** Night goes by a class of the html element, or by the reader's device. */
async function tokensForDayAndNight(): Promise<string> {
	const [ day, night ] = await Promise.all( [ packageFile( `${ tokens }-root.css` ), packageFile( `${ tokens }-mode-dark.css` ) ] );
	const nightFor = ( selector: string ): string => night.replaceAll( ':root', selector );
	return `${ day }
${ nightFor( ':root.skin-theme-clientpref-night' ) }
@media ( prefers-color-scheme: dark ) {
${ nightFor( ':root.skin-theme-clientpref-os' ) }
}`;
}
