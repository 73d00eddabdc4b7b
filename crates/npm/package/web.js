// A page or a bundle loads the module when it is asked to.
import load, { initSync as loadSync } from './groq_calc.js'
import { begin } from './api.js'

export async function init(source) {
  await load(source === undefined ? undefined : { module_or_path: source })
  begin()
}

export function initSync(options) {
  loadSync(options)
  begin()
}

export { init as default }
export {
  checkRequest, cost, costs, models, openCatalog, parseError, parseHeaders, plan, replay,
} from './api.js'
