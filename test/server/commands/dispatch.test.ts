// What was typed finds its command, or is refused with the words that help.
import { describe, expect, it } from 'vitest';
import { commands } from '../../../server/commands/dispatch.ts';
import { commandWorld } from './surroundings.ts';

describe( 'the command line', () => {
	it.each( [ '', 'help', '--help', '-h' ] )( 'lists every command for "%s"', async ( line ) => {
		const { code, out } = await ( await commandWorld() ).type( line );
		expect( code ).toBe( 0 );
		for ( const { words, summary } of commands ) {
			expect( out ).toContain( `  ${ words } ` );
			expect( out ).toContain( summary );
		}
	} );

	it.each( [ 'stop', 'config', 'config chek', 'check config', 'help me' ] )( 'refuses "%s" with the list', async ( line ) => {
		const { code, out, complaint } = await ( await commandWorld() ).type( line );
		expect( [ code, out ] ).toEqual( [ 64, '' ] );
		expect( complaint ).toContain( `Unknown command: ${ line }\n` );
		expect( complaint ).toContain( 'page-sre <command>' );
	} );

	describe.each( commands )( '$words', ( { words, help } ) => {
		it( 'says its usage and its exit codes when asked', async () => {
			const { type } = await commandWorld();
			expect( help ).toMatch( new RegExp( `^page-sre ${ words }` ) );
			expect( help ).toContain( 'Exit codes' );
			for ( const asked of [ '--help', '-h' ] ) {
				expect( await type( `${ words } ${ asked }` ) ).toEqual( { code: 0, out: help, complaint: '' } );
			}
		} );

		it( 'refuses what it does not know, with its usage', async () => {
			const { type } = await commandWorld();
			for ( const wrong of [ '--bogus', 'bogus' ] ) {
				expect( await type( `${ words } ${ wrong }` ) ).toMatchObject( { code: 64, out: '', complaint: expect.stringContaining( help ) as string } );
			}
		} );

		it( 'knows the options that its help names', async () => {
			const { type } = await commandWorld();
			for ( const [ , option ] of help.matchAll( /^ {2}--([a-z-]+)/gm ) ) {
				// Followed by one that it cannot know: only that one is complained of.
				const { complaint } = await type( `${ words } --${ option }=1 --bogus` );
				expect( complaint.split( '\n' )[ 0 ] ).toMatch( /--bogus|does not take an argument/ );
			}
		} );
	} );

	it.each( [ 'config check --timeout soon', 'config check --timeout=-1', 'escalate-unpaged --grace 1e3' ] )( 'refuses "%s"', async ( line ) => {
		expect( await ( await commandWorld() ).type( line ) ).toMatchObject( { code: 64, complaint: expect.stringContaining( 'must be a number of seconds' ) as string } );
	} );
} );
