/** The first page: headline measures, the chart of one of them, and a card for each row of the table of cards. */

import { reserved } from '../../contract/dimensions.ts'
import { readableHost } from '../../contract/host.ts'
import { pageOf } from '../around.ts'
import { Chart } from '../chart/chart.tsx'
import { Around } from '../components/around.tsx'
import { Card } from '../components/card.tsx'
import { Filters } from '../components/filters.tsx'
import { Freshness } from '../components/freshness.tsx'
import { Headlines } from '../components/headlines.tsx'
import { Later } from '../components/later.tsx'
import { Outcomes } from '../components/outcomes.tsx'
import { Problem } from '../components/problem.tsx'
import { RangePicker } from '../components/range-picker.tsx'
import { Sample } from '../components/sample.tsx'
import { SiteSwitcher } from '../components/site-switcher.tsx'
import { Standstill } from '../components/standstill.tsx'
import { Vitals } from '../components/vitals.tsx'
import { daysText, measureSize, restShare } from '../format.ts'
import { headlineOf } from '../headlines.ts'
import { allPanels, type Card as CardRow } from '../panels.ts'
import { type Overview as Answers, intervalOf, overviewOf } from '../questions.ts'
import { lengthOf, presets } from '../state/range.ts'
import { cards, choice, days, hour, overview, questions, site, today } from '../state/store.ts'
import { NoViews } from './no-views.tsx'

export function Overview() {
  const { phase, answers, asked, problem } = overview.state.value
  const filters = choice.value.filters ?? []
  const got = overviewOf({ cards: cards.value, tabs: choice.value.tabs, questions: questions.value, answers, asked })
  const isFiltered = filters.length > 0
  const isEmpty = got.totals !== undefined && !isFiltered && measureSize(got.totals.totals, 'views') === 0
  document.title = `${readableHost(site.value?.domain ?? '')} · ${rangeTitle()} · Footfall`
  return (
    <>
      <div class="bar-top">
        <SiteSwitcher />
        <RangePicker />
      </div>
      <Freshness />
      <Standstill />
      <Sample />
      <Filters {...rangesIn(got)} />
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

/** Whether lists tell ranges, and whether much of one is not kept at all. */
function rangesIn({ lists }: Answers): { ranges: boolean; little: boolean } {
  const known = allPanels.flatMap((panel) => {
    const answer = lists.get(panel.dimension)
    const rest = answer?.rows.find((row) => row[panel.dimension] === reserved.notKept)
    return answer ? [{ answer, share: rest ? (restShare(panel, rest, answer.totals)?.share ?? 0) : 0 }] : []
  })
  return {
    ranges: known.some(({ answer }) => answer.notes.some(({ reason }) => reason === 'bounded')),
    little: known.some(({ share }) => share > muchUnkept),
  }
}

const muchUnkept = 0.15

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
  const filters = choice.value.filters ?? []
  const page = pageOf(filters)
  const { traffic = [], whole = [], trouble = [] } = Object.groupBy(cards.value, ({ kind }) => kind)
  const shown = (card: CardRow) =>
    card.beside ? (
      <Outcomes key={card.name} card={card} lists={got.lists} steps={got.steps} />
    ) : (
      <Card key={card.name} card={card} lists={got.lists} />
    )
  const hasRows = (card: CardRow) => card.panels.some(({ dimension }) => (got.lists.get(dimension)?.rows.length ?? 0) > 0)
  if (empty) return <div class="panels">{trouble.filter(hasRows).map(shown)}</div>
  const [first, others] = [traffic.slice(0, 4), traffic.slice(4)]
  return (
    <div class="panels">
      {page !== null && <Around key={page} path={page} answers={got.around} />}
      {first.map(shown)}
      {whole.map(shown)}
      {filters.length === 0 && <Later ready={got.totals !== undefined} />}
      {/* Beside consent where there is room for three; under a filter after the lists of which little is kept. */}
      {filters.length === 0 && <Vitals answer={got.vitals} />}
      {others.map(shown)}
      {filters.length > 0 && <Vitals answer={got.vitals} />}
      {trouble.map(shown)}
      {filters.length > 0 && (
        <p class="hint wide">
          Views per visit, coming back, weekly retention and consent are kept of the site as a whole: they are shown without a filter.
        </p>
      )}
    </div>
  )
}

function rangeTitle(): string {
  const { range } = choice.value
  return presets.find((preset) => preset.name === range)?.label ?? daysText(days.value)
}
