/** Spanish. */
import type { Words } from './words.ts'

export const words: Words = {
  title: '¿Podemos usar cookies para estadísticas?',
  purpose: {
    page: 'Si acepta, {site} cuenta qué páginas se leen, en una visita y más adelante. Para ello guarda cookies con fechas, de dónde viene usted y la última página: nada que le distinga de los demás.',
    domain:
      'Si acepta, {site} cuenta las visitas, ahora y más adelante. Para ello guarda cookies con fechas y de dónde viene usted: nada que le distinga de los demás.',
  },
  without: 'Si no, solo contamos {counted}, y las respuestas a esta pregunta.',
  nothing: 'Si no, solo contamos las respuestas a esta pregunta.',
  counted: {
    domain: 'que se abrió una página, desde qué sitio y red, y con qué rapidez',
    page: 'que se abrió una página, cuál, en qué tipo de dispositivo, desde qué sitio y red, y con qué rapidez',
  },
  signalled: 'Su navegador pide que no se le rastree: no se guarda ninguna cookie.',
  onlyCounted: 'Solo contamos {counted}.',
  accept: 'Aceptar',
  reject: 'Rechazar',
  close: 'Cerrar',
  yes: 'Usted ha aceptado.',
  no: 'Usted ha rechazado.',
}
