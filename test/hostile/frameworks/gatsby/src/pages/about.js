import Page from '../components/page.js'

export const Head = () => <title>About</title>

export default function About() {
  return (
    <Page title="About">
      <div style={{ height: 2600 }} />
    </Page>
  )
}
