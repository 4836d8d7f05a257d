/** "Coming back": how long ago the browsers of these days were last here. */
import { isUnfiltered } from '../card.ts'
import { Distribution } from '../distribution/distribution.tsx'
import { listCard } from '../list/card.tsx'
import { lists } from '../list/lists.ts'

export const comingBack = listCard({
  id: 'recency',
  name: 'Coming back',
  lists: [lists.recency],
  draw: Distribution,
  stands: isUnfiltered,
})
