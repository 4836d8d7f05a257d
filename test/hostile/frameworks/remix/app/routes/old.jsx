import { redirect } from '@remix-run/react'

export function clientLoader() {
  return redirect('/about')
}

export default function Old() {
  return null
}
