import { component$ } from '@builder.io/qwik'

export const head = { title: 'About' }

export default component$(() => (
  <main>
    <h1>About</h1>
    <div style={{ height: '2600px' }} />
  </main>
))
