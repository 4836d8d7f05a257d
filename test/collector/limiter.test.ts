import { expect, test } from 'vitest'
import { createLimiter, QueueFull } from '../../collector/limiter.ts'

/** A task that ends when told to. */
function held() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const task = { started: false, end: resolve, fail: reject, run: () => promise }
  task.run = () => {
    task.started = true
    return promise
  }
  return task
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('tasks start in order, so many at once, and one more than may wait is turned away', async () => {
  const turns = createLimiter({ atOnce: 2, waiting: 1 })
  const [first, second, third, fourth] = [held(), held(), held(), held()]
  const outcomes = [first, second, third].map(({ run }) => turns(run))
  await settle()
  expect([first, second, third].map(({ started }) => started)).toEqual([true, true, false])
  await expect(turns(fourth.run)).rejects.toThrow(QueueFull)
  first.end('one')
  await settle()
  expect(third.started).toBe(true)
  second.end('two')
  third.end('three')
  expect(await Promise.all(outcomes)).toEqual(['one', 'two', 'three'])
  expect(fourth.started).toBe(false)
})

test('a task that fails gives its place back and its error to whoever asked', async () => {
  const turns = createLimiter({ atOnce: 1, waiting: 0 })
  for (let round = 0; round < 3; round += 1) {
    await expect(turns(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  }
  expect(await turns(async () => 'yes')).toBe('yes')
})
