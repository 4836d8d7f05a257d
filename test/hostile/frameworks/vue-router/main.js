import { createApp, h } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import App from './App.vue'

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: { render: () => h('h1', 'Home') } },
    // Loaded when it is gone to, as the docs advise.
    { path: '/about', component: () => import('./About.vue') },
    { path: '/contact', component: { render: () => h('h1', 'Contact') } },
    { path: '/old', redirect: '/about' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

createApp(App).use(router).mount('#app')
