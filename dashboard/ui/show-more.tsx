/** The button below a list that was cut: shows all of it, and the beginning again. */
import type { Signal } from '@preact/signals'

export function ShowMore({ all, more, fewer = 'Show fewer' }: { all: Signal<boolean>; more: string; fewer?: string }) {
  return (
    <button type="button" class="quiet more" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
      {all.value ? fewer : more}
    </button>
  )
}
