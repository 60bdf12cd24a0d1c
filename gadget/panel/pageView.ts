// What can be told of a page at a glance. What its events mean is told by the course.
import type { PageView } from '../../server/contract/page.ts';

/** 0 when nothing has happened yet. */
export function lastSeq( page: Pick<PageView, 'events'> ): number {
	return page.events.reduce( ( last, event ) => Math.max( last, event.seq ), 0 );
}

/** Nothing more is expected, although a responder may open it again. */
export function isOver( page: PageView ): boolean {
	return page.state === 'resolved' || page.state === 'withdrawn';
}
