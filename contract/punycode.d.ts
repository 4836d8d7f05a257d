/** What is used of punycode.js, which brings no types. */
declare module 'punycode.js' {
  const punycode: { toUnicode(name: string): string; toASCII(name: string): string }
  export default punycode
}
