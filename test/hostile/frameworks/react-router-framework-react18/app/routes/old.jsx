import { redirect } from 'react-router'

export function clientLoader() {
  return redirect('/about')
}

export default function Old() {
  return null
}
