// The operators' guide names every setting that exists and none that does not.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { settingNames } from '../../../server/config.ts';

it( 'docs/operators.md documents exactly the settings of config.ts', () => {
	const guide = readFileSync( new URL( '../../../docs/operators.md', import.meta.url ), 'utf8' );
	const documented = [ ...guide.matchAll( /^\| `([A-Z_]+)` \|/gm ) ].map( ( [ , name ] ) => name );
	expect( documented.sort() ).toEqual( [ ...settingNames ].sort() );
} );
