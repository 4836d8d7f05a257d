/** What stands on one another in each step of time, as columns; each column is told in words too. */
import type { Interval } from '../../contract/query.ts'
import { numberText, stepText } from '../i18n/format.ts'

/** A part of a whole: the class that colours it, and its size. */
export interface ColumnPart {
  name: string
  size: number
}

export interface Column {
  step: string
  parts: readonly ColumnPart[]
  /** All parts in words. */
  text: string
}

/** Parts as parts of one bar, or of one column of a height that its sum has. */
export function Stack({ parts, share = 1 }: { parts: readonly ColumnPart[]; share?: number }) {
  return (
    <span class="stack" style={{ '--share': share.toFixed(4) }} aria-hidden="true">
      {parts.map(({ name, size }) => size > 0 && <span key={name} class={name} style={{ '--part': size }} />)}
    </span>
  )
}

export function Columns({ columns, interval }: { columns: readonly Column[]; interval: Interval | 'hour' }) {
  const most = Math.max(1, ...columns.map(sumOf))
  return (
    <figure class="over-time">
      <figcaption>
        By {interval}{' '}
        <small>
          at most {numberText(most)} {interval === 'hour' ? 'an' : 'a'} {interval}
        </small>
      </figcaption>
      <ol style={{ '--steps': columns.length }}>
        {columns.map((column) => {
          const text = `${stepText(column.step, interval).full}: ${column.text}`
          return (
            <li key={column.step} title={text}>
              <Stack parts={column.parts} share={sumOf(column) / most} />
              <span class="visually-hidden">{text}</span>
            </li>
          )
        })}
      </ol>
      <p class="ends" aria-hidden="true">
        <span>{endText(columns[0], interval)}</span>
        <span>{endText(columns.at(-1), interval)}</span>
      </p>
    </figure>
  )
}

const sumOf = ({ parts }: Column) => parts.reduce((sum, { size }) => sum + size, 0)

/** A month needs its year: the first and the last may have one name. */
function endText(column: Column | undefined, interval: Interval | 'hour'): string {
  if (!column) return ''
  const { short, full } = stepText(column.step, interval)
  return interval === 'month' || interval === 'hour' ? full : short
}
