import Layout from './Layout.vue'

export default {
  Layout,
  enhanceApp({ router }) {
    router.onBeforeRouteChange = (to) => {
      if (to.replace(/\.html$/, '') !== '/old') return
      router.go('/about')
      return false
    }
  },
}
