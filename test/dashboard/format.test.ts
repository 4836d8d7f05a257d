import { describe, expect, it } from 'vitest'
import { aboutText, daysText, measureSize, measureText, valueName } from '../../dashboard/format.ts'

describe('a measure', () => {
  it.each([
    [{ visitors: 1_204 }, '1,204', 1_204],
    [{ visitors: 0 }, '0', 0],
    [{ visitors: null, visitorsLower: 12, visitorsUpper: 15 }, '12–15', 15],
    [{ visitors: null, visitorsLower: 1_000, visitorsUpper: 2_000 }, '1,000–2,000', 2_000],
    [{ visitors: null, visitorsLower: 3, visitorsUpper: 3 }, '3', 3],
    [{ visitors: null }, '—', 0],
    [{}, '—', 0],
  ])('of %j reads %s', (row, text, size) => {
    expect(measureText(row, 'visitors')).toBe(text)
    expect(measureSize(row, 'visitors')).toBe(size)
  })
})

describe('an estimate', () => {
  it.each([
    [{ visitorsEstimate: 1_237 }, '1,240'],
    [{ visitorsEstimate: 42 }, '42'],
    [{ visitorsEstimate: null, visitorsEstimateLower: 2_536, visitorsEstimateUpper: 3_099 }, '2,540–3,100'],
    [{ visitorsEstimate: null, visitorsEstimateLower: 10_010, visitorsEstimateUpper: 10_020 }, '10,000'],
    [{ visitorsEstimate: null }, undefined],
    [{}, undefined],
  ])('of %j is no more exact than it is: %s', (row, text) => expect(aboutText(row, 'visitorsEstimate')).toBe(text))
})

describe('a value', () => {
  it.each([
    ['referrer', '(direct)', 'Direct'],
    ['referrer', '(other)', 'Everything else'],
    ['path', '(not kept)', 'Not kept'],
    ['path', null, 'Not sent'],
  ] as const)('of %s %j is said in words: %s', (dimension, value, text) => {
    expect(valueName(dimension, value)).toMatchObject({ text, isOurs: true })
  })
  it('that was sent is shown as it is', () => expect(valueName('path', '/a')).toEqual({ text: '/a' }))
  it('that is a reason is explained', () => expect(valueName('refused', 'bot').hint).toMatch(/program/))
})

describe('days', () => {
  it.each([
    [{ from: '2026-11-24', to: '2026-11-24' }, 'Nov 24, 2026'],
    [{ from: '2026-11-18', to: '2026-11-24' }, 'Nov 18 – 24, 2026'],
    [{ from: '2025-12-30', to: '2026-01-02' }, 'Dec 30, 2025 – Jan 2, 2026'],
  ])('%j read %s', (days, text) => expect(daysText(days).replace(/\s/g, ' ')).toBe(text))
})
