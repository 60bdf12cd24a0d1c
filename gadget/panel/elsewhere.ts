// The addresses that help without us. Opens nothing itself.
import { tidy } from './checkDraft.ts';
import type { Draft } from './useDraft.ts';

/** For threats of harm: people answer there at any hour. */
export const EMERGENCY = 'emergency@wikimedia.org';
export const STATUS = 'www.wikimediastatus.net';

/** A task's form with what is written already. */
export function taskUrl( { summary }: Draft ): string {
	return `https://phabricator.wikimedia.org/maniphest/task/edit/form/1/?projects=SRE&title=${ encodeURIComponent( tidy( summary ) ) }`;
}
