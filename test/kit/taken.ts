/** How much memory and processor time a process has taken, as the system tells it. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Bytes of memory that a process holds now; 0 where it is gone. */
export function memoryOf(pid: number): number {
  try {
    return 1_024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return 0
  }
}

/** Seconds of processor time that a process has taken by now. */
export function processorOf(pid: number): number {
  // `ps` knows whole seconds only, too coarse for what a few seconds take.
  if (process.platform === 'linux') {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return (user! + system!) / ticksOfSecond
  }
  const [seconds = 0, minutes = 0, hours = 0] = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
    .trim()
    .split(':')
    .map(Number)
    .reverse()
  return (hours * 60 + minutes) * 60 + seconds
}

// Of every Linux, whatever its kernel counts in itself.
const ticksOfSecond = 100
