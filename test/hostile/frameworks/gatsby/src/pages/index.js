import Page from '../components/page.js'

export const Head = () => <title>Home</title>

export default function Home() {
  return <Page title="Home" />
}
