/** A card of the overview: the colours that browsers ask for, with how often pages were read to their end. */
import type { Addition } from './addition.ts'
import { counter } from './counter.ts'
import { dimension } from './dimension.ts'
import { put } from './tree.ts'

const readings = "{ measure: 'readings', label: 'Read to the end' }"

export const card: Addition = {
  what: 'a card',
  needs: [dimension, counter],
  row: put(
    'dashboard/cards/index.ts',
    '  ¦outcomes,\n]',
    `listCard({ id: 'themes', name: 'Themes', lists: [{ ...lists.theme, measures: [...lists.theme.measures, ${readings}] }] }),\n  `,
  ),
  asked: [],
}
