/** "Visits": how many views they had. */
import { isUnfiltered } from '../card.ts'
import { Distribution } from '../distribution/distribution.tsx'
import { listCard } from '../list/card.tsx'
import { lists } from '../list/lists.ts'

export const visitDepth = listCard({ id: 'depth', name: 'Visits', lists: [lists.depth], draw: Distribution, stands: isUnfiltered })
