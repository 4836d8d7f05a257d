/** The chosen site as the page's heading; a menu where there are several. */
import { choose, site, sites } from '../state/store.ts'

export function SiteSwitcher() {
  const current = site.value?.domain ?? ''
  if (sites.value.length < 2) return <h1 class="site">{current}</h1>
  return (
    <div class="site">
      <h1 class="unseen">{current}</h1>
      <label>
        <span class="unseen">Site</span>
        <select value={current} onChange={(event) => choose({ site: event.currentTarget.value })}>
          {sites.value.map(({ domain }) => (
            <option key={domain} value={domain}>
              {domain}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
