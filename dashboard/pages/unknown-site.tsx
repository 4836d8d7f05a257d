/** What is shown where the address names a site that is not among those that may be read: never another one in its place. */
import { readableHost } from '../../contract/host.ts'
import { addressOf, choice, follow, sites } from '../state/store.ts'

// A long list is no help to whoever has mistyped one.
const most = 20

export function UnknownSite() {
  document.title = 'Footfall'
  return (
    <section class="empty" aria-labelledby="empty">
      <h1 id="empty">There is no site “{choice.value.site}” here</h1>
      <p>It was never added, or has been removed. These are the sites that there are:</p>
      <ul class="sites">
        {sites.value.slice(0, most).map(({ domain }) => (
          <li key={domain}>
            <a href={addressOf({ ...choice.value, site: domain })} onClick={follow({ site: domain })}>
              {readableHost(domain)}
            </a>
          </li>
        ))}
      </ul>
      {sites.value.length > most && <p>… and {sites.value.length - most} more.</p>}
    </section>
  )
}
