/** The chosen site as the page's heading; a menu where there are several. */
import { readableHost } from '../../../contract/host.ts'
import { choose, site, sites } from '../../state/store.ts'

export function SiteSwitcher() {
  const current = site.value?.domain ?? ''
  const name = readableHost(current)
  if (sites.value.length < 2)
    return (
      <h1 class="site" title={current}>
        {name}
      </h1>
    )
  return (
    <div class="site">
      <h1 class="visually-hidden">{name}</h1>
      <label>
        <span class="visually-hidden">Site</span>
        <select value={current} onChange={(event) => choose({ site: event.currentTarget.value })}>
          {sites.value.map(({ domain }) => (
            <option key={domain} value={domain}>
              {readableHost(domain)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}
