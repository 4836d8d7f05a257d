import { describe, expect, it } from 'vitest'
import { StoreAway, StoreError } from '../../../collector/ports.ts'
import { toStoreError } from '../../../collector/store/errors.ts'

const answered = (code: string, type: string) => Object.assign(new Error('words'), { code, type })
const failed = (code: string) => Object.assign(new Error(`connect ${code}`), { code })

describe('sorted', () => {
  it.each([
    ['the memory limit', answered('241', 'MEMORY_LIMIT_EXCEEDED'), StoreAway],
    ['too long a statement', answered('159', 'TIMEOUT_EXCEEDED'), StoreAway],
    ['a busy server', answered('202', 'TOO_MANY_SIMULTANEOUS_QUERIES'), StoreAway],
    ['a full disk', answered('243', 'NOT_ENOUGH_SPACE'), StoreAway],
    ['a syntax error', answered('62', 'SYNTAX_ERROR'), StoreError],
    ['an unknown table', answered('60', 'UNKNOWN_TABLE'), StoreError],
    ['a code nobody knows', answered('99999', 'NEW_CODE'), StoreError],
    ['a refused connection', failed('ECONNREFUSED'), StoreAway],
    ['a reset connection', failed('ECONNRESET'), StoreAway],
    ['an absent socket', failed('ENOENT'), StoreAway],
    ['a timeout', new Error('Timeout error.'), StoreAway],
    ["a proxy's page", new Error('<h1>502 Bad Gateway</h1>'), StoreAway],
  ])('%s', (_what, error, kind) => {
    expect(toStoreError(error)).toBeInstanceOf(kind)
    expect(toStoreError(error).cause).toBe(error)
  })

  it('leaves what is sorted as it is', () => {
    for (const error of [new StoreAway('away'), new StoreError('refused')]) expect(toStoreError(error)).toBe(error)
  })
})
