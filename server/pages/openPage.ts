// An open page as another member may know of it: who asks for privacy shows only that there is something.
import type { OpenPage } from '../contract/page.ts';
import type { Page } from './page.ts';

export function openPage( { id, state, acceptedAt, content, sender }: Page ): OpenPage {
	const { private: isPrivate, summary, scope } = content;
	return {
		id, state, private: isPrivate, acceptedAt: new Date( acceptedAt ).toISOString(),
		summary: isPrivate ? null : summary, scope: isPrivate ? null : scope, by: isPrivate ? null : sender.name
	};
}
