import { component$ } from '@builder.io/qwik'

export const head = { title: 'Contact' }

export default component$(() => <h1>Contact</h1>)
