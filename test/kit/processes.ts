/** The processes of this machine, as `ps` tells them on Linux and macOS: those below one, and whether one still runs. */
import { execFileSync } from 'node:child_process'

interface Running {
  pid: number
  parent: number
  /** `Z…`: it has ended, and only its name is left. */
  state: string
}

function all(): Running[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => {
    const [pid, parent, state = ''] = line.trim().split(/\s+/)
    return { pid: Number(pid), parent: Number(parent), state }
  })
}

/** Those that `pid` has started, and those that they have, the nearest first. */
export function processesBelow(pid: number, known = all()): number[] {
  const children = known.filter(({ parent }) => parent === pid).map((each) => each.pid)
  return [...children, ...children.flatMap((child) => processesBelow(child, known))]
}

/** Those of `pids` that have not ended. */
export function stillRunning(pids: readonly number[]): number[] {
  const running = new Set(all().flatMap(({ pid, state }) => (state.startsWith('Z') ? [] : [pid])))
  return pids.filter((pid) => running.has(pid))
}
