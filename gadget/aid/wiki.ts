// The aid on a wiki: puts itself where the panel looks for it, however it came.
import type { AidPlace, PartModule } from '../panel/parts.ts';
import aid from './index.ts';

declare const mw: { libs: { pageSre: { aid: PartModule<AidPlace> } } };

mw.libs.pageSre.aid = aid;
