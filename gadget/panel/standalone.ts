// The panel's entry on our own origin: Vue and Codex bundled, no wiki's code at all.
import { createApp } from 'vue';
import './standalone.css';
import StandaloneTitle from './components/StandaloneTitle.vue';
import { createStandaloneHost, loadPart } from './hostStandalone.ts';
import type { Settings } from './hostStandalone.ts';
import { createPanel } from './panel.ts';

const settings = document.getElementById( 'page-sre-settings' );
const panel = createPanel( createStandaloneHost(
	JSON.parse( settings && settings.textContent || '{}' ) as Settings
), loadPart );

void panel.ready.then( () => {
	const app = createApp( StandaloneTitle );
	panel.install( app );
	app.mount( '#page-sre' );
} );
