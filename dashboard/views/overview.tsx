/** The overview of one site and its days: the totals, then a panel for each row of the table of panels. */
import type { Answer } from '../../contract/query.ts'
import { Freshness } from '../components/freshness.tsx'
import { Panel } from '../components/panel.tsx'
import { Problem } from '../components/problem.tsx'
import { RangePicker } from '../components/range-picker.tsx'
import { SiteSwitcher } from '../components/site-switcher.tsx'
import { Totals } from '../components/totals.tsx'
import { daysText, measureSize } from '../format.ts'
import { panels } from '../panels.ts'
import { presets } from '../state/range.ts'
import { choice, days, overview, site } from '../state/store.ts'
import { NoViews } from './no-views.tsx'

export function Overview() {
  const { phase, answers, problem } = overview.state.value
  const [totals, ...lists] = answers ?? []
  const domain = site.value?.domain ?? ''
  const isEmpty = totals !== undefined && measureSize(totals.totals, 'views') === 0
  document.title = `${domain} · ${rangeTitle()} · Footfall`
  return (
    <>
      <div class="bar-top">
        <SiteSwitcher />
        <RangePicker />
      </div>
      <Freshness />
      {phase === 'failed' && <Problem text={problem ?? ''} retry={() => overview.refresh()} />}
      {(answers || phase === 'loading') && (
        <div class={phase === 'loading' && answers ? 'numbers stale' : 'numbers'} aria-busy={phase === 'loading'}>
          <Totals row={totals?.totals} />
          {isEmpty && <NoViews />}
          <Panels lists={lists} loaded={answers !== null} empty={isEmpty} />
        </div>
      )}
    </>
  )
}

/** Without views, only the panels are shown that say why there are none. */
function Panels({ lists, loaded, empty }: { lists: Answer[]; loaded: boolean; empty: boolean }) {
  const shown = panels
    .map((panel, index) => ({ panel, answer: loaded ? lists[index] : undefined }))
    .filter(({ panel, answer }) => !empty || (panel.kind === 'trouble' && answer !== undefined && answer.rows.length > 0))
  return (
    <div class="panels">
      {shown.map(({ panel, answer }) => (
        <Panel key={panel.dimension} panel={panel} answer={answer} />
      ))}
    </div>
  )
}

function rangeTitle(): string {
  const { range } = choice.value
  return presets.find((preset) => preset.name === range)?.label ?? daysText(days.value)
}
