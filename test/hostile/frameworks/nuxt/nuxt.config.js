export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  devtools: { enabled: false },
  telemetry: false,
  app: {
    head: {
      script: [{ src: '/footfall.js?site=site.test', async: true }],
    },
  },
})
