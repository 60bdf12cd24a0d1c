// What a tired person needs of a view, measured in the browser: everything on the screen, nothing too small
// for a thumb, nothing too faint to read. Each runs inside the page, so it uses nothing from outside itself.

/** Elements that reach beyond the right edge of the screen. */
export function outOfReach(): string[] {
	const width = document.documentElement.clientWidth;
	return [ ...document.querySelectorAll( 'body *' ) ]
		.filter( ( element ) => element.getBoundingClientRect().right > width + 1 )
		.map( ( element ) => `${ element.tagName }.${ element.className } ${ element.textContent.slice( 0, 30 ) }` );
}

/** Controls under 44 px in height (WCAG 2.2, 2.5.5); links within a sentence are text. */
export function smallTargets(): string[] {
	return [ ...document.querySelectorAll<HTMLElement>( 'button, .button, input, select, textarea, nav a, .choices a, .pages a, summary' ) ]
		.filter( ( element ) => element.getClientRects().length > 0 && element.getBoundingClientRect().height < 43.5 )
		.map( ( element ) => `${ element.tagName } ${ element.textContent.slice( 0, 30 ) } ${ element.getBoundingClientRect().height }` );
}

/** Texts with less than 4.5:1 contrast to what is behind them (WCAG 2.2, 1.4.3). */
export function faintTexts(): string[] {
	const channels = ( color: string ): number[] => ( color.match( /[\d.]+/g ) ?? [] ).map( Number );
	const luminance = ( color: string ): number => {
		const [ red = 0, green = 0, blue = 0 ] = channels( color ).map( ( channel ) => {
			const part = channel / 255;
			return part <= 0.04045 ? part / 12.92 : ( ( part + 0.055 ) / 1.055 ) ** 2.4;
		} );
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const behind = ( element: Element | null ): string => {
		for ( let at = element; at; at = at.parentElement ) {
			const { backgroundColor } = getComputedStyle( at );
			if ( channels( backgroundColor )[ 3 ] !== 0 ) {
				return backgroundColor;
			}
		}
		return 'rgb( 255, 255, 255 )';
	};
	return [ ...document.querySelectorAll( 'body *' ) ]
		.filter( ( element ) => element.getClientRects().length > 0 )
		.filter( ( element ) => [ ...element.childNodes ].some( ( node ) => node.nodeType === 3 && node.textContent?.trim() !== '' ) )
		.flatMap( ( element ) => {
			const [ ink, paper ] = [ luminance( getComputedStyle( element ).color ), luminance( behind( element ) ) ];
			const contrast = ( Math.max( ink, paper ) + 0.05 ) / ( Math.min( ink, paper ) + 0.05 );
			return contrast < 4.5 ? [ `${ contrast.toFixed( 2 ) }: ${ element.textContent.slice( 0, 30 ) }` ] : [];
		} );
}
