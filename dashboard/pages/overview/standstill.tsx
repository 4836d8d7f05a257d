/** Says that what comes in is not being counted now: else the numbers would only seem to stand still. */
import { timeText } from '../../i18n/format.ts'
import { standstill } from '../../state/store.ts'

export function Standstill() {
  if (standstill.value === null) return null
  const since = standstill.value.since
  return (
    <div class="problem" role="status">
      <p>
        <strong>Counting has stopped{since && ` since ${timeText(Date.parse(since))}`}.</strong> New events are queued on disk, and are
        counted once whoever runs Footfall has fixed the cause. The collector’s log names it.
      </p>
    </div>
  )
}
