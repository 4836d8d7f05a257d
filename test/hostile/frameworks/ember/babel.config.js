import { fileURLToPath } from 'node:url'

export default {
  plugins: [
    ['babel-plugin-ember-template-compilation', {}],
    ['module:decorator-transforms', { runtime: { import: fileURLToPath(import.meta.resolve('decorator-transforms/runtime-esm')) } }],
    ['@babel/plugin-transform-runtime', { absoluteRuntime: import.meta.dirname, useESModules: true, regenerator: false }],
  ],
}
