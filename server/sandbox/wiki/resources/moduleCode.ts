// One module as load.php writes it: a call of mw.loader.implement. Form only.

export interface ModuleCode {
	css?: string[];
	/** Body of the module's function; it may use `require` and `module`. */
	script?: string;
	/** Or a package: files, and the one that runs first. */
	main?: string;
	files?: ( { file: string; script: string } | { file: string; json: string } )[];
}

export function implementation( name: string, code: ModuleCode ): string {
	const script = code.files === undefined ?
		`function ( $, jQuery, require, module ) {\n${ code.script ?? '' }\n}` :
		`{ "main": ${ JSON.stringify( code.main ) }, "files": {\n${ code.files.map( packageFile ).join( ',\n' ) }\n} }`;
	return `mw.loader.implement( ${ JSON.stringify( name ) }, ${ script }, ${ JSON.stringify( { css: code.css ?? [] } ) } );\n`;
}

function packageFile( file: NonNullable<ModuleCode[ 'files' ]>[ number ] ): string {
	return `${ JSON.stringify( file.file ) }: ${ 'json' in file ? file.json : `function ( require, module, exports ) {\n${ file.script }\n}` }`;
}
