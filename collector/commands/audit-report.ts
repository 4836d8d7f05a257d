/** An audit in words, for whoever asked at the command line. */
import type { Audit } from '../spool/audit/audit.ts'

export interface AuditReport {
  ok: boolean
  /** What to print, line by line. */
  lines: string[]
}

export function reportOf(audit: Audit): AuditReport {
  const { ok, batches, pending, uncounted, differences } = audit
  const list = (what: string, found: readonly (string | number)[]) =>
    found.length === 0 ? [] : [`${what}: ${found.slice(0, 20).join(', ')}${found.length > 20 ? ` and ${found.length - 20} more` : ''}`]
  const { facts, segments, seconds } = uncounted
  const lines = [
    `${batches} batches, ${pending} waiting for the store`,
    ...(segments > 0 ? [`${facts} facts in ${segments} segments wait to be counted, the oldest for ${Math.round(seconds)} s`] : []),
    ...list('waiting for too long', audit.late),
    ...list('damaged segments', audit.damaged),
    ...list('stuck', audit.stuck),
    ...list('damaged batches', audit.unreadable),
    ...list('missing', audit.missing),
    ...list('doubled', audit.doubled),
    ...list('not of this ledger', audit.unknown),
    ...audit.storeFaults.slice(0, 20).map((fault) => `not comparable: ${fault}`),
    ...differences
      .slice(0, 50)
      .map((each) => `${each.site} ${each.day} ${each.event}: accepted ${each.accepted}, stored ${each.stored}, pending ${each.pending}`),
    ok ? 'ok: every accepted event is stored once' : 'NOT ok',
  ]
  return { ok, lines }
}
