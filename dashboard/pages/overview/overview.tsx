/** The first page: headline measures, the chart of one of them, and a grid of cards, as cards/index.ts lists them. */
import { readableHost } from '../../../contract/host.ts'
import { type Answers, type Card, isFiltered } from '../../cards/card.ts'
import { daysText, measureSize } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { presets } from '../../state/range.ts'
import { choice } from '../../state/store.ts'
import { Problem } from '../../ui/problem.tsx'
import type { Asking } from './asking.ts'
import { Deferred } from './deferred.tsx'
import { FilterChips } from './filter-chips.tsx'
import { Freshness } from './freshness.tsx'
import { NoViews } from './no-views.tsx'
import { RangePicker } from './range-picker.tsx'
import { rangesIn } from './ranges.ts'
import { Sample } from './sample.tsx'
import { SiteSwitcher } from './site-switcher.tsx'
import { Standstill } from './standstill.tsx'

/** A card with the answers that it has. */
export interface Placed {
  card: Card
  answers: Answers
}

export function Overview({ asking, context }: { asking: Asking; context: Context }) {
  const { phase, answers, problem, at } = asking.live.state.value
  const placed = asking.cards.value.map((card) => ({ card, answers: asking.answersOf(card, context) }))
  document.title = `${readableHost(context.site.domain)} · ${rangeTitle(context)} · Footfall`
  return (
    <>
      <div class="bar-top">
        <SiteSwitcher />
        <RangePicker />
      </div>
      <Freshness at={at} isHalted={phase === 'failed'} />
      <Standstill />
      <Sample />
      <FilterChips {...rangesIn(placed, context)} />
      {phase === 'failed' && <Problem text={problem ?? ''} retry={() => asking.live.refresh()} />}
      {(answers.size > 0 || phase === 'loading') && (
        <div class="numbers" aria-busy={phase === 'loading'}>
          <Cards placed={placed} asking={asking} context={context} />
        </div>
      )}
    </>
  )
}

function Cards({ placed, asking, context }: { placed: readonly Placed[]; asking: Asking; context: Context }) {
  const show = ({ card: { id, View }, answers }: Placed) => <View key={id} answers={answers} context={context} />
  const totals = placed.find(({ card }) => card.id === 'headlines')?.answers.totals
  const [top, grid] = [placed.filter(({ card }) => card.top), placed.filter(({ card }) => !card.top)]
  if (totals && !totals.problem && !isFiltered(context) && measureSize(totals.totals, 'views') === 0)
    return (
      <>
        <NoViews />
        <div class="panels">{grid.filter(saysWhy).map(show)}</div>
      </>
    )
  const firstDeferred = grid.find(({ card }) => card.deferred)
  return (
    <>
      <div class="measures">{top.map(show)}</div>
      <div class="panels">
        {grid.map((each) =>
          each.card.deferred ? (
            <Deferred
              key={each.card.id}
              {...each}
              {...{ asking, context }}
              isFirst={each === firstDeferred}
              isReady={totals !== undefined}
            />
          ) : (
            show(each)
          ),
        )}
        {isFiltered(context) && (
          <p class="hint wide">
            Views per visit, coming back, weekly retention and consent are kept of the site as a whole: they are shown without a filter.
          </p>
        )}
      </div>
    </>
  )
}

/** Without views only those cards are shown that say why there are none. */
function saysWhy({ card, answers }: Placed): boolean {
  return card.whileEmpty === true && Object.values(answers).some((answer) => (answer?.rows.length ?? 0) > 0)
}

function rangeTitle({ days }: Context): string {
  const { range } = choice.value
  return presets.find((preset) => preset.name === range)?.label ?? daysText(days)
}
