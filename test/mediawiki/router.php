<?php
// PHP's own web server before MediaWiki: short addresses go to index.php, everything else is a file of that name.

if ( str_starts_with( $_SERVER['REQUEST_URI'], '/wiki/' ) ) {
	$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/w/index.php';
	$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . '/w/index.php';
	unset( $_SERVER['PATH_INFO'] );
	require $_SERVER['SCRIPT_FILENAME'];
	return true;
}
return false;
