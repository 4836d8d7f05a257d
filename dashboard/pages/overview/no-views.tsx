/** What stands in place of traffic that has not come: the tag to paste, and that the page waits for the first view. */
import { readableHost } from '../../../contract/host.ts'
import { isLive, site } from '../../state/store.ts'
import { Code } from '../../ui/code.tsx'

export function NoViews() {
  const domain = site.value?.domain ?? ''
  return (
    <section class="empty" aria-labelledby="empty">
      <h2 id="empty">{isLive.value ? 'No views yet' : 'No views on these days'}</h2>
      <p>
        Paste this tag into every page of <strong>{readableHost(domain)}</strong>, anywhere in its head:
      </p>
      <Code text={`<script async src="${new URL('footfall.js', location.href)}?site=${domain}"></script>`} />
      <p>And this button where visitors can change their mind, in the foot of every page:</p>
      <Code text={'<button type="button" data-footfall="consent">Privacy choices</button>'} />
      {isLive.value && <p class="pulse">Waiting for the first view. It will appear here automatically.</p>}
    </section>
  )
}
