// All states that the panel can be in, for looking at them side by side. What there is one of for each word of a
// closed list is made out of that list, so that a new word is seen here without anybody thinking of it.
import { coming } from './comingStates.ts';
import { followedPages } from './followedPages.ts';
import { handingIn } from './handingInStates.ts';
import { setbacks } from './setbackStates.ts';
import type { Group } from './state.ts';
import { writing } from './writingStates.ts';

export const groups: readonly Group[] = [ coming, writing, handingIn, setbacks, followedPages ];
