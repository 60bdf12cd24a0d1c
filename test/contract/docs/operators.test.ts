// The operators' guide names every setting that exists and none that does not, and says how to rotate each secret.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { secretNames, settingNames } from '../../../server/config.ts';

it( 'docs/operators.md documents exactly the settings of config.ts', () => {
	const guide = readFileSync( new URL( '../../../docs/operators.md', import.meta.url ), 'utf8' );
	const documented = [ ...guide.matchAll( /^\| `([A-Z_]+)` \|[^|]+\|[^|]+\|$/gm ) ].map( ( [ , name ] ) => name );
	expect( documented.sort() ).toEqual( [ ...settingNames ].sort() );
} );

it( 'docs/operators.md says of each secret, and of nothing else, how to rotate it and that it is one', () => {
	const guide = readFileSync( new URL( '../../../docs/operators.md', import.meta.url ), 'utf8' );
	const [ , chapter = '' ] = /^## Rotate secrets$(.*?)^## /ms.exec( guide ) ?? [];
	const rows = [ ...chapter.matchAll( /^\| (`.+?`) \| .+ \|$/gm ) ].flatMap( ( [ , names = '' ] ) => names.split( ', ' ) ).map( ( name ) => name.slice( 1, -1 ) );
	expect( rows.sort() ).toEqual( [ ...secretNames ].sort() );
	const marked = [ ...guide.matchAll( /^\| `([A-Z_]+)` \| .*\*secret\*/gm ) ].map( ( [ , name ] ) => name );
	expect( marked.sort() ).toEqual( [ ...secretNames ].sort() );
} );
