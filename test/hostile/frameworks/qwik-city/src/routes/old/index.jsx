import { component$, useVisibleTask$ } from '@builder.io/qwik'
import { useNavigate } from '@builder.io/qwik-city'

// A redirect of a loader needs a server: in static files the page goes on by itself.
export default component$(() => {
  const navigate = useNavigate()
  useVisibleTask$(() => navigate('/about', { replaceState: true }))
  return <div />
})
