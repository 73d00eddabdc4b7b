// The name of this file in import maps.
export * from './index.js'
export { default } from './index.js'
