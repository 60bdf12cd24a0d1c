// The differences of two texts for a terminal, in the form of diff -u. Lines of scripts are thousands of characters long:
// of these only the place where they part is shown. Text of others can neither move the cursor nor colour anything.

/** Lines of context, as diff has it. */
const CONTEXT = 3;
/** Longer lines are cut to what is around their first difference. */
const WIDTH = 160;

interface Step {
	sign: ' ' | '-' | '+';
	line: string;
}

/** Empty where they are alike. */
export function unifiedDiff( before: string, after: string ): string[] {
	const steps = stepsFrom( before === '' ? [] : before.split( '\n' ), after === '' ? [] : after.split( '\n' ) );
	const near = ( index: number ): boolean => steps.slice( Math.max( index - CONTEXT, 0 ), index + CONTEXT + 1 ).some( ( { sign } ) => sign !== ' ' );
	return steps.flatMap( ( { sign, line }, index ) => {
		if ( !near( index ) ) {
			return index > 0 && near( index - 1 ) ? [ '@@ … @@' ] : [];
		}
		const other = sign === '-' ? steps.slice( index ).find( ( step ) => step.sign === '+' ) : steps.slice( 0, index ).findLast( ( step ) => step.sign === '-' );
		return [ sign + shortened( line, sign === ' ' ? line : other?.line ?? '' ) ];
	} );
}

/** By the longest common subsequence; what both have at either end is set aside first, which leaves little. */
function stepsFrom( before: readonly string[], after: readonly string[] ): Step[] {
	let start = 0;
	while ( start < before.length && start < after.length && before[ start ] === after[ start ] ) {
		start++;
	}
	let end = 0;
	while ( end < before.length - start && end < after.length - start && before.at( -1 - end ) === after.at( -1 - end ) ) {
		end++;
	}
	const [ old, now ] = [ before.slice( start, before.length - end ), after.slice( start, after.length - end ) ];
	// common[ i ][ j ]: how many lines the rests from i and from j have in common.
	const common = Array.from( { length: old.length + 1 }, () => new Array<number>( now.length + 1 ).fill( 0 ) );
	for ( let i = old.length - 1; i >= 0; i-- ) {
		for ( let j = now.length - 1; j >= 0; j-- ) {
			common[ i ]![ j ] = old[ i ] === now[ j ] ? 1 + common[ i + 1 ]![ j + 1 ]! : Math.max( common[ i + 1 ]![ j ]!, common[ i ]![ j + 1 ]! );
		}
	}
	const middle: Step[] = [];
	for ( let i = 0, j = 0; i < old.length || j < now.length; ) {
		if ( i < old.length && j < now.length && old[ i ] === now[ j ] ) {
			middle.push( { sign: ' ', line: old[ i ]! } );
			i++;
			j++;
		} else if ( i < old.length && ( j === now.length || common[ i + 1 ]![ j ]! >= common[ i ]![ j + 1 ]! ) ) {
			middle.push( { sign: '-', line: old[ i++ ]! } );
		} else {
			middle.push( { sign: '+', line: now[ j++ ]! } );
		}
	}
	const same = ( line: string ): Step => ( { sign: ' ', line } );
	return [ ...before.slice( 0, start ).map( same ), ...middle, ...before.slice( before.length - end ).map( same ) ];
}

function shortened( line: string, other: string ): string {
	if ( line.length <= WIDTH ) {
		return harmless( line );
	}
	let at = 0;
	while ( at < line.length && line[ at ] === other[ at ] ) {
		at++;
	}
	const from = Math.max( Math.min( at, line.length - 1 ) - WIDTH / 4, 0 );
	const cut = line.slice( from, from + WIDTH );
	return `${ from > 0 ? '…' : '' }${ harmless( cut ) }${ from + WIDTH < line.length ? '…' : '' } (${ line.length } characters)`;
}

function harmless( text: string ): string {
	return text.replace( /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ( character ) => character === '\t' ? character : `<${ character.codePointAt( 0 )!.toString( 16 ) }>` );
}
