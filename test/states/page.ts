// Shows the panel in all its states, side by side: `?uselang=` says in which language, `?only=` which of them.
// By day and by night as the system has it.
import { createApp } from 'vue';
import '../../gadget/panel/standalone.css';
import './states.css';
import PagePanel from '../../gadget/panel/components/PagePanel.vue';
import { panelKey } from '../../gadget/panel/panel.ts';
import type { Translations } from '../../gadget/panel/messages.ts';
import { createWords, wordsKey } from '../../gadget/panel/words.ts';
import { play } from './play.ts';
import { groups } from './states.ts';
import type { State } from './state.ts';

// Newer than TypeScript's own description.
const isRightToLeft = ( code: string ): boolean =>
	( new Intl.Locale( code ) as unknown as { getTextInfo(): { direction: string } } ).getTextInfo().direction === 'rtl';

const query = new URLSearchParams( location.search );
const language = query.get( 'uselang' ) ?? 'en';
const only = query.get( 'only' ) ?? '';

const spoken = createWords( language, async ( file ) => await ( await fetch( `/words/${ file }` ) ).json() as Translations | null );

function add<Tag extends keyof HTMLElementTagNameMap>( to: HTMLElement, tag: Tag, className: string, text = '' ): HTMLElementTagNameMap[ Tag ] {
	const element = document.createElement( tag );
	element.className = className;
	element.textContent = text;
	return to.appendChild( element );
}

function show( { name, moment, namesOtherWays, isTwofold }: State, group: HTMLElement, prefix: string ): void {
	const frame = add( group, 'article', 'states__state' );
	Object.assign( frame.dataset, { state: name, views: isTwofold ? 2 : 1 }, namesOtherWays && { namesOtherWays } );
	add( frame, 'p', '', name ).dir = 'auto';
	const app = createApp( PagePanel );
	// What Codex names its elements by is to be told apart on the whole page.
	app.config.idPrefix = prefix.replace( ' ', '-' );
	app.provide( wordsKey, spoken.words );
	app.provide( panelKey, play( moment, language, spoken.readGuidance ) );
	app.mount( add( frame, 'div', '' ) );
}

document.documentElement.lang = language;
document.documentElement.dir = isRightToLeft( language ) ? 'rtl' : 'ltr';
[ 'course', 'aid' ].forEach( spoken.expectPart );
await spoken.ready;

const main = add( document.body, 'main', 'states' );
add( main, 'h1', '', 'States of the panel' );
for ( const { name, states } of groups ) {
	const wanted = states.filter( ( state ) => `${ name }: ${ state.name }`.includes( only ) );
	if ( wanted.length > 0 ) {
		const group = add( main, 'section', 'states__group' );
		group.dataset.group = name;
		add( group, 'p', '', name );
		wanted.forEach( ( state, number ) => show( state, group, `${ name }-${ number }` ) );
	}
}
for ( const { name, moment } of groups.flatMap( ( { states } ) => states ) ) {
	for ( const selector of moment.clicks ?? [] ) {
		// What is clicked may first have to be drawn.
		await new Promise( requestAnimationFrame );
		document.querySelector<HTMLElement>( `[ data-state='${ name }' ] ${ selector }` )?.click();
	}
}
main.dataset.ready = '';
