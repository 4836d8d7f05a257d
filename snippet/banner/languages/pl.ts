/** Polish. */
import type { Words } from './words.ts'

export const words: Words = {
  title: 'Czy możemy używać plików cookie do statystyk?',
  purpose: {
    page: 'Za zgodą {site} liczy, które strony są czytane podczas wizyty i później. W tym celu zapisuje pliki cookie z datami, źródłem wizyty i ostatnią stroną: nic, co odróżnia od innych.',
    domain:
      'Za zgodą {site} liczy wizyty, teraz i później. W tym celu zapisuje pliki cookie z datami i źródłem wizyty: nic, co odróżnia od innych.',
  },
  without: 'Bez zgody liczymy tylko {counted}, oraz odpowiedzi na to pytanie.',
  nothing: 'Bez zgody liczymy tylko odpowiedzi na to pytanie.',
  counted: {
    domain: 'to, że otwarto stronę, z jakiej witryny i sieci, i jak szybko',
    page: 'to, że otwarto stronę, którą, na jakim rodzaju urządzenia, z jakiej witryny i sieci, i jak szybko',
  },
  signalled: 'Przeglądarka prosi o nieśledzenie: żaden plik cookie nie jest zapisywany.',
  onlyCounted: 'Liczymy tylko {counted}.',
  accept: 'Akceptuję',
  reject: 'Odrzucam',
  close: 'Zamknij',
  yes: 'Zgoda została udzielona.',
  no: 'Zgoda nie została udzielona.',
}
