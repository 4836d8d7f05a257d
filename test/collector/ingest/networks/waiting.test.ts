import { expect, it } from 'vitest'
import { createWaiting } from '../../../../collector/ingest/networks/waiting.ts'

const bounded = () => createWaiting<{ value: string }>({ most: 10, share: 4 })
const name = (value: string) => ({ value })

it('one network fills its share and no more; what others bring has room', () => {
  const waiting = bounded()
  for (let each = 0; each < 100; each++) waiting.keep(`junk ${each}`, 1, name('junk'))
  waiting.keep('page', 2, name('page'))
  expect([waiting.size(), waiting.get('junk 3'), waiting.get('junk 4'), waiting.get('page')]).toEqual([
    5,
    name('junk'),
    undefined,
    name('page'),
  ])
})

it('what is common takes of nobody’s share', () => {
  const waiting = bounded()
  for (let each = 0; each < 4; each++) waiting.keep(`value ${each}`, 1, name('value'))
  waiting.settle('value 0', name('common'))
  waiting.keep('one more', 1, name('value'))
  waiting.keep('too many', 1, name('value'))
  expect([waiting.get('value 0'), waiting.get('one more'), waiting.get('too many')]).toEqual([name('common'), name('value'), undefined])
})

it('where all is full the longest unseen goes, and gives its network’s share back', () => {
  const waiting = bounded()
  for (const network of [1, 2, 3]) for (let each = 0; each < 3; each++) waiting.keep(`${network}-${each}`, network, name('value'))
  waiting.get('1-0')
  waiting.keep('4-0', 4, name('value'))
  waiting.keep('4-1', 4, name('value'))
  expect([waiting.get('1-0'), waiting.get('1-1')]).toEqual([name('value'), undefined])
  // 1-2 goes for 1-3: so three of its network's four are left to take.
  for (const key of ['1-3', '1-4', '1-5', '1-6']) waiting.keep(key, 1, name('value'))
  expect([waiting.get('1-2'), waiting.get('1-5'), waiting.get('1-6'), waiting.size()]).toEqual([undefined, name('value'), undefined, 10])
})
