/** What is shown where there is no site to read yet. */
import { Code } from '../ui/code.tsx'

export function NoSite() {
  return (
    <section class="empty" aria-labelledby="empty">
      <h1 id="empty">No site yet</h1>
      <p>Add one on the machine that runs Footfall, then load this page again:</p>
      <Code text="npm run footfall -- site add example.org" />
    </section>
  )
}
