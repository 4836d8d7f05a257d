/** Under the visitors: about how many there were with those who did not consent, never without saying that it is an estimate. */
import { useSignal } from '@preact/signals'
import type { Answer } from '../../../contract/query.ts'
import { aboutText } from '../../i18n/format.ts'
import type { Context } from '../../state/context.ts'
import { isFiltered } from '../card.ts'

export function Estimate({ answer, context }: { answer: Answer | undefined; context: Context }) {
  const isOpen = useSignal(false)
  // Neither under a filter nor where nothing is told without consent: known before any answer, so nothing moves when it comes.
  if (isFiltered(context) || context.site.baseline === 'none') return null
  const text = answer && aboutText(answer.totals, 'visitorsEstimate')
  if (answer && !text) return null
  const open = () => (isOpen.value = true)
  const close = () => (isOpen.value = false)
  return (
    <p class="estimate" onMouseEnter={open} onMouseLeave={close}>
      {answer ? (
        <>
          about <span class="number">{text}</span> with those who did not consent{' '}
          <span class="word">
            (
            <button
              type="button"
              aria-describedby="estimate"
              onFocus={open}
              onBlur={close}
              onClick={open}
              onKeyDown={(event) => event.key === 'Escape' && close()}
            >
              estimate
            </button>
            )
          </span>
        </>
      ) : (
        <span class="skeleton" />
      )}
      <span class="why" role="tooltip" id="estimate" hidden={!isOpen.value}>
        Not counted, but worked out: visitors divided by coverage, as if those who did not consent saw as many pages as those who did.
      </span>
    </p>
  )
}
