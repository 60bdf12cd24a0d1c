// mw.config of a view of a title, with the values that production pages have. What scripts see; nothing
// here may be taken for an authorization.
import { fallbackChain } from './languages.ts';
import { globalGroupsAt, localGroups } from '../accounts.ts';
import { namespaceIds, splitTitle } from './namespaces.ts';
import type { Account } from '../accounts.ts';
import type { Look } from './look.ts';
import type { Site } from '../site.ts';
import type { WikiRequest } from '../request.ts';

export interface ViewedTitle {
	title: string;
	action: string;
	/** 0 for special pages and titles without text. */
	revision: number;
	article: number;
}

export function pageConfig(
	site: Site, request: WikiRequest, look: Look, account: Account | undefined, viewed: ViewedTitle
): Record<string, unknown> {
	const parts = splitTitle( viewed.title );
	const pageName = viewed.title.replaceAll( ' ', '_' );
	const server = new URL( site.server );
	return {
		wgCanonicalNamespace: parts.namespaceName,
		wgCanonicalSpecialPageName: parts.special ?? false,
		wgNamespaceNumber: parts.namespace,
		wgNamespaceIds: namespaceIds,
		wgPageName: pageName,
		wgTitle: parts.text,
		wgCurRevisionId: viewed.revision,
		wgRevisionId: viewed.revision,
		wgArticleId: viewed.article,
		wgIsArticle: viewed.article > 0 && viewed.action === 'view',
		wgIsRedirect: false,
		wgAction: viewed.action,
		...userConfig( account, request.time ),
		wgUserLanguage: look.language,
		wgContentLanguage: 'en',
		wgPageContentLanguage: 'en',
		wgPageContentModel: parts.namespace === 8 && /\.js$/.test( viewed.title ) ? 'javascript' : 'wikitext',
		wgPageViewLanguage: look.language,
		wgRelevantPageName: pageName,
		wgRelevantArticleId: viewed.article,
		...( parts.about === undefined ? {} : { wgRelevantUserName: parts.about } ),
		wgCategories: [],
		wgDBname: site.database,
		wgWikiID: site.database,
		wgSiteName: 'Sandbox Meta',
		wgServer: `//${ server.host }`,
		wgServerName: server.hostname,
		wgArticlePath: '/wiki/$1',
		wgScript: '/w/index.php',
		wgScriptPath: '/w',
		wgVersion: '1.47.0-sandbox',
		wgRequestId: request.id,
		skin: look.skin.name,
		debug: 0,
		// Only here: what a development loader talks to and takes its parts from, and what mediawiki.language is made of.
		pageSreBackend: site.backendUrl,
		pageSreHome: `${ site.homeWiki }/w/index.php`,
		sandboxLanguageFallbacks: fallbackChain( look.language )
	};
}

/** Recorded: nobody has a null name, no id and no global groups at all. */
function userConfig( account: Account | undefined, time: number ): Record<string, unknown> {
	return account === undefined ? { wgUserName: null, wgUserGroups: [ '*' ] } : {
		wgUserName: account.name,
		wgUserId: account.localId,
		wgUserEditCount: account.editCount,
		wgUserRegistration: Date.parse( account.registered ),
		wgUserGroups: localGroups( account ),
		wgGlobalGroups: globalGroupsAt( account, time ),
		...( account.temporary ? { wgUserIsTemp: true } : {} )
	};
}
