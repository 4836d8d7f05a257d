/** Weekly retention as a grid: a row for each week in which browsers first came, a column for each week later. */
import { useSignal } from '@preact/signals'
import type { Day } from '../../../contract/day.ts'
import { numberText, stepText } from '../../i18n/format.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { type CardProps, card, isUnfiltered } from '../card.ts'
import { type Cohort, type Retention as Grid, type RetentionCell, retentionDays, retentionOf, retentionWeeks } from './data.ts'
import { retentionQuestion } from './questions.ts'

export const retention = card({
  id: 'retention',
  name: 'Weekly retention',
  wide: true,
  deferred: true,
  stands: isUnfiltered,
  questions: (context) => ({ cohorts: retentionQuestion(context) }),
  View: Retention,
})

/** Rows shown until more are wanted. */
const shownWeeks = 13

function Retention({ context: { days, today }, answers }: CardProps<'cohorts'>) {
  const all = useSignal(false)
  const answer = answers.cohorts
  const grid = answer && retentionOf(answer.rows, retentionDays(days, today), today)
  const cohorts = grid?.cohorts ?? []
  return (
    <section class="panel retention" aria-labelledby="retention">
      <h2 id="retention">
        Weekly retention <small>of the browsers that first came in a week, how many came again in each later one</small>
      </h2>
      {!answer && <div class="grid-skeleton skeleton" aria-hidden="true" />}
      {answer?.problem && <CardProblem text={answer.problem} />}
      {answer && !answer.problem && cohorts.length === 0 && (
        <p class="nothing">No browser with consent came for the first time in these weeks.</p>
      )}
      {grid && cohorts.length > 0 && <Table grid={grid} cohorts={all.value ? cohorts : cohorts.slice(-shownWeeks)} />}
      {cohorts.length > shownWeeks && (
        <ShowMore all={all} more={`Show all ${cohorts.length} weeks`} fewer={`Show the last ${shownWeeks} weeks`} />
      )}
      {grid && <Notes merged={grid.merged} />}
    </section>
  )
}

function Table({ grid, cohorts }: { grid: Grid; cohorts: readonly Cohort[] }) {
  const ages = Array.from({ length: Math.max(...cohorts.map(({ cells }) => cells.length)) }, (_, index) => index)
  return (
    // It scrolls where there is little room, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="scroller" tabIndex={0} aria-label="Weekly retention as a grid">
      <table class="heat">
        <caption class="visually-hidden">Share of the browsers of each first week that came again, by weeks later</caption>
        <thead>
          <tr>
            <th scope="col">First week</th>
            <th scope="col" class="number">
              Browsers
            </th>
            {ages.map((age) => (
              <th key={age} scope="col">
                <span class="visually-hidden">{age === 0 ? 'one week later' : `${age + 1} weeks later`}</span>
                <span aria-hidden="true">{age === 0 ? '+1' : age + 1}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.average.some((share) => share !== null) && (
            <tr class="average">
              <th scope="row">Average</th>
              <td />
              {ages.map((age) => (
                <td key={age}>{grid.average[age] == null ? '' : <Shade share={grid.average[age]} most={grid.most} />}</td>
              ))}
            </tr>
          )}
          {cohorts.map((cohort) => (
            <Line key={cohort.week} cohort={cohort} ages={ages} most={grid.most} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Line({ cohort, ages, most }: { cohort: Cohort; ages: readonly number[]; most: number }) {
  const { week, size, isOpen, cells } = cohort
  return (
    <tr>
      <th scope="row">
        {weekText(week)}
        {isOpen && <small> so far</small>}
      </th>
      <td class="number">{numberText(size)}</td>
      {ages.map((age) => {
        const cell = cells[age]
        return (
          <td key={age} title={cell && cellText(cell, size)}>
            {cell && <Shade share={cell.share} most={most} isOpen={cell.isOpen} />}
          </td>
        )
      })}
    </tr>
  )
}

function Shade({ share, most, isOpen = false }: { share: number; most: number; isOpen?: boolean }) {
  return (
    <span class={isOpen ? 'shade open' : 'shade'} style={{ '--share': most > 0 ? (share / most).toFixed(4) : '0' }}>
      {numberText(share, 'share')}
      {isOpen && <span class="visually-hidden"> so far</span>}
    </span>
  )
}

function cellText({ count, share, isOpen }: RetentionCell, size: number): string {
  return `${numberText(count)} of ${numberText(size)} browsers, ${numberText(share, 'share')}${isOpen ? ', so far' : ''}`
}

function weekText(week: Day): string {
  return stepText(week, 'day').short
}

function Notes({ merged }: { merged: number }) {
  return (
    <p class="hint">
      Browsers with consent that kept their cookies, over the {retentionWeeks} weeks up to the last chosen day. Safari keeps such cookies
      for seven days: whoever comes later counts as new. <span class="key-open">A dashed frame</span> marks an incomplete week.
      {merged > 0 &&
        ` ${numberText(merged)} more ${merged === 1 ? 'arrival is' : 'arrivals are'} from first weeks that are too small to be shown apart.`}
    </p>
  )
}
