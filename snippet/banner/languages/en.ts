/** English, inside the banner itself: the language of last resort. */
import type { Words } from './words.ts'

export const words: Words = {
  title: 'May we use cookies for statistics?',
  purpose: {
    page: 'With your yes, {site} counts which pages are read, in one visit and again later. For this it keeps cookies with dates, where you came from and the last page: nothing that tells you from others.',
    domain:
      'With your yes, {site} counts visits, now and again later. For this it keeps cookies with dates and where you came from: nothing that tells you from others.',
  },
  without: 'Without it, we count only {counted}, and the answers to this question.',
  nothing: 'Without it, we count only the answers to this question.',
  counted: {
    domain: 'that a page was opened, from which site and network, and how fast it was',
    page: 'that a page was opened, which one, on what kind of device, from which site and network, and how fast it was',
  },
  signalled: 'Your browser asks sites not to track you: no cookie is kept.',
  onlyCounted: 'We count only {counted}.',
  accept: 'Accept',
  reject: 'Reject',
  close: 'Close',
  yes: 'You have accepted.',
  no: 'You have rejected.',
}
