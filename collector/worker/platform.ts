/** What the platform says of a request. */
import { bounds } from '../../contract/bounds.ts'

/** `T1` is Tor and `XX` unknown: no countries. */
export function platformOf(request: Pick<Request, 'cf'>) {
  const { country, asOrganization } = (request.cf ?? {}) as { country?: string; asOrganization?: string }
  const isCountry = country !== undefined && /^[A-Z]{2}$/.test(country) && country !== 'XX'
  return { country: isCountry ? country : undefined, provider: asOrganization?.slice(0, bounds.providerCharacters.max) || undefined }
}
