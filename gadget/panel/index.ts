// The panel's entry on a wiki: a hidden gadget, loaded by the loader's click and by nothing else.
import * as Vue from 'vue';
import PanelDialog from './components/PanelDialog.vue';
import { createWikiHost, loadCourse } from './hostWiki.ts';
import { createPanel } from './panel.ts';
import * as shared from './shared.ts';

// MediaWiki's own maker of apps: with its teleport target for dialogs and its error log.
const { createMwApp } = Vue as unknown as { createMwApp: typeof Vue.createApp };

let dialog: Promise<{ open: () => void }> | undefined;

async function mount(): Promise<{ open: () => void }> {
	const panel = createPanel( createWikiHost(), loadCourse );
	await panel.ready;
	const app = createMwApp( PanelDialog );
	panel.install( app );
	return app.mount( document.body.appendChild( document.createElement( 'div' ) ) ) as unknown as { open: () => void };
}

/** Shows the panel, as it was left when it was closed. Resolves when it is to be seen. */
async function open(): Promise<void> {
	dialog = dialog || mount();
	( await dialog ).open();
}

export default { open, shared };
