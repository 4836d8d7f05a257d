/** Which days are shown, and how fresh the numbers are. */
import { daysText, timeText } from '../../i18n/format.ts'
import { days, isLive, site } from '../../state/store.ts'

/** `at`: when the last numbers came, 0 before; `isHalted`: newer ones did not. */
export function Freshness({ at, isHalted }: { at: number; isHalted: boolean }) {
  return (
    <p class="freshness">
      <span>{daysText(days.value)}</span>
      <span class="zone">{site.value?.zone}</span>
      {isLive.value && at > 0 && (
        <span class={isHalted ? 'pulse halted' : 'pulse'}>
          {isHalted ? 'Last updated' : 'Updated'} {timeText(at)}
        </span>
      )}
    </p>
  )
}
