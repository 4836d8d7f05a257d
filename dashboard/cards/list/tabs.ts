/** Which list of a card is open: its first, or the one whose tab was chosen. */
import type { Dimension } from '../../../contract/dimensions.ts'
import type { ListRow } from './lists.ts'

/** The tab that is open: the first that was asked for. */
export function openList(lists: readonly ListRow[], tabs: readonly Dimension[]): ListRow {
  return lists.find(({ dimension }) => tabs.includes(dimension)) ?? lists[0]!
}

/** The tabs that are open once this one of a card is: its first is so by itself. */
export function withTab(lists: readonly ListRow[], { dimension }: ListRow, tabs: readonly Dimension[]): Dimension[] {
  const others = tabs.filter((name) => !lists.some((list) => list.dimension === name))
  return dimension === lists[0]!.dimension ? others : [...others, dimension]
}
