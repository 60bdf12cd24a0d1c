// The story on a wiki of your choice: `npm run test:wiki`.
import { describe } from 'vitest';
import { realWiki } from './realWiki.ts';
import { tellStory } from './story.ts';

describe( 'On a real wiki', () => tellStory( realWiki ) );
