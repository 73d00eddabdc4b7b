export { limitedFetch, init, init as default, initSync } from './index.js'
export type * from './index.js'
