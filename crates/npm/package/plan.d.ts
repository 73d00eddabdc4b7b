export { cost, costs, models, parseError, parseHeaders, plan, init, init as default, initSync } from './index.js'
export type * from './index.js'
