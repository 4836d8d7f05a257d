/** Page-load timings: for each the value that three of four views stay under, and how many were good, need work, or were poor. */
import type { Answer, Row } from '../../../contract/query.ts'
import { type VitalMetric, vitalMetrics, vitalThresholds } from '../../../contract/vitals.ts'
import { numberText } from '../../i18n/format.ts'
import { CardProblem } from '../../ui/card-problem.tsx'
import { underFilters } from '../bases.ts'
import { type CardProps, card } from '../card.ts'

export const vitals = card({
  id: 'vitals',
  name: 'Speed',
  questions: (context) => ({
    timings: {
      ...underFilters(context),
      measures: vitalMetrics.flatMap((metric) => [`${metric}P75`, `${metric}Good`, `${metric}NeedsWork`, `${metric}Poor`] as const),
    },
  }),
  View: Vitals,
})

const names: Record<VitalMetric, string> = {
  lcp: 'Largest Contentful Paint',
  inp: 'Interaction to Next Paint',
  cls: 'Cumulative Layout Shift',
  fcp: 'First Contentful Paint',
  ttfb: 'Time to First Byte',
}

function Vitals({ answers: { timings: answer } }: CardProps<'timings'>) {
  const row = answer?.totals ?? {}
  const known = vitalMetrics.filter((metric) => typeof row[`${metric}P75`] === 'number')
  return (
    <section class="panel vitals" aria-label="Speed">
      <h2>
        Speed <small>three of four views are at least this fast</small>
      </h2>
      {answer?.problem && <CardProblem text={answer.problem} />}
      {answer && !answer.problem && known.length === 0 && <p class="nothing">{emptyText(answer)}</p>}
      {!answer && <div class="skeleton" aria-hidden="true" />}
      {known.length > 0 && (
        <ul>
          {known.map((metric) => (
            <Vital key={metric} metric={metric} row={row} />
          ))}
        </ul>
      )}
    </section>
  )
}

function emptyText({ notes }: Answer): string {
  return notes.some(({ reason }) => reason === 'notKept') ? 'Timings are not stored under this filter.' : 'No timings on these days.'
}

function Vital({ metric, row }: { metric: VitalMetric; row: Row }) {
  const part = (name: string) => Number(row[`${metric}${name}`] ?? 0)
  const [good, needsWork, poor] = [part('Good'), part('NeedsWork'), part('Poor')]
  const value = Number(row[`${metric}P75`])
  const { good: upToGood, poor: fromPoor } = vitalThresholds[metric]
  const state = value <= upToGood ? 'good' : value > fromPoor ? 'poor' : 'work'
  return (
    <li class="vital">
      <div class="head">
        <span>
          <abbr title={names[metric]}>{metric.toUpperCase()}</abbr> <small>{names[metric]}</small>
        </span>
        <strong class={`number ${state}`}>{timingText(metric, value)}</strong>
      </div>
      <div class="shares" aria-hidden="true">
        <span class="good" style={{ '--share': good.toFixed(4) }} />
        <span class="work" style={{ '--share': needsWork.toFixed(4) }} />
        <span class="poor" style={{ '--share': poor.toFixed(4) }} />
      </div>
      <p class="hint">
        {numberText(good, 'share')} good (to {timingText(metric, upToGood)}), {numberText(needsWork, 'share')} need work,{' '}
        {numberText(poor, 'share')} poor (over {timingText(metric, fromPoor)})
      </p>
    </li>
  )
}

function timingText(metric: VitalMetric, value: number): string {
  if (metric === 'cls') return (value / 1_000).toFixed(2)
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`
}
