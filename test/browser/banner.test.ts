/** The banner as people meet it: by keyboard, on a phone, in their language and colours, and by the rules of accessibility. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Person } from '../kit/person.ts'
import { expectUnharmed, tagWorld } from '../kit/tag-world.ts'
import { eventually } from '../kit/temporary.ts'

const { serve, newcomer } = tagWorld()
const banner = (page: Page) => page.getByRole('region')
const still = { reducedMotion: 'reduce' } as const
// The last link of the page stands at its foot, far below.
const long = '<style>a:last-of-type { display: block; margin-top: 2000px }</style>'

/** A page on which the banner asks. */
async function asked(server: Parameters<typeof serve>[0] = {}, options: Parameters<typeof newcomer>[1] = {}): Promise<Person> {
  const { url } = await serve(server)
  const person = await newcomer(undefined, { ...still, ...options })
  await person.page.goto(`${url}/one`)
  await banner(person.page).waitFor()
  return person
}

/** The text of what has the focus, within the banner too. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return ((activeElement?.shadowRoot ? activeElement.shadowRoot.activeElement : activeElement) as HTMLElement).textContent
  })
const gone = (page: Page) => banner(page).waitFor({ state: 'detached' })
const answerOf = async (person: Person) => (await person.jar()).ff_consent?.split(':')[2]

describe('by keyboard', () => {
  it('the banner comes first, and Enter answers', async () => {
    const person = await asked()
    const { keyboard } = person.page
    const order: (string | null)[] = []
    for (let time = 0; time < 3; time++) {
      await keyboard.press('Tab')
      order.push(await focused(person.page))
    }
    expect(order).toEqual(['Reject', 'Accept', 'one'])
    await keyboard.press('Shift+Tab')
    await keyboard.press('Enter')
    await gone(person.page)
    expect(await answerOf(person)).toBe('s')
    expectUnharmed(person)
  })

  it('asking by itself it takes no focus, and Escape is no answer', async () => {
    const person = await asked()
    expect(await person.page.evaluate(() => document.activeElement === document.body)).toBe(true)
    await person.page.keyboard.press('Tab')
    await person.page.keyboard.press('Escape')
    expect(await banner(person.page).count()).toBe(1)
    expect(await person.jar()).toEqual({})
  })

  it('opened again it has the focus, says what was answered, and gives the focus back when it is answered or closed', async () => {
    const person = await asked()
    const { page } = person
    await person.press('Accept', 'accept')
    const reopen = async () => {
      await page.focus('[data-footfall=consent]')
      await page.keyboard.press('Enter')
      await banner(page).waitFor()
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('footfall-consent')
    }
    await reopen()
    expect(await banner(page).textContent()).toContain('You have accepted.')
    await page.keyboard.press('Escape')
    await gone(page)
    expect(await focused(page)).toBe('choices')
    expect(await answerOf(person)).toBe('s')
    await reopen()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await gone(page)
    expect(await focused(page)).toBe('choices')
    expect(await answerOf(person)).toBe('')
    await reopen()
    expect(await banner(page).textContent()).toContain('You have rejected.')
    expectUnharmed(person)
  })
})

describe.each([1280, 390])('at %i pixels', (width) => {
  it('both answers are alike in size, place and every computed style', async () => {
    const { page } = await asked({}, { viewport: { width, height: 800 } })
    const [one, other] = await page.getByRole('button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const { width, height, top } = button.getBoundingClientRect()
        const styles = Object.fromEntries(
          [...getComputedStyle(button)].map((name) => [name, getComputedStyle(button).getPropertyValue(name)]),
        )
        return { styles, width, height, top }
      }),
    )
    expect(Object.keys(one!.styles).length).toBeGreaterThan(100)
    expect(one).toEqual(other)
    expect(one!.height).toBeGreaterThanOrEqual(44)
  })

  it('the page behind is usable, and what has the focus is never behind the banner', async () => {
    const person = await asked({ head: long }, { viewport: { width, height: 800 } })
    const { page } = person
    await page.focus('[data-footfall=consent]')
    const box = (await banner(page).boundingBox())!
    const link = (await page.locator('[data-footfall=consent]').boundingBox())!
    expect(link.y + link.height).toBeLessThanOrEqual(box.y)
    await page.click('text=two')
    await page.waitForURL('**/two')
    await person.press('Reject', 'consent')
    expect(await page.evaluate(() => [document.documentElement.getAttribute('style'), document.adoptedStyleSheets.length])).toEqual([
      null,
      0,
    ])
  })
})

it.each([
  ['en', undefined, 'ltr', 'May we use cookies for statistics?'],
  ['es-MX', undefined, 'ltr', '¿Podemos usar cookies para estadísticas?'],
  ['pl', undefined, 'ltr', 'Czy możemy używać plików cookie do statystyk?'],
  ['ar', 'rtl', 'rtl', 'هل يمكننا استخدام ملفات تعريف الارتباط للإحصاء؟'],
  ['xx', undefined, 'ltr', 'May we use cookies for statistics?'],
] as const)('on a page in %s it speaks that language or English, within 320 pixels', async (lang, dir, expected, title) => {
  const { page } = await asked({ lang, dir }, { viewport: { width: 320, height: 568 } })
  expect(await page.getByRole('heading').textContent()).toBe(title)
  const found = await banner(page).evaluate((region) => ({
    direction: getComputedStyle(region).direction,
    wider: Math.max(region.scrollWidth - region.clientWidth, document.documentElement.scrollWidth - innerWidth),
    cut: [...region.querySelectorAll('button')].filter((button) => button.scrollWidth > button.clientWidth).length,
  }))
  expect(found).toEqual({ direction: expected, wider: 0, cut: 0 })
})

it('where the browser says no by itself, the page’s own button says so and offers to close', async () => {
  const { url } = await serve()
  const person = await newcomer(undefined, still)
  await person.context.addInitScript(`Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })`)
  await person.page.goto(`${url}/one`)
  await eventually('it opens', async () => {
    await person.choices()
    return banner(person.page).count()
  })
  expect(await person.page.getByRole('button').allTextContents()).toEqual(['Close'])
  await person.page.getByRole('button', { name: 'Close' }).press('Enter')
  await gone(person.page)
  expect(await focused(person.page)).toBe('choices')
  expect(await person.jar()).toEqual({})
})

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  it.each([
    ['en', 390],
    ['en', 1280],
    ['ar', 390],
    ['ar', 1280],
  ] as const)('no rule of accessibility is broken: %s at %i pixels, asking and opened again', async (lang, width) => {
    const person = await asked({ lang, ...(lang === 'ar' ? { dir: 'rtl' } : {}) }, { colorScheme, viewport: { width, height: 800 } })
    expect(await broken(person.page)).toEqual([])
    await person.page.getByRole('button').first().press('Enter')
    await gone(person.page)
    await person.choices()
    await banner(person.page).waitFor()
    expect(await broken(person.page)).toEqual([])
  })
})

/**
 * The rules that the banner breaks, and where. The library knows colours only of what is in the body, so it is asked once more with the banner
 * there; and only of Latin letters, but the colours are the same.
 */
async function broken(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const inPlace = await judged(page)
  await page.evaluate(() => document.body.append(document.querySelector('footfall-consent')!))
  const inBody = await judged(page)
  await page.evaluate(() => document.documentElement.insertBefore(document.querySelector('footfall-consent')!, document.body))
  const checked = (await page.getAttribute('html', 'lang')) === 'ar' ? 'button-name' : 'color-contrast'
  expect(inBody.passes).toContain(checked)
  return [
    ...inPlace.violations,
    ...inPlace.incomplete.filter((each) => !each.startsWith('color-contrast')),
    ...inBody.violations,
    ...inBody.incomplete,
  ]
}

async function judged(page: Page): Promise<Record<'passes' | 'violations' | 'incomplete', string[]>> {
  const { violations, incomplete, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run('footfall-consent'),
  )
  const said = ({ id, nodes }: axe.Result) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`
  return { passes: passes.map(({ id }) => id), violations: violations.map(said), incomplete: incomplete.map(said) }
}
