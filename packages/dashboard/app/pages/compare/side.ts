import type { Details } from '../../client.ts';
import type { Story } from '../../story/story.ts';

/** An execution with all that its journal tells. */
export interface Side {
  readonly details: Details;
  readonly story: Story;
}
