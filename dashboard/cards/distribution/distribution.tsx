/** Classes of a count in their order, each with its share: how many views visits have, after how many days browsers come back. */
import type { Answer } from '../../../contract/query.ts'
import { longestRecency } from '../../../contract/rules.ts'
import { numberText, removedText } from '../../i18n/format.ts'
import { TableHead } from '../../ui/table-head.tsx'
import type { Parts } from '../list/data.ts'
import type { ListRow } from '../list/lists.ts'
import { type ClassedDimension, classesOf, type Lead, leadOf } from './data.ts'

export function Distribution({ list, answer, removed }: Parts & { list: ListRow; answer: Answer }) {
  const dimension = list.dimension as ClassedDimension
  const classes = classesOf(dimension, answer.rows)
  const largest = Math.max(...classes.map(({ share }) => share))
  const lead = leadOf(dimension, answer.rows)
  return (
    <>
      {lead && <p class="lead">{leads[dimension](lead)}</p>}
      <table>
        <caption class="visually-hidden">{list.title}</caption>
        <TableHead names={list.column} numbers={[list.measures[0]!.label, 'Share']} />
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
      {removed && <p class="hint">{removedText(list, removed)}</p>}
    </>
  )
}

const leads: Record<ClassedDimension, (lead: Lead) => string> = {
  depth: ({ share }) => `${numberText(share, 'share')} of consented visits went on to a second page.`,
  recency: ({ share, halfAfter }) => `${numberText(share, 'share')} of arrivals had been here before${halfText(halfAfter)}.`,
}

function halfText(days: number | undefined): string {
  if (days === undefined) return ''
  if (days === longestRecency) return `, half of them ${days} days ago or more`
  return days === 1 ? ', half of them the day before' : `, half of them within ${days} days`
}
