/** An audit in words, for whoever asked at the command line. */
import type { Audit } from '../spool/audit.ts'

export interface AuditReport {
  ok: boolean
  /** What to print, line by line. */
  lines: string[]
}

export function reportOf({ ok, batches, pending, stuck, missing, doubled, unknown, differences }: Audit): AuditReport {
  const list = (what: string, found: readonly (string | number)[]) =>
    found.length === 0 ? [] : [`${what}: ${found.slice(0, 20).join(', ')}${found.length > 20 ? ` and ${found.length - 20} more` : ''}`]
  const lines = [
    `${batches} batches, ${pending} waiting for the store`,
    ...list('stuck', stuck),
    ...list('missing', missing),
    ...list('doubled', doubled),
    ...list('not of this ledger', unknown),
    ...differences
      .slice(0, 50)
      .map((each) => `${each.site} ${each.day} ${each.event}: accepted ${each.accepted}, stored ${each.stored}, pending ${each.pending}`),
    ok ? 'ok: every accepted event is stored once' : 'NOT ok',
  ]
  return { ok, lines }
}
