/** Says what went wrong, and offers to try again. */

export function Problem({ text, retry }: { text: string; retry: () => void }) {
  return (
    <div class="problem" role="alert">
      <p>
        <strong>Could not load the data.</strong> {sentence(text)}
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
