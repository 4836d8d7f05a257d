/** Time zones as owners write them: places are taken, and all else is answered by what to write. */
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { isZone } from '../../contract/day.ts'
import { givenZone, siteSchema } from '../../contract/site.ts'
import { zoneFault } from '../../contract/zone.ts'

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

describe('a zone', () => {
  it.each([
    'America/Chicago',
    'america/chicago',
    'Europe/Kyiv',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'UTC',
    'GMT',
    'Etc/GMT+5',
    'EST5EDT',
    'Japan',
  ])('%s is taken', (zone) => expect(zoneFault(zone)).toBeUndefined())

  it.each([
    ['EST', 'America/New_York or America/Panama'],
    ['mst', 'America/Denver or America/Phoenix'],
    ['HST', 'Pacific/Honolulu'],
    ['IST', 'Europe/Dublin, Asia/Kolkata or Asia/Jerusalem'],
    ['CST', 'America/Chicago or Asia/Shanghai'],
    ['CET', 'Europe/Berlin or Europe/Paris'],
    ['CEST', 'Europe/Berlin or Europe/Paris'],
    ['+01:00', 'Europe/Berlin, Europe/Paris or Africa/Lagos'],
    ['+0530', 'Asia/Kolkata'],
    ['GMT-3:30', 'America/St_Johns'],
    ['UTC+12:45', 'the place, such as Europe/Berlin'],
  ])('%s names no place: write %s', (zone, instead) =>
    expect(zoneFault(zone)).toBe(`${zone} names no place, so its summer time cannot be told: write ${instead}`),
  )

  it.each([
    ['America/Chicgo', 'did you mean America/Chicago?'],
    ['Chicago', 'did you mean America/Chicago?'],
    ['New York', 'did you mean America/New_York?'],
    ['Europe/Lisboa', 'did you mean Europe/Lisbon?'],
    ['Mars/Olympus', 'write the place, such as Europe/Berlin'],
    ['x'.repeat(1_000), 'write the place, such as Europe/Berlin'],
  ])('%s is none: %s', (zone, instead) => expect(zoneFault(zone)).toBe(`${zone.slice(0, 40)} is no time zone: ${instead}`))

  const taken = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c))).filter(isZone)

  it('of three letters that this runtime takes is refused, but for those that are a place or UTC', () =>
    expect(taken.filter((zone) => zoneFault(zone) === undefined)).toEqual(['GMT', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC']))

  it('that is to be written in the place of another is one', () => {
    const others = [
      'ET',
      'EDT',
      'HAST',
      'BRT',
      'WEST',
      'MEZ',
      'EEST',
      'MSK',
      'WAT',
      'SAST',
      'IDT',
      'KST',
      'SGT',
      'PKT',
      'AEST',
      'AWST',
      'NZDT',
    ]
    const named = [...taken, ...others].flatMap((zone) => /: write (.*)$/.exec(zoneFault(zone) ?? '')?.[1]?.split(/, | or /) ?? [])
    expect(new Set(named).size).toBeGreaterThan(30)
    expect(named.filter((zone) => !isZone(zone) || zoneFault(zone) !== undefined)).toEqual([])
  })

  it('that was kept before is read, though it would not be taken now', () => {
    expect(v.is(givenZone, 'EST')).toBe(false)
    expect(v.is(siteSchema, { domain: 'a.org', hosts: ['a.org'], zone: 'EST' })).toBe(true)
  })
})
