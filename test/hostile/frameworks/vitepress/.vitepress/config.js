import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'vitepress',
  cleanUrls: true,
  markdown: { anchor: { permalink: false } },
  outDir: './dist',
  head: [['script', { async: '', src: '/footfall.js?site=site.test' }]],
})
