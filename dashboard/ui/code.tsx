/** A line to be copied: shown whole, and put on the clipboard by a button. */
import { useSignal } from '@preact/signals'

export function Code({ text }: { text: string }) {
  const copied = useSignal(false)
  const copy = async () => {
    // Where the clipboard is not to be had (plain HTTP), the text can still be selected.
    copied.value = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
  }
  return (
    <div class="code">
      <pre>
        <code>{text}</code>
      </pre>
      {navigator.clipboard && (
        <button type="button" onClick={() => void copy()}>
          <span aria-live="polite">{copied.value ? 'Copied' : 'Copy'}</span>
        </button>
      )}
    </div>
  )
}
