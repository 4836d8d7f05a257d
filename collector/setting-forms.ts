/** The forms of settings that more than one home reads from its environment. */
import * as v from 'valibot'
import { hostPattern } from '../contract/site.ts'
import { isLoopback } from './public-url.ts'

export const webAddress = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'a web address'),
  v.transform((text) => new URL(text)),
)

/** A public address, which may have a path. */
export const publicAddress = v.pipe(
  webAddress,
  v.check((url) => url.search + url.hash + url.username === '', 'an address without a question, a fragment or a user'),
)

/** A collector elsewhere: it is sent the control key, which nobody on the way may read. */
export const remoteAddress = v.pipe(
  publicAddress,
  v.check((url) => url.protocol === 'https:' || isLoopback(url), 'an address with https'),
)

/** Domains between commas, in lower case; empty entries are passed over. */
export const domains = v.pipe(
  v.string(),
  v.transform((text) =>
    text
      .split(',')
      .map((each) => each.trim().toLowerCase())
      .filter((each) => each !== ''),
  ),
  v.array(v.pipe(v.string(), v.regex(hostPattern, 'domains, separated by commas'))),
)

/** What a control key must look like. */
export const controlKeyForm = 'a secret of at least 32 letters and signs, without spaces'
export const controlKey = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{32,500}$/, controlKeyForm))
