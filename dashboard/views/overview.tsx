/** The first page: headline measures, the chart of one of them, and a card for each row of the table of cards. */

import { Chart } from '../chart/chart.tsx'
import { Card } from '../components/card.tsx'
import { Filters } from '../components/filters.tsx'
import { Freshness } from '../components/freshness.tsx'
import { Headlines } from '../components/headlines.tsx'
import { Problem } from '../components/problem.tsx'
import { RangePicker } from '../components/range-picker.tsx'
import { Sample } from '../components/sample.tsx'
import { SiteSwitcher } from '../components/site-switcher.tsx'
import { Vitals } from '../components/vitals.tsx'
import { daysText, measureSize } from '../format.ts'
import { headlineOf } from '../headlines.ts'
import type { Card as CardRow } from '../panels.ts'
import { type Overview as Answers, intervalOf, overviewOf } from '../questions.ts'
import { lengthOf, presets } from '../state/range.ts'
import { cards, choice, days, hour, overview, questions, site, today } from '../state/store.ts'
import { NoViews } from './no-views.tsx'

export function Overview() {
  const { phase, answers, asked, problem } = overview.state.value
  const got = overviewOf(cards.value, questions.value, { answers, asked })
  const isFiltered = (choice.value.filters ?? []).length > 0
  const isEmpty = got.totals !== undefined && !isFiltered && measureSize(got.totals.totals, 'views') === 0
  document.title = `${site.value?.domain ?? ''} · ${rangeTitle()} · Footfall`
  return (
    <>
      <div class="bar-top">
        <SiteSwitcher />
        <RangePicker />
      </div>
      <Freshness />
      <Sample />
      <Filters />
      {phase === 'failed' && <Problem text={problem ?? ''} retry={() => overview.refresh()} />}
      {(answers || phase === 'loading') && (
        <div class="numbers" aria-busy={phase === 'loading'}>
          {isEmpty ? <NoViews /> : <Measures got={got} />}
          <Cards got={got} empty={isEmpty} />
        </div>
      )}
    </>
  )
}

function Measures({ got }: { got: Answers }) {
  const interval = intervalOf(days.value)
  // Visitors of single hours are not kept, so a day begins with its views.
  const headline = headlineOf(choice.value.measure ?? (interval === 'hour' ? 'views' : undefined))
  // A day that has only begun weighs too much in a few of them to be compared with as many whole ones.
  const isComparable = days.value.to < today.value || lengthOf(days.value) >= 7
  return (
    <div class="measures">
      <Headlines answer={got.totals} previous={isComparable ? got.previous?.totals : undefined} chosen={headline} />
      <Chart headline={headline} answer={got.series} days={days.value} interval={interval} now={{ today: today.value, hour: hour.value }} />
    </div>
  )
}

/** Without views, only the cards are shown that say why there are none. */
function Cards({ got, empty }: { got: Answers; empty: boolean }) {
  const cardsOf = (kind: 'traffic' | 'trouble') => cards.value.filter((card) => card.kind === kind)
  const shown = (card: CardRow) => <Card key={card.name} card={card} answer={got.lists.get(card)} />
  const hasRows = (card: CardRow) => (got.lists.get(card)?.rows.length ?? 0) > 0
  return (
    <div class="panels">
      {!empty && cardsOf('traffic').map(shown)}
      {!empty && <Vitals answer={got.vitals} />}
      {cardsOf('trouble')
        .filter((card) => !empty || hasRows(card))
        .map(shown)}
    </div>
  )
}

function rangeTitle(): string {
  const { range } = choice.value
  return presets.find((preset) => preset.name === range)?.label ?? daysText(days.value)
}
