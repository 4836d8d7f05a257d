/** The hours of the day as columns: the shape of a day is seen at once, and each hour's numbers are told to whoever asks. */
import type { Answer, Row } from '../../../contract/query.ts'
import { measureLeast, measureSize, measureText, removedText, restHint, restText, valueName } from '../../i18n/format.ts'
import type { Parts } from '../list/data.ts'
import type { ListRow } from '../list/lists.ts'

export function Hours({ rows, rest, removed, list, answer }: Parts & { list: ListRow; answer: Answer }) {
  const byHour = new Map(rows.map((row) => [String(row.hour), row]))
  const largest = Math.max(...rows.map((row) => measureSize(row, 'visits')), 1)
  return (
    <div class="of-hours">
      {rest && (
        <p class="hint" title={restHint}>
          {restText(list, rest, answer.totals)}
        </p>
      )}
      {removed && <p class="hint">{removedText(list, removed)}</p>}
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
      <span class="visually-hidden">
        {name}: {text}
      </span>
      <span class="at" aria-hidden="true">
        {hour % 3 === 0 ? name.slice(0, 2) : ''}
      </span>
    </li>
  )
}
