// What the composition root needs from this room: something that tells a public channel of a page. It
// wakes nobody, so it may fail; it must never delay or fail the page.
import type { Page } from '../pages/page.ts';

export interface Announcement {
	page: Page;
	/** The sender wants nothing of theirs in public: neither what they wrote nor who they are. */
	isPrivate: boolean;
}

export interface Announcer {
	/** After acceptance, never before. Bounded in time, and never rejects. */
	announce( announcement: Announcement ): Promise<void>;
}
