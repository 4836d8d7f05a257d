import { expect, it } from 'vitest'
import { renderSnippet, type SnippetSettings, settingsToken } from '../../contract/snippet.ts'

const settings: SnippetSettings = {
  site: 'example.org',
  hosts: ['example.org'],
  baseline: 'domain',
  detail: 'page',
  zone: 'UTC',
  policy: '1',
  banner: 'banner-01234567.js',
  vitals: 'vitals-01234567.js',
}
const run = (text: string) => new Function(`return ${text}`)() as unknown

it('puts the settings where the token stands, as the same value', () => {
  expect(run(renderSnippet(`[${settingsToken}]`, settings))).toEqual([settings])
})

it.each(['</script><script>alert(1)//', '\u2028\u2029', '$&$1', '<!--', settingsToken])('keeps %j a plain string in the script', (zone) => {
  const text = renderSnippet(`(${settingsToken})`, { ...settings, zone })
  expect(text).not.toMatch(/[<\u2028\u2029]/)
  expect(run(text)).toEqual({ ...settings, zone })
})

it.each(['', `${settingsToken}${settingsToken}`])('refuses a core that does not name the token once: %j', (core) => {
  expect(() => renderSnippet(core, settings)).toThrow('not once')
})
