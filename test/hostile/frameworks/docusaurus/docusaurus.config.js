/** @type {import('@docusaurus/types').Config} */
export default {
  title: 'docusaurus',
  url: 'https://site.test',
  baseUrl: '/',
  trailingSlash: false,
  scripts: [{ src: '/footfall.js?site=site.test', async: true }],
  plugins: ['@docusaurus/plugin-content-pages'],
  themes: ['@docusaurus/theme-classic'],
}
