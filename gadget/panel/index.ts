// The panel's entry on a wiki: a hidden gadget, or raw from the home wiki; brought by the loader's click and by
// nothing else. What it has for the loader and the other parts, it puts where they find it however it came.
import * as Vue from 'vue';
import PanelDialog from './components/PanelDialog.vue';
import { createWikiHost, loadPart, publish } from './hostWiki.ts';
import type { LoaderTools } from './hostWiki.ts';
import { createPanel } from './panel.ts';
import {
	ActionReport, chatUrl, checkNote, DraftField, isOver, lastSeq, lengthOf, longest, Notice, Say, SRE_CHANNEL, stateMessages, TextButton, tidy,
	usePanel, useWords
} from './shared.ts';

// MediaWiki's own maker of apps: with its teleport target for dialogs and its error log.
const { createMwApp } = Vue as unknown as { createMwApp: typeof Vue.createApp };

// Named one by one: a namespace would bring code for modules along. A missing one is a compile error.
const shared: typeof import( './shared.ts' ) = {
	ActionReport, chatUrl, checkNote, DraftField, isOver, lastSeq, lengthOf, longest, Notice, Say, SRE_CHANNEL, stateMessages, TextButton, tidy,
	usePanel, useWords
};

let dialog: Promise<{ open: () => void }> | undefined;

async function mount( tools: LoaderTools ): Promise<{ open: () => void }> {
	const panel = createPanel( createWikiHost( tools ), ( name ) => loadPart( name, tools ) );
	await panel.ready;
	const app = createMwApp( PanelDialog );
	panel.install( app );
	return app.mount( document.body.appendChild( document.createElement( 'div' ) ) ) as unknown as { open: () => void };
}

/** Shows the panel, as it was left when it was closed. Resolves when it is to be seen. */
async function open( tools: LoaderTools ): Promise<void> {
	dialog = dialog || mount( tools );
	( await dialog ).open();
}

publish( { open, shared } );
