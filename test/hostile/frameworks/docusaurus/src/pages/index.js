import Page from '../components/Page.js'

export default function Home() {
  return <Page title="Home" />
}
