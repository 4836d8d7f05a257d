import { beforeAll, describe, expect, it } from 'vitest'
import { brotliBytes, builtFiles } from '../kit/build.ts'

const budget = 60_000
let files = new Map<string, string>()

beforeAll(async () => {
  files = await builtFiles('dashboard')
})

describe('the built dashboard', () => {
  it(`loads at most ${budget} bytes in all`, () => {
    const sum = [...files.values()].reduce((bytes, text) => bytes + brotliBytes(text), 0)
    expect(sum).toBeGreaterThan(5_000)
    expect(sum).toBeLessThanOrEqual(budget)
  })
  it('has no validator in it', () => {
    for (const text of files.values()) expect(text).not.toMatch(/valibot|strict_object|not a calendar day/)
  })
  it('needs nothing inline and nothing from elsewhere', () => {
    const html = files.get('index.html') ?? ''
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
    for (const address of html.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address[1]).toMatch(/^\.\/[^/]/)
  })
  it('names no other origin than the standards of the web', () => {
    for (const text of files.values()) {
      for (const [address] of text.matchAll(/https?:\/\/[\w.-]+/g)) expect(address).toBe('http://www.w3.org')
    }
  })
})
