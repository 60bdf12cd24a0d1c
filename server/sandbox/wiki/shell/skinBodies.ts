// Where each skin puts its menus. The ids and which menu exists where are MediaWiki's; Minerva has no
// tools on special pages and no tools for people who are not signed in.
import { actions, content, dropdown, namespaceTabs, navigation, personalTools, search, tools, views } from './frame.ts';
import { escapeHtml } from '../answer.ts';
import type { Frame } from './frame.ts';
import type { SkinName } from './skins.ts';

export function skinBody( skin: SkinName, frame: Frame ): string {
	return skin === 'vector-2022' ? vector2022( frame ) : skin === 'minerva' ? minerva( frame ) : legacy( frame );
}

/** Nothing but the content: MediaWiki's popup for signing in. */
export function minimalBody( frame: Frame ): string {
	return `<div class="wiki-minimal"><header class="wiki-wordmark">Sandbox Meta</header>
<main id="content" class="mw-body">${ content( frame ) }</main></div>`;
}

function vector2022( frame: Frame ): string {
	const { words, account } = frame;
	return `<div class="vector-header-container"><header class="vector-header mw-header">
	<div class="vector-header-start">
		${ dropdown( 'vector-main-menu-dropdown', words.menu, navigation( frame ), icons.menu ) }
		<a href="/wiki/Main_Page" class="mw-logo wiki-wordmark">Sandbox Meta</a>
	</div>
	<div class="vector-header-end">
		${ search( frame ) }
		${ dropdown( 'vector-user-links-dropdown', account?.name ?? words.personalTools, personalTools( frame ), account ? escapeHtml( account.name ) : escapeHtml( words.logIn ) ) }
	</div>
</header></div>
<div class="mw-page-container"><main id="content" class="mw-body" role="main">
	<div class="vector-page-toolbar">
		${ namespaceTabs( frame ) }
		<nav class="vector-page-actions">${ views( frame ) }
			${ dropdown( 'vector-page-tools-dropdown', words.tools, `<div id="vector-page-tools">${ actions( frame ) }${ tools( frame ) }</div>` ) }
		</nav>
	</div>
	${ content( frame ) }
</main></div>`;
}

function minerva( frame: Frame ): string {
	const { words, account, isSpecial } = frame;
	const hasOverflow = account !== undefined && !account.temporary && !isSpecial;
	return `<header class="header-container header-chrome"><div class="minerva-header">
	${ dropdown( 'main-menu', words.menu, navigation( frame ), icons.menu ) }
	<a href="/wiki/Main_Page" class="branding-box wiki-wordmark">Sandbox Meta</a>
	${ search( frame ) }
	${ dropdown( 'minerva-user-menu', words.personalTools, personalTools( frame ), icons.person ) }
</div></header>
<main id="content" class="mw-body" role="main">
	${ isSpecial ? '' : `<nav class="page-actions-menu">${ namespaceTabs( frame ) }${ views( frame ) }
		${ hasOverflow ? dropdown( 'page-actions-overflow', words.more, tools( frame ), icons.more ) : '' }</nav>` }
	${ content( frame ) }
</main>`;
}

function legacy( frame: Frame ): string {
	return `<div id="mw-head" class="legacy-head">${ namespaceTabs( frame ) }${ views( frame ) }${ actions( frame ) }${ search( frame ) }</div>
<div class="legacy-columns">
	<div id="mw-panel" class="legacy-panel"><a href="/wiki/Main_Page" id="p-logo" class="wiki-wordmark">Sandbox Meta</a>${ navigation( frame ) }${ tools( frame ) }</div>
	<main id="content" class="mw-body" role="main">${ content( frame ) }</main>
</div>
<div class="legacy-personal">${ personalTools( frame ) }</div>`;
}

const icon = ( path: string ): string =>
	`<svg class="wiki-icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="${ path }"/></svg>`;

const icons = {
	menu: icon( 'M2 4h16v2H2zm0 5h16v2H2zm0 5h16v2H2z' ),
	person: icon( 'M10 2a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM3 18c0-4 3-6 7-6s7 2 7 6z' ),
	more: icon( 'M10 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm0 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm0 5a2 2 0 1 1 0 4 2 2 0 0 1 0-4z' )
};
