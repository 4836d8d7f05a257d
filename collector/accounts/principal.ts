/** Who acts, and what each may do. Nothing else in the program looks at a kind, a role, or how many sites it holds for. */

/** Everything that somebody must be let do; what anybody may do is no action. */
export type Action = 'readCounts' | 'changeSite' | 'removeSite' | 'command'

const actionsOf = {
  owner: ['readCounts', 'changeSite', 'removeSite'],
  reader: ['readCounts'],
  // It reads no counts itself, but it can make a key that does.
  operator: ['command'],
} as const satisfies Record<string, readonly Action[]>

export type Role = keyof typeof actionsOf

/** A role, and the sites for which it is held. */
export interface Rights {
  role: Role
  sites: 'all' | readonly string[]
}

/**
 * Whoever acts: a person with a session, a program with a read key, or the command line with the control key.
 * `id` is the hash of the session or key, so it is the same for one and another for any other: whose turn it is in the queue of questions.
 */
export type Principal =
  | { kind: 'session'; id: string; role: 'owner'; sites: 'all' }
  | { kind: 'readKey'; id: string; role: 'reader'; sites: readonly string[] }
  | { kind: 'controlKey'; id: string; role: 'operator'; sites: 'all' }

/** Whether the role allows the action; of a site that is named, whether it does so there. */
export function may({ role, sites }: Rights, action: Action, site?: string): boolean {
  const allowed: readonly Action[] = actionsOf[role]
  return allowed.includes(action) && (site === undefined || sites === 'all' || sites.includes(site))
}

/** Whether the counts and settings of the site may be read. */
export function canRead(rights: Rights, site: string): boolean {
  return may(rights, 'readCounts', site)
}
