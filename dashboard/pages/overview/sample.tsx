/** Says that a site is made up, how far it is written, and takes it away when that is wanted. */
import { useSignal } from '@preact/signals'
import { deleteSite } from '../../api/client.ts'
import { choose, loadSites, site } from '../../state/store.ts'

export function Sample() {
  const asking = useSignal(false)
  const problem = useSignal('')
  const current = site.value
  if (!current?.sample) return null
  const remove = async () => {
    problem.value = (await deleteSite(current.domain)) ?? ''
    asking.value = false
    if (problem.value) return
    // The address names it, and it is no more.
    choose({ site: undefined }, 'replace')
    await loadSites()
  }
  return (
    <aside class="sample" aria-label="Sample site">
      <p>
        <strong>Sample site.</strong> Made-up traffic, so that a first look is not empty.
        {current.filling && <span class="pulse"> It is still being written, the newest days last.</span>}
        {problem.value && <span role="alert"> It could not be removed: {problem.value}.</span>}
      </p>
      {asking.value ? (
        <p class="asking">
          <span>Remove it with all its numbers?</span>
          <button type="button" class="strong" onClick={() => void remove()}>
            Remove
          </button>
          <button type="button" onClick={() => (asking.value = false)}>
            Keep
          </button>
        </p>
      ) : (
        <button type="button" onClick={() => (asking.value = true)}>
          Remove the sample
        </button>
      )}
    </aside>
  )
}
