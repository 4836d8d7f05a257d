/** The one table of the cards of the overview, in the order of the page. A card is added by a row here. */
import type { Dimension } from '../../contract/dimensions.ts'
import { dimensionOfSlice } from '../../contract/slices.ts'
import type { Context } from '../state/context.ts'
import { type Card, isFiltered, isUnfiltered, where } from './card.ts'
import { chart } from './chart/card.tsx'
import { comingBack } from './coming-back/card.ts'
import { consent } from './consent/card.tsx'
import { headlines } from './headlines/card.tsx'
import { Hours } from './hours/card.tsx'
import { listCard } from './list/card.tsx'
import { lists } from './list/lists.ts'
import { PathRules } from './list/path-rules.tsx'
import { outcomes } from './outcomes/card.tsx'
import { pageFlow } from './page-flow/card.tsx'
import { retention } from './retention/card.tsx'
import { visitDepth } from './visit-depth/card.ts'
import { vitals } from './vitals/card.tsx'

const hasSlices = ({ site }: Context) => (site.slices ?? []).length > 0
const hasNoSlices = (context: Context) => !hasSlices(context)

/** A list for each kind of slice that the site has declared. */
function sliceLists({ site }: Context) {
  const kinds = new Set<Dimension>((site.slices ?? []).map(dimensionOfSlice))
  return [lists.slice, lists.pathSlice, lists.entrySlice].filter(({ dimension }) => kinds.has(dimension))
}

const technology = listCard({
  id: 'technology',
  name: 'Technology',
  lists: [lists.browser, lists.system, lists.device, lists.screen],
})

export const cards: readonly Card[] = [
  headlines,
  chart,
  pageFlow,
  // Two rows of two, with slices or without.
  listCard({ id: 'slices', name: 'Slices', lists: sliceLists, stands: hasSlices }),
  listCard({ id: 'pages', name: 'Pages', lists: [lists.path, lists.entry, lists.exit], Settings: PathRules }),
  listCard({ id: 'sources', name: 'Sources', lists: [lists.source, lists.referrer, lists.medium, lists.campaign] }),
  listCard({ id: 'places', name: 'Places', lists: [lists.country, lists.language] }),
  where(hasNoSlices, technology),
  visitDepth,
  comingBack,
  retention,
  consent,
  // Beside consent where there is room for three; under a filter after the lists of which little is kept.
  where(isUnfiltered, vitals),
  where(hasSlices, technology),
  listCard({ id: 'hours', name: 'Hours', lists: [lists.hour], draw: Hours }),
  listCard({ id: 'networks', name: 'Networks', lists: [lists.network] }),
  where(isFiltered, vitals),
  listCard({ id: 'otherHosts', name: 'Other hosts', lists: [lists.stray], isWarning: true }),
  outcomes,
]
