<?php
// What the installer wrote, made a wiki as Meta is one for our gadget: its skins, its short addresses, its
// policy for content, and two lines of CentralAuth's that the gadget asks for. Nothing of ours may be made
// to fit here: what a wiki farm has not, this wiki has not.

$trial = json_decode( file_get_contents( getenv( 'TRIAL_WIKI' ) ), true );
require $trial['folder'] . '/LocalSettings.php';

$wgServer = $trial['server'];
$wgArticlePath = '/wiki/$1';
// Cookies belong to a host, whatever the port: the sandbox wiki on localhost has a database of this name too.
$wgCookiePrefix = 'trial';
$wgMainCacheType = CACHE_DB;
$wgCacheDirectory = $trial['folder'] . '/cache';
$wgAllowUserJs = true;
$wgShowExceptionDetails = true;
$wgLogos = [ '1x' => $wgResourceBasePath . '/resources/assets/mediawiki.png' ];

wfLoadExtension( 'Gadgets' );

$wgCSPHeader = [
	'script-src' => $trial['approvedSources'],
	'default-src' => $trial['approvedSources'],
	'includeCORS' => false
];
$wgReferrerPolicy = [ 'origin-when-cross-origin', 'origin' ];

$wgAvailableRights[] = 'centralauth-lock';
$wgHooks['UserGetRights'][] = static function ( $user, &$rights ) use ( $trial ) {
	$rights = array_merge( $rights, $trial['people'][$user->getName()]['globalRights'] ?? [] );
};
$wgHooks['MakeGlobalVariablesScript'][] = static function ( &$vars, $out ) use ( $trial ) {
	$vars['pageSreBackend'] = $trial['backendUrl'];
	if ( $out->getUser()->isNamed() ) {
		$vars['wgGlobalGroups'] = $trial['people'][$out->getUser()->getName()]['globalGroups'] ?? [];
	}
};
