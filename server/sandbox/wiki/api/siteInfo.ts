// meta=siteinfo: what clients look at to see whom they talk to, and the wiki's time to compare clocks.
import type { QueryModule } from './call.ts';

export const siteInfo: QueryModule = {
	kind: 'meta',
	name: 'siteinfo',
	parameters: [ 'siprop' ],
	run( { site, time } ) {
		return {
			mainpage: 'Main Page',
			base: `${ site.server }/wiki/Main_Page`,
			sitename: 'Sandbox Meta',
			generator: 'MediaWiki 1.47.0-sandbox',
			lang: 'en',
			rtl: false,
			readonly: false,
			writeapi: true,
			timezone: 'UTC',
			timeoffset: 0,
			articlepath: '/wiki/$1',
			scriptpath: '/w',
			script: '/w/index.php',
			server: site.server,
			servername: new URL( site.server ).hostname,
			wikiid: 'metawiki',
			time: new Date( time ).toISOString().replace( /\.\d+/, '' )
		};
	}
};
