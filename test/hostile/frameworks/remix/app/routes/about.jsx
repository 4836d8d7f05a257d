export const meta = () => [{ title: 'About' }]

export default function About() {
  return (
    <main>
      <h1>About</h1>
      <div style={{ height: 2600 }} />
    </main>
  )
}
