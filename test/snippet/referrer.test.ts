import { describe, expect, it } from 'vitest'
import { hostOf } from '../../snippet/referrer.ts'

describe('the referring host', () => {
  it.each([
    ['https://www.google.com/search?q=private', 'www.google.com'],
    ['http://127.0.0.1:8787/x', '127.0.0.1'],
    ['https://USER:secret@Example.ORG./', 'example.org'],
    ['https://bücher.example/', 'xn--bcher-kva.example'],
    ['http://[::1]/', '[::1]'],
    ['', undefined],
    ['android-app://com.google.android.gm/', undefined],
    ['about:client', undefined],
    ['https://', undefined],
  ])('of %j is %j', (address, host) => expect(hostOf(address)).toBe(host))
})
