/** What the banner says, by the language of the page: plain words, one sentence of purpose. */

export interface Words {
  title: string
  /** `{site}` stands for the site's domain. */
  purpose: string
  accept: string
  reject: string
  close: string
  /** Said where there is an answer already. */
  yes: string
  no: string
  /** Said where the browser says no by itself. */
  signalled: string
  dir?: 'rtl'
}

const words: Record<string, Words> = {
  en: {
    title: 'May we count your visit?',
    purpose:
      'With your yes, {site} keeps cookies for statistics: which pages are read, in one visit and again later. They hold dates, never anything that tells you from others.',
    accept: 'Accept',
    reject: 'Reject',
    close: 'Close',
    yes: 'You have accepted.',
    no: 'You have rejected.',
    signalled: 'Your browser asks sites not to track you, so nothing of your visit is kept.',
  },
  es: {
    title: '¿Podemos contar su visita?',
    purpose:
      'Si acepta, {site} guarda cookies para estadísticas: qué páginas se leen, en una visita y más adelante. Contienen fechas, nunca nada que le distinga de los demás.',
    accept: 'Aceptar',
    reject: 'Rechazar',
    close: 'Cerrar',
    yes: 'Usted ha aceptado.',
    no: 'Usted ha rechazado.',
    signalled: 'Su navegador pide que no se le rastree, así que no se guarda nada de su visita.',
  },
  pl: {
    title: 'Czy możemy policzyć tę wizytę?',
    purpose:
      'Po zgodzie {site} zapisuje pliki cookie do statystyk: które strony są czytane podczas wizyty i później. Zawierają daty, nigdy nic, co odróżnia od innych.',
    accept: 'Akceptuję',
    reject: 'Odrzucam',
    close: 'Zamknij',
    yes: 'Zgoda została udzielona.',
    no: 'Zgoda nie została udzielona.',
    signalled: 'Przeglądarka prosi o nieśledzenie, więc nic z tej wizyty nie jest zapisywane.',
  },
  ar: {
    title: 'هل يمكننا عدّ زيارتك؟',
    purpose:
      'إذا وافقت، يحفظ {site} ملفات تعريف ارتباط للإحصاء: أي الصفحات تُقرأ في الزيارة وفيما بعد. تحتوي على تواريخ فقط، ولا شيء يميزك عن غيرك.',
    accept: 'أوافق',
    reject: 'أرفض',
    close: 'إغلاق',
    yes: 'لقد وافقت.',
    no: 'لقد رفضت.',
    signalled: 'يطلب متصفحك عدم التتبع، لذلك لا يُحفظ شيء من زيارتك.',
    dir: 'rtl',
  },
}

/** The words for a page's language tag; English where it says none that is known. */
export function wordsFor(tag: string): { lang: string; words: Words } {
  const lang = tag.toLowerCase().split('-')[0] ?? ''
  const known = Object.hasOwn(words, lang) ? lang : 'en'
  return { lang: known, words: words[known]! }
}
