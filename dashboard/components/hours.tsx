/** The hours of the day as columns: the shape of a day is seen at once, and each hour's numbers are told to whoever asks. */
import type { Row } from '../../contract/query.ts'
import { measureLeast, measureSize, measureText, restHint, valueName } from '../format.ts'

interface Props {
  rows: readonly Row[]
  /** How much is not kept by hour, where anything is not. */
  rest: string | undefined
  /** What was taken away, where anything was. */
  removed: string | undefined
}

export function Hours({ rows, rest, removed }: Props) {
  const byHour = new Map(rows.map((row) => [String(row.hour), row]))
  const largest = Math.max(...rows.map((row) => measureSize(row, 'visits')), 1)
  return (
    <div class="of-hours">
      {rest && (
        <p class="hint" title={restHint}>
          {rest}
        </p>
      )}
      {removed && <p class="hint">{removed}</p>}
      <ol class="hours">
        {Array.from({ length: 24 }, (_, hour) => (
          <Hour key={hour} hour={hour} row={byHour.get(String(hour))} largest={largest} />
        ))}
      </ol>
    </div>
  )
}

function Hour({ hour, row, largest }: { hour: number; row: Row | undefined; largest: number }) {
  const name = valueName('hour', String(hour)).text
  const text = row ? `${measureText(row, 'visits')} visits, ${measureText(row, 'views')} views` : 'nothing'
  return (
    <li title={`${name}: ${text}`}>
      {row && measureSize(row, 'visits') > measureLeast(row, 'visits') && (
        <span class="column most" style={{ '--share': (measureSize(row, 'visits') / largest).toFixed(4) }} />
      )}
      <span class="column" style={{ '--share': ((row ? measureLeast(row, 'visits') : 0) / largest).toFixed(4) }} />
      <span class="unseen">
        {name}: {text}
      </span>
      <span class="at" aria-hidden="true">
        {hour % 3 === 0 ? name.slice(0, 2) : ''}
      </span>
    </li>
  )
}
