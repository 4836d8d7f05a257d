/** The choice of days: presets as links, and any first and last day in a small form. */
import { useRef } from 'preact/hooks'
import { monthEnd } from '../../../contract/day.ts'
import { daysText } from '../../i18n/format.ts'
import { presets, stepped } from '../../state/range.ts'
import { addressOf, choice, choose, days, follow, site, today } from '../../state/store.ts'

export function RangePicker() {
  const { range } = choice.value
  return (
    <nav class="range" aria-label="Days">
      <Step direction={-1} label="Earlier" />
      <ul>
        {presets.map(({ name, label }) => (
          <li key={name}>
            <a
              href={addressOf({ ...choice.value, site: site.value?.domain, range: name })}
              aria-current={range === name || undefined}
              onClick={follow({ range: name })}
            >
              {label}
            </a>
          </li>
        ))}
        <li>
          <Custom />
        </li>
      </ul>
      <Step direction={1} label="Later" />
    </nav>
  )
}

function Step({ direction, label }: { direction: -1 | 1; label: string }) {
  // From a month that still goes on, to the whole one before it.
  const { from } = days.value
  const range = stepped(choice.value.range === 'month' ? { from, to: monthEnd(from) } : days.value, direction)
  const isAhead = range.from > today.value
  return (
    <button type="button" class="step" aria-label={label} title={label} disabled={isAhead} onClick={() => choose({ range })}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={direction < 0 ? 'M10 3 5 8l5 5' : 'm6 3 5 5-5 5'} />
      </svg>
    </button>
  )
}

function Custom() {
  const box = useRef<HTMLDetailsElement>(null)
  const { range } = choice.value
  const { from, to } = days.value
  const close = () => {
    box.current?.removeAttribute('open')
    box.current?.querySelector('summary')?.focus()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget as HTMLFormElement)
    const [first, last] = [String(said.get('from')), String(said.get('to'))].sort() as [string, string]
    choose({ range: { from: first, to: last } })
    close()
  }
  const leave = (event: FocusEvent) => {
    if (event.relatedTarget && !box.current?.contains(event.relatedTarget as Node)) box.current?.removeAttribute('open')
  }
  return (
    <details ref={box} onKeyDown={(event) => event.key === 'Escape' && close()} onFocusOut={leave}>
      <summary aria-current={typeof range === 'object' || undefined}>{typeof range === 'object' ? daysText(range) : 'Custom'}</summary>
      <form class="days" onSubmit={submit}>
        <label>
          From
          <input type="date" name="from" required key={from} defaultValue={from} />
        </label>
        <label>
          To
          <input type="date" name="to" required key={to} defaultValue={to} />
        </label>
        <button type="submit" class="strong">
          Show
        </button>
      </form>
    </details>
  )
}
