/** What is known against the versions that package-lock.json names, where the registry answers that question. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Report {
  vulnerabilities?: Record<string, { severity: string; via: (string | { title: string })[] }>
}

it('no known vulnerability is in what is locked', ({ task, skip }) => {
  const done = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const { vulnerabilities } = JSON.parse(done.stdout || '{}') as Report
  if (!vulnerabilities) {
    const notRun = { what: 'known vulnerabilities of what is locked', why: 'the registry did not answer npm audit' }
    Object.assign(task.meta, { notRun })
    skip(notRun.why)
  }
  const told = Object.entries(vulnerabilities ?? {}).map(([name, { severity, via }]) => {
    const titles = via.flatMap((each) => (typeof each === 'string' ? [] : [each.title]))
    return `${name} (${severity})${titles.length > 0 ? `: ${titles.join('; ')}` : ''}`
  })
  expect(told).toEqual([])
})
