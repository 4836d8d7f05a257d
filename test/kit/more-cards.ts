/** The dashboard's cards and more of them, each a row: built into the page in the place of dashboard/cards/index.ts. */
import type { Dimension } from '../../contract/dimensions.ts'
import { cards as own } from '../../dashboard/cards/index.ts'
import { listCard } from '../../dashboard/cards/list/card.tsx'
import { list, lists } from '../../dashboard/cards/list/lists.ts'

const events = list('event', { title: 'Kinds of events', measures: [{ measure: 'count', label: 'Events' }] })
/** The collector refuses to be asked for it. */
const noDimension = list('nose' as Dimension, { title: 'Noses' })

export const cards = [
  ...own,
  listCard({ id: 'noses', name: 'Noses', lists: [noDimension] }),
  listCard({ id: 'hosts', name: 'Hosts', lists: [list('host', { title: 'Hosts' })] }),
  ...[lists.language, lists.system, lists.device, lists.screen].map((each) => {
    return listCard({ id: `own-${each.dimension}`, name: `Only ${each.title}`, lists: [each] })
  }),
  listCard({ id: 'events', name: 'Kinds of events', lists: [events] }),
]
