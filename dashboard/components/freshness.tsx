/** Which days are shown, and how fresh the numbers are. */
import { daysText, timeText } from '../format.ts'
import { days, isLive, overview, site } from '../state/store.ts'

export function Freshness() {
  const { at, phase } = overview.state.value
  return (
    <p class="freshness">
      <span>{daysText(days.value)}</span>
      <span class="zone">{site.value?.zone}</span>
      {isLive.value && at > 0 && (
        <span class={phase === 'failed' ? 'pulse halted' : 'pulse'}>
          {phase === 'failed' ? 'Last updated' : 'Updated'} {timeText(at)}
        </span>
      )}
    </p>
  )
}
