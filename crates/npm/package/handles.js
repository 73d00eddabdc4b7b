// The engine behind each handle of a custom catalog.
import { fault } from './values.js'

const opened = new WeakMap()

export function keep(handle, engine) {
  opened.set(handle, engine)
}

export function behind(handle) {
  const engine = opened.get(handle)
  if (engine === undefined) throw fault('catalog was not opened with openCatalog', 'catalog', 'invalid')
  return engine
}
