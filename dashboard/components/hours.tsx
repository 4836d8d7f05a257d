/** The hours of the day as columns: the shape of a day is seen at once, and each hour's numbers are told to whoever asks. */
import type { Answer, Row } from '../../contract/query.ts'
import { measureSize, measureText, valueName } from '../format.ts'

export function Hours({ answer }: { answer: Answer }) {
  const byHour = new Map(answer.rows.map((row) => [String(row.hour), row]))
  const largest = Math.max(...answer.rows.map((row) => measureSize(row, 'visits')), 1)
  return (
    <ol class="hours">
      {Array.from({ length: 24 }, (_, hour) => (
        <Hour key={hour} hour={hour} row={byHour.get(String(hour))} largest={largest} />
      ))}
    </ol>
  )
}

function Hour({ hour, row, largest }: { hour: number; row: Row | undefined; largest: number }) {
  const name = valueName('hour', String(hour)).text
  const text = row ? `${measureText(row, 'visits')} visits, ${measureText(row, 'views')} views` : 'nothing'
  return (
    <li title={`${name}: ${text}`}>
      <span class="column" style={{ '--share': ((row ? measureSize(row, 'visits') : 0) / largest).toFixed(4) }} />
      <span class="unseen">
        {name}: {text}
      </span>
      <span class="at" aria-hidden="true">
        {hour % 3 === 0 ? name.slice(0, 2) : ''}
      </span>
    </li>
  )
}
