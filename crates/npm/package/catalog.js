// Custom catalogs; their module answers all that is asked of them.
import * as wasm from './groq_calc_catalog.js'
import { keep } from './handles.js'
import { Part } from './parts.js'
import { text } from './values.js'

export { init, init as default, initSync } from './parts.js'

const part = new Part(wasm, new URL('./groq_calc_catalog_bg.wasm', import.meta.url)).named('catalog')

export function openCatalog(catalog) {
  const { Catalog } = part.now()
  const custom = new Catalog(text(catalog ?? null))
  const handle = Object.freeze({ newest: custom.newest() })
  keep(handle, custom)
  return handle
}
