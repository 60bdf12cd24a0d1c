// What every skin draws from, and the pieces they share: menus as lists with MediaWiki's ids. A skin
// decides where they stand, not what is in them.
import { escapeHtml } from '../answer.ts';
import { titlePath } from './namespaces.ts';
import type { Account } from '../accounts.ts';
import type { Words } from './words.ts';

export interface Frame {
	title: string;
	heading: string;
	/** Trusted HTML. */
	html: string;
	isSpecial: boolean;
	account: Account | undefined;
	words: Words;
	/** Where signing in comes back to. */
	returnTo: string;
}

export interface MenuLink {
	id: string;
	href: string;
	text: string;
	current?: boolean;
}

/** An empty menu is hidden by the skins and shown by mw.util.addPortletLink. */
function portlet( id: string, label: string, links: readonly MenuLink[] ): string {
	const items = links.map( ( link ) =>
		`<li id="${ link.id }" class="mw-list-item ${ link.id }${ link.current ? ' selected' : '' }"><a href="${ escapeHtml( link.href ) }"><span>${ escapeHtml( link.text ) }</span></a></li>` );
	return `<div id="${ id }" class="mw-portlet mw-portlet-${ id.replace( /^p-/, '' ) }${ links.length > 0 ? '' : ' emptyPortlet' }">
	<div class="mw-portlet-heading">${ escapeHtml( label ) }</div>
	<ul>${ items.join( '' ) }</ul>
</div>`;
}

/** A menu that opens without any script, by a checkbox, as in Vector. */
export function dropdown( id: string, label: string, inside: string, icon = '' ): string {
	return `<div class="wiki-dropdown wiki-dropdown--${ id }" id="${ id }">
	<input type="checkbox" id="${ id }-checkbox" class="wiki-dropdown-checkbox" role="button" aria-haspopup="true" aria-label="${ escapeHtml( label ) }">
	<label for="${ id }-checkbox" class="wiki-dropdown-label" aria-hidden="true">${ icon === '' ? escapeHtml( label ) : icon }</label>
	<div class="wiki-dropdown-content">${ inside }</div>
</div>`;
}

export function navigation( { words }: Frame ): string {
	return portlet( 'p-navigation', words.navigation, [
		{ id: 'n-mainpage-description', href: '/wiki/Main_Page', text: words.mainPage },
		{ id: 'n-recentchanges', href: '/wiki/Special:RecentChanges', text: words.recentChanges },
		{ id: 'n-stewards', href: '/wiki/Steward_requests/Global', text: 'Steward requests' }
	] );
}

export function tools( { title, isSpecial, words }: Frame ): string {
	const path = encodeURIComponent( title.replaceAll( ' ', '_' ) );
	return portlet( 'p-tb', words.tools, [
		...( isSpecial ? [] : [
			{ id: 't-whatlinkshere', href: `/wiki/Special:WhatLinksHere/${ path }`, text: words.whatLinksHere },
			{ id: 't-permalink', href: `/w/index.php?title=${ path }&oldid=1`, text: words.permanentLink },
			{ id: 't-info', href: `/w/index.php?title=${ path }&action=info`, text: words.pageInformation }
		] ),
		{ id: 't-specialpages', href: '/wiki/Special:SpecialPages', text: 'Special pages' }
	] );
}

export function namespaceTabs( { title, isSpecial, words }: Frame ): string {
	return portlet( 'p-associated-pages', '', [
		{ id: 'ca-nstab-main', href: titlePath( title ), text: isSpecial ? 'Special page' : words.article, current: true },
		...( isSpecial ? [] : [ { id: 'ca-talk', href: titlePath( `Talk:${ title }` ), text: words.talk } ] )
	] );
}

export function views( { title, isSpecial, words }: Frame ): string {
	const script = `/w/index.php?title=${ encodeURIComponent( title.replaceAll( ' ', '_' ) ) }`;
	return portlet( 'p-views', '', isSpecial ? [] : [
		{ id: 'ca-view', href: titlePath( title ), text: words.read, current: true },
		{ id: 'ca-edit', href: `${ script }&action=edit`, text: words.edit },
		{ id: 'ca-history', href: `${ script }&action=history`, text: words.history }
	] );
}

export function actions( { words }: Frame ): string {
	return portlet( 'p-cactions', words.more, [] );
}

/** Under one id in every skin; Vector (2022) shows it as the user menu. */
export function personalTools( { account, words, returnTo }: Frame ): string {
	const back = `returnto=${ encodeURIComponent( returnTo ) }`;
	return portlet( 'p-personal', words.personalTools, account === undefined ? [
		{ id: 'pt-login', href: `/w/index.php?title=Special:UserLogin&${ back }`, text: words.logIn }
	] : [
		{ id: 'pt-userpage', href: titlePath( `User:${ account.name }` ), text: account.name },
		{ id: 'pt-mytalk', href: titlePath( `User talk:${ account.name }` ), text: words.myTalk },
		{ id: 'pt-preferences', href: '/wiki/Special:Preferences', text: words.preferences },
		{ id: 'pt-logout', href: `/w/index.php?title=Special:UserLogout&${ back }`, text: words.logOut }
	] );
}

/** The content area, with the ids that gadgets look for. */
export function content( { heading, html }: Frame ): string {
	return `<h1 id="firstHeading" class="firstHeading mw-first-heading">${ escapeHtml( heading ) }</h1>
<div id="bodyContent" class="mw-body-content">
	<div id="contentSub"></div>
	<div id="mw-content-text" class="mw-body-content mw-content-ltr" lang="en" dir="ltr"><div class="mw-parser-output">${ html }</div></div>
</div>`;
}

export const search = ( { words }: Frame ): string => `<form id="p-search" class="wiki-search" action="/w/index.php" role="search">
	<input type="search" name="search" id="searchInput" class="cdx-text-input__input" placeholder="${ escapeHtml( words.search ) }" aria-label="${ escapeHtml( words.search ) }">
</form>`;
