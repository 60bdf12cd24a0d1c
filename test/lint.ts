// `npm run lint`: every part of it, two at a time, because continuous integration has two cores; the longest
// begins. What a part says is shown in one piece, and one that fails fails the whole without hiding the others.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Scripts of package.json, those that take longest first. */
const parts = [ 'code', 'types', 'rooms', 'unused', 'styles', 'messages' ];
const AT_ONCE = 2;

async function run( part: string ): Promise<void> {
	const script = `lint:${ part }`;
	const child = spawn( `npm run --silent ${ script } 2>&1`, { shell: true, stdio: [ 'ignore', 'pipe', 'inherit' ] } );
	const [ said, [ code ] ] = await Promise.all( [ text( child.stdout ), once( child, 'close' ) as Promise<[ number | null ]> ] );
	const failed = code !== 0;
	console.log( `${ script }: ${ failed ? 'FAILED' : 'fine' }${ said === '' ? '' : `\n${ said.trimEnd() }` }` );
	if ( failed ) {
		process.exitCode = 1;
	}
}

async function runRest(): Promise<void> {
	for ( let part = parts.shift(); part !== undefined; part = parts.shift() ) {
		await run( part );
	}
}

await Promise.all( Array.from( { length: AT_ONCE }, runRest ) );
