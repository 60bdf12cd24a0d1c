// The Content-Security-Policy that Wikimedia's production wikis enforce since May 2026, as recorded on
// 2026-11-23. A host that is not in this list cannot be fetched from a wiki page.

const approved = [
	'*.wikimedia.org', '*.wikipedia.org', '*.wikinews.org', '*.wiktionary.org', '*.wikibooks.org',
	'*.wikiversity.org', '*.wikisource.org', 'wikisource.org', '*.wikiquote.org', '*.wikidata.org',
	'*.wikifunctions.org', '*.wikivoyage.org', '*.mediawiki.org', 'mediawiki.org', 'wikimedia.org',
	'*.wmflabs.org', '*.wmcloud.org', '*.toolforge.org', 'wss://*.toolforge.org', '*.jsdelivr.net',
	'unpkg.com', 'cdnjs.cloudflare.com', 'raw.githubusercontent.com', '*.github.com', 'code.jquery.com',
	'cdn.mathjax.org', 'use.typekit.net', 'fonts.cdnfonts.com', 'use.fontawesome.com', 'i.ytimg.com',
	'rsms.me', 'doi.org', 'localhost', 'https://localhost:*', 'http://localhost:*', 'wss://localhost:*',
	'ws://localhost:*', '*.google.com', '*.gstatic.com', '*.googleapis.com', '*.translate.yandex.net',
	'yastatic.net', 'ya.ru', 'radically.github.io', 'cdn.sammdot.ca', 'cdn.fontshare.com', 'viaf.org',
	'publicai-proxy.alaexis.workers.dev', 'iiif.archive.org', 'api.flickr.com', 'live.staticflickr.com',
	'api.anthropic.com', 'api.openai.com', 'api.publicai.co', 'catalogo.pusc.it', 'parsifal.urbe.it',
	'opac.sbn.it', 'overpass-api.de', 'api.openrouteservice.org', 'archive.org', '*.openstreetmap.org',
	'*.waymarkedtrails.org', '*.thunderforest.com', 'registry.ipe.wiki', 'analytics.ipe.wiki', 'qlever.dev',
	'app.goacoustic.com', 'wikipedia-archive.ourworldindata.org', 'api.inaturalist.org',
	'inaturalist-open-data.s3.amazonaws.com', 'validator.w3.org', 'db.onlinewebfonts.com', 'fontlibrary.org'
].join( ' ' );

const byDefault = `'self' data: blob: ${ approved }`;

export const contentSecurityPolicy = [
	`script-src 'unsafe-eval' blob: 'self' ${ approved } 'unsafe-inline'`,
	`default-src ${ byDefault }`,
	`style-src ${ byDefault } 'unsafe-inline'`,
	"object-src 'none'",
	'report-uri /w/api.php?action=cspreport&format=json'
].join( '; ' );

/** As it would be if nobody but the wiki were approved. */
export const strictPolicy = "script-src 'self' 'unsafe-inline'; default-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'";
