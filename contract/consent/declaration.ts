/**
 * What an owner declares of consent: who asks, and which services keep or receive what of a visitor (P5, P6). This is its shape; what must hold between its
 * values, and by which law, is in judge.ts.
 */
import * as v from 'valibot'
import { bounds } from '../bounds.ts'
import { consentCategories, purposeNames } from './purposes.ts'
import { broken, whyNoField } from './rules.ts'

/** Fields whose absence breaks a rule of law. */
const missing: Record<string, string> = {
  privacy: broken('links', 'is missing'),
  imprint: broken('links', 'is missing'),
  purposes: broken('purposes', 'is missing'),
  texts: broken('purposes', 'is missing'),
}

/** Refuses every field that is not named, and says why by the field's name. */
const object = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, input }) => {
    if (expected === 'never') return whyNoField(String(input))
    const name = /^"(.*)"$/.exec(expected ?? '')?.[1]
    return name === undefined ? 'must be an object' : (missing[name] ?? 'is missing')
  })

/** Plain text on one line: no tags, no references to characters, no links of Markdown, nothing that turns the direction of what follows. */
export const plainText = /^(?!.*(<[A-Za-z/!?]|&#?[A-Za-z0-9]+;|\]\())(?=.*\S)[^\p{Cc}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+$/u
const notPlain = 'is not plain text on one line: no markup, no control characters'
const textOf = (most: number) => v.pipe(v.string(), v.maxLength(most, `has more than ${most} characters`), v.regex(plainText, notPlain))
const text = textOf(bounds.consentTextCharacters.max)
const name = textOf(bounds.labelCharacters.max)

/** An address, or a path of the site itself. A `\` would be a slash to a browser, and two slashes another host. */
const linkPattern = /^(https?:\/\/[\p{L}\p{N}._[\]:-]+([/?#][^\s\\<>"'\p{C}]*)?|\/([^\s\\<>"'/\p{C}][^\s\\<>"'\p{C}]*)?)$/u
const link = v.pipe(
  v.string(),
  v.maxLength(bounds.consentLinkCharacters.max, `has more than ${bounds.consentLinkCharacters.max} characters`),
  v.regex(linkPattern, 'must be an address that begins with https://, or a path of the site that begins with /'),
)

/** A language as BCP 47 writes it: `en`, `pt-BR`, `zh-Hant`. */
const language = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'must be a language tag such as en, pt-BR or zh-Hant'),
)
const textsOf = (each: v.GenericSchema<string>) => v.record(language, each)

const days = v.pipe(v.number(), v.integer('must be a whole number of days'), v.minValue(1, 'must be at least one day'))
/** Whole days; or the browser's (of a cookie) or the tab's session; or, of what lasts less than a day, minutes. */
const noLifetime = 'must be a whole number of days, "session", or minutes such as "30 minutes"'
const lifetime = v.union([days, v.literal('session'), v.pipe(v.string(), v.regex(/^[1-9]\d{0,3} minutes$/, noLifetime))], noLifetime)

export const keyKinds = ['cookie', 'localStorage', 'sessionStorage', 'indexedDB'] as const

const key = object({
  /** Its name on the device; one `*` at the end stands for anything. */
  name: v.pipe(
    v.string(),
    v.maxLength(bounds.labelCharacters.max, `has more than ${bounds.labelCharacters.max} characters`),
    v.regex(/^[^*\p{C}]+\*?$/u, 'is not a valid name; a * may stand only at its end'),
  ),
  kind: v.picklist(keyKinds, `must be one of ${keyKinds.join(', ')}`),
  lifetime,
  /** What it is for, by language. */
  purpose: textsOf(text),
})

const most = (bound: keyof typeof bounds, what: string) => `has more than ${bounds[bound].max} ${what}`

const service = object({
  /** It means the same for ever: answers are kept by it. */
  id: v.pipe(v.string(), v.regex(/^[a-z\d][a-z\d-]{0,39}$/, 'may have only small letters, digits and hyphens, 40 at most')),
  category: v.picklist(consentCategories, `must be one of ${consentCategories.join(', ')}`),
  name,
  /** Who else is given what it learns, and in which country; absent: nobody but who asks. */
  receiver: v.optional(object({ name, country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be a country code such as US')) })),
  purposes: v.pipe(
    v.array(v.picklist(purposeNames, `must be one of ${purposeNames.join(', ')}`)),
    v.minLength(1, broken('purposes', 'is empty')),
    v.maxLength(purposeNames.length),
  ),
  /** How long anything lasts at most that it keeps of a visitor, here or with its receiver. */
  lifetime,
  keys: v.pipe(v.array(key), v.maxLength(bounds.consentKeys.max, most('consentKeys', 'keys'))),
  /** The receiver's own privacy page. */
  privacy: v.optional(link),
  /** What it is for, by language. */
  texts: textsOf(text),
})

const entries = {
  /** Who asks. */
  controller: object({ name, privacy: link, imprint: link }),
  /** The languages of its texts, the site's own first. */
  languages: v.pipe(
    v.array(language),
    v.minLength(1, broken('purposes', 'is empty')),
    v.maxLength(bounds.consentLanguages.max, most('consentLanguages', 'languages')),
  ),
  /** The owner's own words above the list, by language. */
  texts: v.optional(textsOf(text)),
  /** An image and a font of the site itself. */
  logo: v.optional(link),
  font: v.optional(link),
  /** Beside Footfall's own (own-services.ts), which are always there. */
  services: v.pipe(v.array(service), v.maxLength(bounds.consentServices.max, most('consentServices', 'services'))),
}

// The address of the schema is not kept.
const isSmall = <Given extends object>() =>
  v.check(
    (declaration: Given) => JSON.stringify({ ...declaration, $schema: undefined }).length <= bounds.consentCharacters.max,
    `is larger than ${bounds.consentCharacters.max} characters, written without spaces`,
  )

/** A declaration as it is kept. */
export const declarationSchema = v.pipe(object(entries), isSmall())

/** A declaration as it is given: a file may name its schema, by which editors complete it. */
export const givenDeclaration = v.pipe(
  object({ $schema: v.optional(v.pipe(v.string(), v.maxLength(bounds.consentLinkCharacters.max))), ...entries }),
  isSmall(),
)

export type Declaration = v.InferOutput<typeof declarationSchema>
export type GivenDeclaration = v.InferOutput<typeof givenDeclaration>
export type Service = v.InferOutput<typeof service>
export type DeclaredKey = v.InferOutput<typeof key>
export type Lifetime = v.InferOutput<typeof lifetime>
/** Words by language. */
export type TextsByLanguage = Readonly<Record<string, string>>
