/** P7: transfers use industry standard encryption: HSTS and secure cookies wherever the public address is https. */
import { expect, it } from 'vitest'
import { testApp } from '../kit/app.ts'

async function signIn(publicUrl?: string) {
  const test = await testApp(publicUrl ? { publicUrl } : {})
  const answer = await test.app.request(`/sign-in?key=${await test.credentials.createLink()}`)
  return { answer, cookie: answer.headers.get('set-cookie') ?? '' }
}

it('P7: with an https address every answer carries HSTS and the session cookie is secure', async () => {
  const { answer, cookie } = await signIn('https://stats.example.org')
  expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/)
  expect(cookie).toMatch(/;\s*Secure/i)
  expect(cookie).toMatch(/;\s*HttpOnly/i)
  expect(cookie).toMatch(/;\s*SameSite=Lax/i)
})

it('P7: on a local http address there is neither, so that signing in works there', async () => {
  const { answer, cookie } = await signIn()
  expect(answer.headers.get('strict-transport-security')).toBeNull()
  expect(cookie).not.toBe('')
  expect(cookie).not.toMatch(/;\s*Secure/i)
})
