// The modules of the package: each is loaded when it is used.
import { fault } from './values.js'

// Node reads a module from the file beside this one, at once.
const isFile = import.meta.url.startsWith('file:') && globalThis.process?.versions?.node !== undefined
const files = isFile ? globalThis.process.getBuiltinModule?.('node:fs') : undefined

// What init loads: the parts whose functions answer at once, as far as they are imported.
const atInit = new Map()

export class Part {
  #wasm
  #url
  #isLoaded = false
  #loading

  constructor(wasm, url) {
    this.#wasm = wasm
    this.#url = url
  }

  /** Has init load it, by a name. */
  named(name) {
    atInit.set(name, this)
    return this
  }

  /** Whether it can be used at once. */
  get isAtHand() {
    return this.#isLoaded || files !== undefined
  }

  /** What it exports. */
  now() {
    if (!this.#isLoaded) {
      if (files === undefined) throw fault('groq-calc is not loaded yet: await init() first', 'init', 'not_ready')
      this.begin(files.readFileSync(this.#url))
    }
    return this.#wasm
  }

  /** The same, once it is loaded. */
  async loaded(source) {
    if (!this.isAtHand) {
      this.#loading ??= this.#wasm.default(source === undefined ? undefined : { module_or_path: source })
      try {
        await this.#loading
        this.#isLoaded = true
      } catch (error) {
        // The next call tries again.
        this.#loading = undefined
        throw error
      }
    }
    return this.now()
  }

  begin(module) {
    this.#wasm.initSync({ module })
    this.#isLoaded = true
  }
}

export async function init(source) {
  await Promise.all([...atInit].map(([name, part]) => part.loaded(name === 'module' ? source : undefined)))
}

export function initSync(modules) {
  for (const [name, part] of atInit) {
    if (modules[name] !== undefined) part.begin(modules[name])
  }
}

export { init as default }
