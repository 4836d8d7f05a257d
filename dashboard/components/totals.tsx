/** The few numbers that stand for all: each with what it means. */
import type { Row } from '../../contract/query.ts'
import { measureSize, measureText } from '../format.ts'
import { totals } from '../panels.ts'

export function Totals({ row }: { row: Row | undefined }) {
  const shown = totals.filter(({ measure, optional }) => !optional || (row && measureSize(row, measure) > 0))
  return (
    <dl class="totals">
      {shown.map(({ measure, label, hint }) => (
        <div key={measure}>
          <dt>{label}</dt>
          <dd class="number">{row ? measureText(row, measure) : <span class="bone" />}</dd>
          <dd class="hint">{hint}</dd>
        </div>
      ))}
    </dl>
  )
}
