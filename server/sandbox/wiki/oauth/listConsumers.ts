// Special:OAuthListConsumers/view/<key>: how a consumer is registered, for anybody to read. Only as it looks in
// the language `qqx`, where every message is its key (Extension:OAuth at commit 1cb9461e, 2026-08-20).
import { escapeHtml } from '../answer.ts';
import type { Site } from '../site.ts';
import type { TitleView } from '../answer.ts';

export const consumerTitle = /^special:oauthlistconsumers\/view\/([^/]+)$/i;

export function listedConsumer( site: Site, title: string ): TitleView {
	const consumer = site.oauth.consumers.get( consumerTitle.exec( title )?.[ 1 ] ?? '' );
	const view = ( html: string ): TitleView => ( { title, heading: '(mwoauthlistconsumers)', html } );
	if ( consumer === undefined ) {
		return view( '<p>(mwoauth-invalid-consumer-key)</p>' );
	}
	const rows = [
		[ 'mwoauthlistconsumers-name', consumer.name ],
		[ 'mwoauthlistconsumers-version', '1.0' ],
		[ 'mwoauth-oauth-version', '(mwoauth-oauth-version-1)' ],
		[ 'mwoauthlistconsumers-user', 'Plain Baz' ],
		[ 'mwoauthlistconsumers-status', `(mwoauthlistconsumers-status-${ consumer.disabled ? 'disabled' : 'approved' })` ],
		[ 'mwoauthlistconsumers-description', 'Pages SRE' ],
		[ 'mwoauthlistconsumers-owner-only', '(htmlform-no)' ],
		[ 'mwoauthlistconsumers-wiki', '(mwoauth-consumer-allwikis)' ],
		[ 'mwoauthlistconsumers-callbackurl', consumer.callbackUrl ],
		[ 'mwoauthlistconsumers-callbackisprefix', `(htmlform-${ consumer.callbackIsPrefix ? 'yes' : 'no' })` ],
		[ 'mwoauthlistconsumers-grants', `(grant-${ consumer.grants[ 0 ] ?? '' })` ]
	];
	return view( `<dl class='mw-mwoauth-infotable'>${ rows.map( ( [ label = '', value = '' ] ) =>
		`<dt>(${ label })</dt><dd>${ escapeHtml( value ) }</dd>` ).join( '' ) }</dl>` );
}
