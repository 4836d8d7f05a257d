import { createFileRoute } from '@tanstack/react-router'

export const Route = createFileRoute('/about')({ component: About })

function About() {
  return (
    <main>
      <h1>About</h1>
      <div style={{ height: 2600 }} />
    </main>
  )
}
