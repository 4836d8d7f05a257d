/** Asks of hosts below the site's own whether they are the owner's, and says how they are listed. */
import type { Row } from '../../../contract/query.ts'
import { isUnlisted, listCommand, type OwnHosts } from '../../i18n/own-hosts.ts'
import { Code } from '../../ui/code.tsx'
import type { ListRow } from './lists.ts'

/** More would be a command that nobody reads; once these are listed the next ones stand here. */
const mostNamed = 3

export function Unlisted({ list: { dimension }, rows, own }: { list: ListRow; rows: readonly Row[]; own: OwnHosts }) {
  const hosts = rows.map((row) => String(row[dimension])).filter((host) => isUnlisted(dimension, host, own))
  if (hosts.length === 0) return null
  return (
    <div class="unlisted">
      <p>
        {hosts.length === 1 ? `Is ${hosts[0]} yours? List it` : 'Are the hosts below your domain yours? List them'}, and what comes from
        there counts as within the site.
      </p>
      <Code text={listCommand(own, hosts.slice(0, mostNamed))} />
    </div>
  )
}
