/** @type {import('next').NextConfig} */
export default {
  output: 'export',
  // The folder lies below one with a lock file of its own.
  turbopack: { root: import.meta.dirname },
}
