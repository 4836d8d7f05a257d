import Page from '../components/Page.js'

export default function About() {
  return (
    <Page title="About">
      <div style={{ height: 2600 }} />
    </Page>
  )
}
