// The course on a wiki: puts itself where the panel looks for it, however it came. ResourceLoader's `require`
// would know nothing of titles that came raw.
import course from './index.ts';
import type { CoursePlace, PartModule } from '../panel/parts.ts';

declare const mw: { libs: { pageSre: { course: PartModule<CoursePlace> } } };

mw.libs.pageSre.course = course;
