/** Says that what comes in is not being counted now: else the numbers would only seem to stand still. */
import { timeText } from '../../i18n/format.ts'
import { standstill } from '../../state/store.ts'

export function Standstill() {
  if (standstill.value === null) return null
  const since = standstill.value.since
  return (
    <div class="problem" role="status">
      <p>
        <strong>Counting stands still{since && ` since ${timeText(Date.parse(since))}`}.</strong> Visits are taken and wait on disk; they
        are counted once whoever runs Footfall has mended it. The collector’s log says why.
      </p>
    </div>
  )
}
