/** How many connections this process may take: each is an open file, and so is what the spool writes what they bring to. */
import { bounds } from '../../../contract/bounds.ts'

export interface ConnectionLimit {
  max: number
  /** One line where the system allows fewer than the bound. */
  warning: string | null
}

/** `limit`: open files that the system allows this process. */
export function connectionsWithin(limit: number): ConnectionLimit {
  const { connections, reservedFiles } = bounds
  const needed = connections.max + reservedFiles.max
  if (limit >= needed) return { max: connections.max, warning: null }
  // Of very few the half: whatever is kept back, the spool needs.
  const max = Math.max(1, limit - reservedFiles.max, Math.floor(limit / 2))
  const warning = `this process may open ${limit} files: it takes ${max} connections at once instead of ${connections.max}; allow it ${needed} (ulimit -n ${needed}, or LimitNOFILE=${needed})`
  return { max: Math.min(max, connections.max), warning }
}

/** The system's limit; without end where it has none, or does not tell. */
export function openFilesLimit(): number {
  const report = process.report as typeof process.report & { excludeNetwork: boolean }
  // Else it looks up the names of both ends of every connection.
  report.excludeNetwork = true
  const { userLimits } = report.getReport() as { userLimits?: Record<string, { soft: number | string }> }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}

/** The connections that this process may take; says so where they are fewer than the bound. */
export function connectionsHere(log: (line: string) => void): number {
  const { max, warning } = connectionsWithin(openFilesLimit())
  if (warning) log(warning)
  return max
}
