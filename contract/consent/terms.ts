/**
 * Terms and wording: what visitors answer, and the words in which it is told. Both in canonical form, in which the order of the file does not matter; the
 * form is for ever, as answers are kept by its hash (collector/sites/consent-hashes.ts).
 */
import type { Declaration, Service } from './declaration.ts'

/** Everything that a service's terms are, part by part. No word of the owner's is among them, but who receives. */
export function termsParts({ category, receiver, purposes, lifetime, keys }: Service) {
  return {
    category,
    receiver: receiver ? [receiver.name, receiver.country] : null,
    purposes: [...purposes].sort(),
    lifetime,
    keys: ordered(keys.map((key) => [key.kind, key.name, key.lifetime])),
  }
}

export type TermsPart = keyof ReturnType<typeof termsParts>

/** The terms of one service. */
export function termsOf(service: Service): string {
  return JSON.stringify([service.id, ...Object.values(termsParts(service))])
}

/** All that is told in one language; a text that is missing there is null. */
export function wordingOf({ controller, texts, services }: Declaration, language: string): string {
  const said = services.map((service) => [
    service.id,
    service.name,
    service.privacy ?? null,
    service.texts[language] ?? null,
    ordered(service.keys.map((key) => [key.kind, key.name, key.purpose[language] ?? null])),
  ])
  return JSON.stringify([controller.name, controller.privacy, controller.imprint, texts?.[language] ?? null, ordered(said)])
}

/** Services whose terms are others than before. */
export interface TermsChange {
  id: string
  change: 'new' | 'gone' | TermsPart[]
}

export function termsChanges(before: readonly Service[], after: readonly Service[]): TermsChange[] {
  const changed = after.flatMap((service): TermsChange[] => {
    const was = before.find(({ id }) => id === service.id)
    if (!was) return [{ id: service.id, change: 'new' }]
    const [old, now] = [termsParts(was), termsParts(service)]
    const parts = (Object.keys(now) as TermsPart[]).filter((part) => JSON.stringify(old[part]) !== JSON.stringify(now[part]))
    return parts.length > 0 ? [{ id: service.id, change: parts }] : []
  })
  const gone = before.filter(({ id }) => !after.some((service) => service.id === id))
  return [...changed, ...gone.map(({ id }): TermsChange => ({ id, change: 'gone' }))]
}

/** By what each is as text: in any place the same. */
function ordered(rows: readonly (readonly unknown[])[]): readonly unknown[] {
  return rows.map((row) => JSON.stringify(row)).sort()
}
