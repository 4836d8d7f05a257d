/** The chart's numbers as a table. */
import type { Interval } from '../../contract/query.ts'
import { stepText } from '../i18n/format.ts'
import type { Headline } from '../state/measures.ts'
import type { Point } from './series.ts'
import { partOf, valueText } from './value.ts'

export const stepNames: Record<Interval | 'hour', string> = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' }

export function SeriesTable({ points, headline, interval }: { points: readonly Point[]; headline: Headline; interval: Interval | 'hour' }) {
  return (
    // It scrolls, so the keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls
    <section class="series" tabIndex={0} aria-label={`${headline.label} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{stepNames[interval]}</th>
            <th scope="col" class="number">
              {headline.label}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.step}>
              <th scope="row">
                {stepText(point.step, interval).full}
                {partOf(point) && <small> {partOf(point)}</small>}
              </th>
              <td class="number">{valueText(point, headline)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
