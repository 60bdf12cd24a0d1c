// Takes what a sender has in hand on a wiki to our own site, in a tab of its own: posted, so that it stands in no
// address, no history and no log. Needs nobody who opened the tab, and no storage that both sites could see.

/**
 * Must run in a click.
 *
 * @param href our own site
 * @param draft as useDraft.ts stores it
 * @param context where the sender stands
 */
export function carryOver( href: string, draft: string, context: object ): void {
	const form = document.createElement( 'form' );
	form.method = 'post';
	form.action = href;
	form.target = '_blank';
	Object.entries( { draft, context: JSON.stringify( context ) } ).forEach( ( [ name, value ] ) => {
		const field = document.createElement( 'input' );
		field.type = 'hidden';
		field.name = name;
		field.value = value;
		form.append( field );
	} );
	document.body.append( form );
	form.submit();
	form.remove();
}
