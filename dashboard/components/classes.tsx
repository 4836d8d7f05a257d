/** Classes of a count in their order, each with its share: how many views visits have, after how many days browsers come back. */
import { reserved } from '../../contract/dimensions.ts'
import type { Answer } from '../../contract/query.ts'
import { type ClassedDimension, classesOf, type Lead, leadOf } from '../classes.ts'
import { numberText, removedText } from '../format.ts'
import type { PanelRow } from '../panels.ts'

export function Classes({ panel, answer }: { panel: PanelRow; answer: Answer }) {
  const dimension = panel.dimension as ClassedDimension
  const classes = classesOf(dimension, answer.rows)
  const largest = Math.max(...classes.map(({ share }) => share))
  const lead = leadOf(dimension, answer.rows)
  const removed = answer.rows.find((row) => row[dimension] === reserved.removed)
  return (
    <>
      {lead && <p class="lead">{leads[dimension](lead)}</p>}
      <table>
        <caption class="unseen">{panel.title}</caption>
        <thead>
          <tr>
            <th scope="col">{panel.column}</th>
            <th scope="col" class="number">
              {panel.measures[0]!.label}
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {classes.map(({ name, hint, count, share }) => (
            <tr key={name}>
              <th scope="row">
                <span class="bar" style={{ '--share': (share / largest).toFixed(4) }} />
                <span class="name" title={hint ? `${name}: ${hint}` : name}>
                  {name}
                  {hint && <small> {hint}</small>}
                </span>
              </th>
              <td class="number">{numberText(count)}</td>
              <td class="number">{numberText(share, 'share')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {removed && <p class="hint">{removedText(panel, removed)}</p>}
    </>
  )
}

const leads: Record<ClassedDimension, (lead: Lead) => string> = {
  depth: ({ share }) => `${numberText(share, 'share')} of consented visits went on to a second page.`,
  recency: ({ share, halfAfter }) => `${numberText(share, 'share')} of arrivals had been here before${halfText(halfAfter)}.`,
}

function halfText(days: number | undefined): string {
  if (days === undefined) return ''
  if (days === 31) return ', half of them 31 days ago or more'
  return days === 1 ? ', half of them the day before' : `, half of them within ${days} days`
}
