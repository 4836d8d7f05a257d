import { createInertiaApp } from '@inertiajs/vue3'
import { createApp, h } from 'vue'
import Layout from './Layout.vue'

const pages = import.meta.glob('./pages/*.vue')

createInertiaApp({
  resolve: async (name) => {
    const page = await pages[`./pages/${name}.vue`]()
    page.default.layout ??= Layout
    return page
  },
  setup({ el, App, props, plugin }) {
    createApp({ render: () => h(App, props) })
      .use(plugin)
      .mount(el)
  },
})
