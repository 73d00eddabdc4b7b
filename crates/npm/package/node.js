// Node reads the module from the file beside this one, so all is ready once it is imported.
import { readFileSync } from 'node:fs'
import { initSync } from './groq_calc.js'
import { begin } from './api.js'

initSync({ module: readFileSync(new URL('./groq_calc_bg.wasm', import.meta.url)) })
begin()

const init = async () => {}
export { init, init as default, initSync }
export {
  checkRequest, cost, costs, models, openCatalog, parseError, parseHeaders, plan, replay,
} from './api.js'
