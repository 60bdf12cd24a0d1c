// `npm run licences`: every package that ships, by licence. It judges nothing; test/contract/dependencies.test.ts does.
import { shippedPackages } from './shippedPackages.ts';

for ( const [ licence, packages ] of [ ...Map.groupBy( shippedPackages(), ( one ) => one.licence || 'unknown' ) ].sort() ) {
	process.stdout.write( `${ licence } (${ packages.length })\n` );
	for ( const { name, version, where } of packages ) {
		process.stdout.write( `  ${ name } ${ version }${ where === 'browser' ? ', in the browser' : '' }\n` );
	}
}
