// The shape of Wikimedia's checker as we call it; the package brings no types. Nothing of ours.
declare module 'grunt-banana-checker' {
	/** `directory` is loaded with require(), so one process sees one state of it. */
	export default function bananaChecker(
		directory: string,
		options: Record<string, string | [ string, object ]>,
		onError: ( line: string ) => void,
		onWarning: ( line: string ) => void
	): boolean;
}
