/** The sample site: a city that does not exist, so that a first look shows what Footfall shows. */
import * as v from 'valibot'
import { type Site, siteSchema } from '../../contract/site.ts'

export const sampleDomain = 'riverton.example'
/** Its campaigns, as its owner would have listed them. */
export const sampleCampaigns = ['spring-parks', 'summer-reading', 'council-news', 'leaf-pickup'] as const

export function sampleSite(): Site {
  return v.parse(siteSchema, {
    domain: sampleDomain,
    hosts: [sampleDomain, `www.${sampleDomain}`],
    zone: 'America/Chicago',
    campaigns: [...sampleCampaigns],
    sample: true,
  })
}
