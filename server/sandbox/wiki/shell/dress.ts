// Puts the reader's skin around a title, mw.config and the gadgets into its head, and production's headers
// around all of it.
import { answer, cacheControl, escapeHtml, longExpired } from '../answer.ts';
import { contentSecurityPolicy, strictPolicy } from './csp.ts';
import { definedGadgets, gadgetPages } from '../resources/load.ts';
import { loadsOn } from '../resources/definition.ts';
import { lookOf } from './look.ts';
import { minimalBody, skinBody } from './skinBodies.ts';
import { pageConfig } from './config.ts';
import { anonymousRights } from '../rights.ts';
import { rightsAt } from '../accounts.ts';
import { sandboxBar } from './sandboxBar.ts';
import { splitTitle } from './namespaces.ts';
import { wordsIn } from './words.ts';
import type { Account } from '../accounts.ts';
import type { Answer, TitleView } from '../answer.ts';
import type { Fault } from '../faults.ts';
import type { Frame } from './frame.ts';
import type { Look } from './look.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

export async function dress( site: Site, request: WikiRequest, view: TitleView, fault?: Fault ): Promise<Answer> {
	const look = lookOf( request );
	const account = site.sessions.account( request );
	const html = `${ head( look, view, await headScripts( site, request, look, account, view ) ) }
${ body( look, account, view, request ) }
</html>
`;
	return answer( view.status ?? 200, 'text/html; charset=UTF-8', html, {
		'Content-language': look.language === 'qqx' ? 'en' : look.language,
		'X-Frame-Options': 'DENY',
		'Content-Security-Policy': fault?.kind === 'strictPolicy' ? strictPolicy : contentSecurityPolicy,
		Vary: 'Accept-Encoding, Cookie, Authorization',
		Expires: longExpired,
		'Cache-Control': cacheControl[ view.cache ?? 'private' ],
		...( look.cookies.length > 0 ? { 'Set-Cookie': look.cookies } : {} )
	} );
}

function head( look: Look, view: TitleView, scripts: string ): string {
	const classes = [
		'client-nojs',
		...( look.skin.night ? [ `skin-theme-clientpref-${ look.theme }` ] : [] ),
		...( look.skin.name === 'vector-2022' ? [ 'vector-feature-appearance-pinned-clientpref-1', 'vector-toc-not-available' ] : [] )
	];
	const query = `lang=${ look.language }&skin=${ look.skin.name }`;
	return `<!DOCTYPE html>
<html class="${ classes.join( ' ' ) }" lang="${ look.language === 'qqx' ? 'en' : look.language }" dir="${ look.direction }">
<head>
<meta charset="UTF-8">
<title>${ escapeHtml( view.heading ) } - Sandbox Meta</title>
${ scripts }
<link rel="stylesheet" href="${ escapeHtml( `/w/load.php?${ query }&modules=skin|codex-styles&only=styles` ) }">
<script async src="${ escapeHtml( `/w/load.php?${ query }&modules=startup&only=scripts&raw=1` ) }"></script>
<meta name="generator" content="MediaWiki 1.47.0-sandbox">
<meta name="referrer" content="origin">
<meta name="referrer" content="origin-when-cross-origin">
<meta name="viewport" content="width=device-width, initial-scale=1">
</head>`;
}

/** mw.config, and which gadgets run here. None on the pages where passwords and grants are typed. */
async function headScripts(
	site: Site, request: WikiRequest, look: Look, account: Account | undefined, view: TitleView
): Promise<string> {
	const action = request.query.get( 'action' ) ?? 'view';
	const { revision = 0, article = 0 } = view;
	const config = pageConfig( site, request, look, account, { title: view.title, action, revision, article } );
	const runs = view.gadgets !== false && request.query.get( 'safemode' ) !== '1';
	const gadgets = runs ? definedGadgets( await gadgetPages( site ) ).filter( ( gadget ) => loadsOn( gadget, {
		rights: account ? rightsAt( account, request.time ) : anonymousRights,
		skin: look.skin.name,
		action,
		namespace: splitTitle( view.title ).namespace,
		withGadget: request.query.get( 'withgadget' ) ?? undefined
	} ) ) : [];
	const [ styles, scripts ] = [ true, false ].map( ( stylesOnly ) =>
		gadgets.filter( ( gadget ) => gadget.stylesOnly === stylesOnly ).map( ( { module } ) => module ) );
	const sheet = escapeHtml( `/w/load.php?lang=${ look.language }&modules=${ styles?.join( '|' ) ?? '' }&only=styles` );
	const options = { language: look.language, skin: look.skin.name, gender: account?.gender ?? 'unknown' };
	return `<script>RLCONF=${ inScript( config ) };RLUSEROPTIONS=${ inScript( options ) };RLPAGEMODULES=${ inScript( scripts ) };</script>
${ styles?.length ? `<link rel="stylesheet" href="${ sheet }">` : '' }`;
}

/** JSON that cannot end the script element it stands in. */
function inScript( value: unknown ): string {
	return JSON.stringify( value ).replaceAll( '<', '\\u003C' );
}

function body( look: Look, account: Account | undefined, view: TitleView, request: WikiRequest ): string {
	const { namespace } = splitTitle( view.title );
	const frame: Frame = {
		title: view.title,
		heading: view.heading,
		html: view.html,
		isSpecial: namespace === -1,
		account,
		words: wordsIn( look.language ),
		// Coming back to the login page after logging in would be a circle.
		returnTo: /^Special:(UserLogin|UserLogout|CreateAccount)$/i.test( request.title ?? '' ) ? 'Main Page' : request.title ?? 'Main Page'
	};
	const classes = [
		'mediawiki', look.direction, 'sitedir-ltr', `ns-${ namespace }`, namespace === -1 ? 'ns-special' : 'ns-subject',
		`skin-${ look.skin.name }`, ...( look.skin.name.startsWith( 'vector' ) ? [ 'skin-vector' ] : [] ), 'action-view'
	];
	return `<body class="${ classes.join( ' ' ) }">
${ view.layout === 'minimal' ? minimalBody( frame ) : `${ sandboxBar( look, account, frame.returnTo ) }
${ skinBody( look.skin.name, frame ) }` }
</body>`;
}
