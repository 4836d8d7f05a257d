/** The sample site of this machine's collector: joined to its pipeline, and what is said of its filling. */
import { daysBetween } from '../../contract/day.ts'
import type { SettingsStore, Sites } from '../ports.ts'
import { createSample, type Sample, type SampleDeps } from '../sample/sample.ts'
import type { Pipeline } from './pipeline.ts'

interface OpenSampleDeps {
  settings: SettingsStore
  sites: Sites
  pipeline: Pick<Pipeline, 'store' | 'fill' | 'dispose'>
  size: SampleDeps['size']
  log: (line: string) => void
}

export function openSample({ settings, sites, pipeline, size, log }: OpenSampleDeps): Promise<Sample> {
  return createSample({
    settings,
    sites,
    size,
    clock: { now: () => Date.now() },
    stored: async (site) => {
      const sql = 'SELECT count() AS found FROM cells WHERE site = {site:String}'
      return (await pipeline.store.select<{ found: number }>(sql, { site }))[0]?.found ?? 0
    },
    fill: (history) => {
      let said = 0
      return pipeline.fill(history, (day) => {
        const quarters = Math.floor(((history.days - daysBetween(day, history.end)) / history.days) * 4)
        if (quarters > said && quarters < 4) log(`the sample site is filled up to ${day}`)
        said = quarters
      })
    },
    dispose: pipeline.dispose,
  })
}

/** Fills or removes what an earlier start began; what fails is said, and the next start goes on with it. */
export async function goOn(sample: Sample, log: (line: string) => void): Promise<void> {
  const began = performance.now()
  try {
    if (await sample.goOn()) log(`the sample site is filled, after ${((performance.now() - began) / 1000).toFixed(1)} s`)
  } catch (error) {
    log(`the sample site is not ready: ${(error as Error).message}; the next start goes on with it`)
  }
}
