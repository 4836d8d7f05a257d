/** What isbot takes for a person or for a program, and is the other. test/collector/ingest/agent-lists.test.ts says how often it is still wrong. */

const anyOf = (sources: readonly RegExp[]) => new RegExp(sources.map(({ source }) => source).join('|'), 'i')

/** Programs that give themselves the agent of a browser and add a word that isbot does not know. */
export const programs = anyOf([
  // Pages as PDF or picture, and the browsers of tests (github.com/arp242/isbot, testdata/bots).
  /wkhtmlto(pdf|image)|SlimerJS|DumpRenderTree/,
  // Documents without a browser, by their default agents (github.com/jsdom/jsdom, github.com/capricorn86/happy-dom).
  /\bjsdom\/|HappyDOM\//,
  // Recorders and meters (arp242/isbot; github.com/monperrus/crawler-user-agents).
  /RuxitRecorder|GTmetrix|Miniature\.io|\bYLT\b/,
  // Crawlers and scanners (arp242/isbot; github.com/matomo-org/device-detector, bots).
  /\bOwler\/|WhatWeb\/|Assetnote\/|Lucidworks-Anda|Amzn-User\/|yunjiankong/,
  // The toolbar ended in 2022: who names it now took an agent from an old list (arp242/isbot).
  /AlexaToolbar/,
  // They say that they are an app's page, which isbot alone would see through (monperrus/crawler-user-agents; github.com/omrilotan/isbot, fixtures).
  /BrandVerity|qcloudcdn/,
])

/**
 * Pages that people see inside apps, whatever the app calls itself: where to write to, or a word such as News, is a crawler's sign to isbot. Of
 * 42,603 agents in public lists of both kinds, those of this form that isbot refuses are people's, or name a program by a word above or in agent.ts.
 */
export const apps = anyOf([
  // The systems' web views: Android says `wv`, and on iOS none names Safari.
  /^Mozilla\/5\.0 \(Linux; (U; )?Android [^()]*; wv\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\) Version\//,
  /^Mozilla\/5\.0 \((iPhone|iPad|iPod)[^()]* like Mac OS X\) AppleWebKit\/[\d.]+ \(KHTML, like Gecko\) (?!.* Safari\/)/,
  // Instagram without the agent of its web view (arp242/isbot, testdata/not_bots).
  /^Instagram [\d.]+ \((iPhone|iPad|iPod)/,
  // Google's lighter pages for slow networks (arp242/isbot, testdata/not_bots).
  /\(KHTML, like Gecko; googleweblight\)/,
])
